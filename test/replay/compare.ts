import type { Qualified, RecordedFact, Recording } from './recording.ts';
import type { Replayed } from './replay.ts';

export interface Change {
  readonly recorded: string | null;
  readonly today: string | null;
}

export interface ChangedFact extends Change {
  readonly id: string;
  readonly label: string;
}

const fields = ['category', 'kind', 'priority', 'group', 'language'] as const;

/** A conversation then and now; `recorded` is null where the file does not tell it. */
export interface Comparison extends Readonly<Record<(typeof fields)[number], Change>> {
  readonly same: boolean;
  readonly ending: Replayed['ending'];
  readonly facts: { readonly missing: ChangedFact[]; readonly new: ChangedFact[]; readonly different: ChangedFact[] };
  readonly questions: {
    readonly recorded: number;
    readonly today: number;
    readonly gone: string[];
    readonly new: string[];
  };
  readonly open: string | null;
  readonly passedOver: readonly string[];
  readonly leftOut: readonly string[];
  readonly notes: readonly string[];
}

/** What would route or qualify differently. What the directory had told is not compared: nothing is looked up here. */
export function compare(recording: Recording, replayed: Replayed): Comparison {
  const [then, now] = [recording.qualified, replayed.qualified];
  const qualified = Object.fromEntries(
    fields.map((field) => [field, { recorded: then?.[field] ?? null, today: now?.[field] ?? null }]),
  ) as Record<(typeof fields)[number], Change>;
  const facts = compareFacts(then, now);
  const questions = {
    recorded: recording.questions.length,
    today: replayed.questions.length,
    gone: without(recording.questions, replayed.questions),
    new: without(replayed.questions, recording.questions),
  };
  const { ending, open = null, passedOver, leftOut } = replayed;
  const differences = [
    ...fields.filter(
      (field) => qualified[field].recorded !== null && qualified[field].recorded !== qualified[field].today,
    ),
    ...[...questions.gone, ...questions.new, ...leftOut],
    // A transcript does not tell how its request was qualified: nothing of that can differ.
    ...(then ? [...facts.missing, ...facts.new, ...facts.different, ...(ending === 'ticket' ? [] : [ending])] : []),
  ];
  return {
    same: differences.length === 0,
    ...qualified,
    ending,
    facts,
    questions,
    open,
    passedOver,
    leftOut,
    notes: recording.notes,
  };
}

function compareFacts(then: Qualified | undefined, now: Qualified | undefined): Comparison['facts'] {
  const lookedUp = new Set(then?.facts.flatMap(({ id, source }) => (source === 'looked_up' ? [id] : [])));
  const comparable = (facts: readonly RecordedFact[] = []) => facts.filter(({ id }) => !lookedUp.has(id));
  const [before, after] = [comparable(then?.facts), comparable(now?.facts)];
  const changed = (fact: RecordedFact): ChangedFact => ({
    id: fact.id,
    label: fact.label,
    recorded: before.find(({ id }) => id === fact.id)?.value ?? null,
    today: after.find(({ id }) => id === fact.id)?.value ?? null,
  });
  return {
    missing: before.map(changed).filter((fact) => fact.today === null),
    new: after.map(changed).filter((fact) => fact.recorded === null),
    different: before.map(changed).filter((fact) => fact.today !== null && fact.today !== fact.recorded),
  };
}

/** What of the one list is not in the other; a question asked twice counts twice. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

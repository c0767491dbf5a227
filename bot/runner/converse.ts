import { randomUUID } from 'node:crypto';
import type { Queries } from '../../adapters/database/port.ts';
import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import { findTicketsOf } from '../../adapters/database/repositories/tickets.ts';
import {
  type ConversationState,
  type Effect,
  type Event,
  type Kit,
  type KnownOutage,
  step,
} from '../../dialogs/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import type { Answering } from '../answering/index.ts';
import { type Affiliation, findOwnResults } from '../campaigns/participation.ts';
import type { Examine } from '../self-service/guard.ts';
import type { FindElsewhere } from '../ticketing/elsewhere.ts';
import type { LookUp } from './look-ups.ts';

/** At most so many look-ups and searches in one turn (DESIGN §3). */
const mostRounds = 3;

/** An event without the identity that the runner gives it. */
type WithoutUid<E> = E extends unknown ? Omit<E, 'uid'> : never;
export type NewEvent = WithoutUid<Event>;

export interface Conversed {
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
  /** Looked up when an exercise begins. */
  readonly affiliation: Affiliation;
}

export interface ConverseOptions {
  readonly kit: Kit;
  readonly knowledge: Knowledge;
  readonly lookUp: LookUp;
  readonly queries: Queries;
  readonly examine: Examine;
  /** What is known not to work, as of now. */
  readonly outages: () => readonly KnownOutage[];
  readonly findElsewhere: FindElsewhere;
  /** Campaigns that were sent to a person and not finished. */
  readonly openCampaigns: (personId: string) => Promise<readonly { campaign: string; part: string }[]>;
  /** Absent where no model is set. */
  readonly answering?: Answering | undefined;
}

/** Who writes, and where an answer may be shown while it is written. */
export interface Writer {
  readonly personId: string;
  readonly reference?: StoredReference;
}

/**
 * Steps the engine with an event, then with what it asked to look up or search, until it asks for nothing more. No
 * transaction is open and nothing outside is changed (R9).
 */
export async function converse(
  options: ConverseOptions,
  state: ConversationState,
  event: NewEvent,
  writer: Writer,
  now: number,
): Promise<Conversed> {
  const outages = options.outages();
  const known = outages.length > 0 ? { outages } : {};
  let current = step(options.kit, state, { ...event, ...known, uid: randomUUID() } as Event, now);
  const effects: Effect[] = [];
  for (let round = 0; ; round += 1) {
    const wanted = current.effects.find(isQuestion);
    effects.push(...current.effects.filter((effect) => !isQuestion(effect)));
    if (!wanted)
      return {
        state: current.state,
        effects: await withModel(options, effects),
        affiliation: await affiliationOf(options, effects, writer.personId),
      };
    const answer = await find(options, wanted, current.state, writer, round < mostRounds);
    current = step(options.kit, current.state, { ...answer, ...known, uid: randomUUID() } as Event, now);
  }
}

/** Where the person works, once an exercise begins: reports tell large departments and sites apart. */
async function affiliationOf({ lookUp }: ConverseOptions, effects: readonly Effect[], personId: string) {
  const begun = effects.some((effect) => effect.type === 'participate' && effect.change.what === 'begun');
  return begun ? await lookUp(personId, ['department', 'site'], 'fr') : {};
}

/** Whoever asks what becomes of their words is told where a model reads them. */
async function withModel({ answering }: ConverseOptions, effects: readonly Effect[]): Promise<readonly Effect[]> {
  const at = effects.findIndex(
    (effect) => effect.type === 'say' && 'key' in effect.text && effect.text.key === 'privacy',
  );
  if (at < 0 || !answering || !(await answering.isOn())) return effects;
  return [...effects.slice(0, at + 1), { type: 'say', text: answering.notice }, ...effects.slice(at + 1)];
}

const questions = ['lookUp', 'search', 'draft', 'findTickets', 'examine', 'findCampaigns', 'findResults'] as const;
type Question = Extract<Effect, { type: (typeof questions)[number] }>;

const isQuestion = (effect: Effect): effect is Question => questions.some((type) => type === effect.type);

/** Past the last round the answer is « nothing », so that a turn always ends. */
async function find(
  { knowledge, lookUp, queries, examine, findElsewhere, openCampaigns, answering }: ConverseOptions,
  question: Question,
  state: ConversationState,
  { personId, reference }: Writer,
  allowed: boolean,
): Promise<NewEvent> {
  switch (question.type) {
    case 'lookUp':
      return { type: 'lookedUp', values: allowed ? await lookUp(personId, question.what, state.language) : {} };
    case 'search': {
      const { text, families } = question;
      const query = { text, language: state.language, audience: 'employees', families, limit: 3 } as const;
      const passages = allowed ? knowledge.search(query) : [];
      const draftable = passages.length > 0 && ((await answering?.isOn()) ?? false);
      return { type: 'found', passages, question: text, draftable };
    }
    case 'draft': {
      const { question: asked, passages } = question;
      const drafted = allowed
        ? await answering?.draft(asked, passages, state.language, personId, reference)
        : undefined;
      return { type: 'drafted', question: asked, passages, draft: drafted?.draft, stream: drafted?.stream };
    }
    case 'examine': {
      const { action, input } = question;
      return { type: 'examined', examination: await examine(personId, action, input, allowed) };
    }
    case 'findCampaigns':
      return { type: 'campaignsFound', open: allowed ? await openCampaigns(personId) : [] };
    case 'findResults':
      return { type: 'resultsFound', results: allowed ? await findOwnResults(queries, personId) : [] };
    case 'findTickets': {
      if (!allowed) return { type: 'ticketsFound', tickets: [] };
      const own = await findTicketsOf(queries, personId);
      // Asked for by reference it is one of Guichet's.
      const tickets = state.quoted ? own : [...own, ...(await findElsewhere(personId))];
      return { type: 'ticketsFound', tickets };
    }
  }
}

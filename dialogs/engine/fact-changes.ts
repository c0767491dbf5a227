import type { ScriptFact } from '../scripts/schema.ts';
import { contain } from './advance.ts';
import { holds } from './conditions.ts';
import { answered, correctFact } from './facts.ts';
import { say, scriptOf, type Turn, text } from './turn.ts';
import type { Fact, SupportRequest, Text } from './types.ts';
import { labelText, valueText } from './wording.ts';

interface Change {
  readonly before: Fact | undefined;
  readonly after: Fact;
}

/**
 * Takes in facts that were said out of turn: an earlier answer changed, or something new. Says in one line what was
 * noted, and whatever containment it calls for. Returns whether anything changed.
 */
export function takeIn(
  turn: Turn,
  request: SupportRequest,
  said: readonly { readonly id: string; readonly value: string }[],
): boolean {
  const script = scriptOf(turn, request);
  if (!script) return false;
  const find = (id: string) => request.facts.find((fact) => fact.id === id);
  const changes: Change[] = [];
  for (const { id, value } of said) {
    const before = find(id);
    // « fichier verrouillé » became « mon micro dans Teams »: where the file is no longer arises.
    if (before === undefined && cannotArise(script.facts.find((fact) => fact.id === id)!, request)) continue;
    if (!correctFact(request, script, id, value, turn.now)) continue;
    changes.push({ before, after: find(id)! });
  }
  if (changes.length === 0) return false;
  const changesText = changes.map((change) => changeText(turn, request, change));
  say(turn, 'correction', { changes: { all: changesText, separator: ', ' } });
  contain(turn, request, script);
  return true;
}

/** A choice whose condition is settled, and does not hold. */
function cannotArise({ kind, when }: ScriptFact, request: SupportRequest): boolean {
  if (kind === 'text' || when === undefined || holds(when, request.facts)) return false;
  const known = answered(request);
  return [when].flat().every((clause) => Object.keys(clause).every((id) => known.has(id)));
}

function changeText(turn: Turn, request: SupportRequest, { before, after }: Change): Text {
  const script = scriptOf(turn, request)!;
  const definition = script.facts.find((fact) => fact.id === after.id)!;
  const values = { label: labelText(definition), after: valueText(script, after) };
  if (before) return text('correction.changed', { ...values, before: valueText(script, before) });
  if (definition.kind === 'yes-no' && after.value === 'yes') return text('correction.known', values);
  // « depuis lundi », « avant midi »: such a value says itself what it is.
  const plain = definition.kind === 'choice' || definition.entity === 'since' || definition.entity === 'deadline';
  return text(plain ? 'correction.choice' : 'correction.noted', values);
}

import type { ScriptFact } from '../scripts/schema.ts';
import { misfits, readForOthers, slotOf } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { takeIn } from './fact-changes.ts';
import { noteOthers, repeatsKnown } from './learning.ts';
import { misread } from './misread.ts';
import { scriptOf, type Turn } from './turn.ts';
import type { SupportRequest } from './types.ts';

/**
 * « hier à 18 h », said where it was asked how many people: put where it belongs, and the question is asked once more.
 * Returns false when the words may well be the answer.
 */
export function readMisfit(
  turn: Turn,
  request: SupportRequest,
  fact: ScriptFact,
  words: string,
  goOn: () => void,
): boolean {
  const script = scriptOf(turn, request)!;
  if (!misfits(words, fact, script)) return false;
  const open = (id: string): boolean =>
    id !== fact.id && !request.facts.some((known) => known.id === id && known.value !== 'unknown');
  const read = [...readForOthers(words, fact, script), ...turn.kit.readFacts(words, script, turn.state.language)];
  const others = read.filter(({ id }, at) => open(id) && read.findIndex((each) => each.id === id) === at);
  if (takeIn(turn, request, others)) {
    askPrompt(turn);
    return true;
  }
  noteOthers(turn, request, words, fact.id);
  misread(turn, words, goOn, repeatsKnown(turn, request, words) ? 'misread.known' : `misfit.${slotOf(fact)}`);
  return true;
}

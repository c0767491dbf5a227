import { readAnswer, readYesNo } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { noteOthers } from './learning.ts';
import { isSpared, readPreference } from './preferences.ts';
import { resume } from './resume.ts';
import { tryStep } from './steps.ts';
import { expect, say, scriptOf, type Turn } from './turn.ts';

/** Words past which a message tells more than a wish. */
const longWish = 12;

/**
 * What suits the employee, said once: kept, obeyed, and passed on with a ticket they read first (DESIGN §6.3). Returns
 * whether the message said nothing else.
 */
export function notePreference(turn: Turn, words: string): boolean {
  const { state } = turn;
  const preference = readPreference(words);
  if (!preference) return false;
  if (!state.preferences?.includes(preference)) {
    state.preferences = [...(state.preferences ?? []), preference];
    say(turn, `preference.noted.${preference}`);
  }
  const { prompt, active } = state;
  const step = scriptOf(turn, active)?.steps.find((each) => prompt?.kind === 'step' && each.id === prompt.stepId);
  if (active && step && isSpared([preference], step)) {
    tryStep(turn, active, step.id, 'could_not', true);
    return true;
  }
  if (words.trim().split(/\s+/).length > longWish || readYesNo(words) !== undefined) return false;
  return saysNoMore(turn, words);
}

/** Whether the wish was the whole message; the question is then asked again. */
function saysNoMore(turn: Turn, words: string): boolean {
  const { prompt, active, language } = turn.state;
  if (!active && turn.kit.router.route(words, language).reading === 'sure') return false;
  const fact = scriptOf(turn, active)?.facts.find((each) => prompt?.kind === 'fact' && each.id === prompt.factId);
  if (fact && fact.kind !== 'text' && readAnswer(words, fact)) return false;
  if (active) noteOthers(turn, active, words);
  if (!prompt) expect(turn, { kind: 'describe' });
  if (prompt?.kind === 'ticket') askPrompt(turn);
  else resume(turn);
  return true;
}

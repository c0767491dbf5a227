import { advance } from './advance.ts';
import { answer } from './answers.ts';
import { askPrompt } from './ask.ts';
import { digress } from './digressions.ts';
import { keepWords } from './learning.ts';
import { describe } from './problems.ts';
import { answerForAction, isActionPrompt, leaveAction } from './self-service.ts';
import { say, type Turn } from './turn.ts';

/**
 * Words where self-service asked something: its answer, a digression, or something else. What is not plainly a yes
 * never does anything; the second time the action is left, and the words are read afresh.
 */
export function readActionAnswer(turn: Turn, words: string): void {
  const { state } = turn;
  if (answerForAction(turn, words)) return;
  const plain = turn.kit.router.route(words, state.language).reading === 'sure';
  if (!plain && digress(turn, words, false)) return;
  if (state.prompt?.kind === 'offer' && state.active) return passOver(turn, words);
  if (!plain && state.misread === 0) {
    say(turn, 'misread.once');
    state.misread = 1;
    return askPrompt(turn);
  }
  say(turn, 'action.left');
  leaveAction(turn);
  if (state.prompt) return answer(turn, words);
  if (state.active) return advance(turn);
  describe(turn, words);
}

/** An offer is passed over for something about the problem itself: it answers the question that comes next. */
function passOver(turn: Turn, words: string): void {
  const { state, effects } = turn;
  leaveAction(turn);
  const before = effects.length;
  advance(turn);
  effects.push(...effects.splice(before).filter((effect) => effect.type !== 'ask'));
  if (state.prompt && !isActionPrompt(state.prompt)) return answer(turn, words);
  if (state.active) keepWords(state.active, words);
  askPrompt(turn);
}

import { advance } from './advance.ts';
import { answer } from './answers.ts';
import { askPrompt } from './ask.ts';
import { digress } from './digressions.ts';
import { keepWords, noteOthers } from './learning.ts';
import { describe } from './problems.ts';
import { answerForAction, leaveAction } from './self-service.ts';
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
  // An offer was passed over for something about the problem itself: that is kept, and the script goes on.
  if (!plain && state.prompt?.kind === 'offer' && state.active) {
    noteOthers(turn, state.active, words);
    if (keepWords(state.active, words)) say(turn, 'noted');
    leaveAction(turn);
    return advance(turn);
  }
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

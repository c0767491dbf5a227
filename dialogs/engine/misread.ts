import { offerTicket } from './advance.ts';
import { askPrompt } from './ask.ts';
import { countWords, keepWords, repeatsKnown } from './learning.ts';
import { say, scriptOf, type Turn } from './turn.ts';

/** Unreadable messages in one request after which a person takes over. */
const most = 4;

/**
 * Asks again once, in other words; the second time goes on without the answer, and past `most` offers a human. « Je n'ai
 * pas compris » is never said a third time in a request (DESIGN §6.2). What was said is kept for the ticket. `again`: what
 * is said instead of « je n'ai pas bien saisi », where it is plain why the words do not fit.
 */
export function misread(turn: Turn, words: string, goOn: () => void, again?: string): void {
  const { state } = turn;
  const request = state.active!;
  const known = repeatsKnown(turn, request, words);
  const told = countWords(words) >= 4 || scriptOf(turn, request)?.alwaysEscalate === true;
  const kept = !known && told && keepWords(request, words);
  state.misread += 1;
  request.misread = (request.misread ?? 0) + 1;
  if (request.misread >= most) {
    say(turn, 'misread.human');
    return offerTicket(turn, 'exhausted');
  }
  if (state.misread >= 2 || request.misread > 2) {
    state.misread = 0;
    keepWords(request, words);
    say(turn, kept ? 'misread.keptGoOn' : 'misread.goOn');
    return goOn();
  }
  say(turn, again ?? (known ? 'misread.known' : kept ? 'misread.kept' : 'misread.once'));
  askPrompt(turn);
}

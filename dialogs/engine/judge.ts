import { readOutcome, readYesNo, smallTalk } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { saysItCameBack } from './phrases.ts';
import { describe } from './problems.ts';
import { resume } from './resume.ts';
import { expect, say, type Turn } from './turn.ts';
import { readTyped, readTypedYesNo } from './typed.ts';

/** A technician says that a ticket is resolved: the employee is asked, now or once the current problem is done. */
export function askJudgement(turn: Turn, reference: string): void {
  const { state } = turn;
  if (state.active) {
    state.toJudge = [...(state.toJudge ?? []).filter((each) => each !== reference), reference];
    return askPrompt(turn, true);
  }
  expect(turn, { kind: 'judge', reference });
  askPrompt(turn);
}

/** Typed words: fixed, not fixed and why, or something else; silence and politeness never count as fixed. */
export function readJudgement(turn: Turn, reference: string, words: string): void {
  const outcome = readTyped(turn, words) ?? readTypedYesNo(turn, words) ?? outcomes[readOutcome(words) ?? 'could_not'];
  if (outcome === 'fixed') return judge(turn, reference, true);
  if (outcome === 'not-fixed' || saysItCameBack(words) || persists.test(words))
    return judge(turn, reference, false, words);
  const chat = smallTalk(words);
  if (chat || readYesNo(words) === 'unknown') {
    if (chat) say(turn, `smallTalk.${chat}`);
    return askPrompt(turn);
  }
  // Another problem: the ticket is judged another time.
  turn.state.toJudge = [...(turn.state.toJudge ?? []), reference];
  delete turn.state.prompt;
  describe(turn, words);
}

const persists = /(?:^|\s)(?:encore|toujours|pas|again|still|not|\w+n't)(?=\s|[.,!?]|$)/i;
const outcomes = { worked: 'fixed', did_not_work: 'not-fixed', could_not: undefined } as const;

/** Closes the ticket, or reopens it with what is said, which is asked for when a button said no. */
export function judge(turn: Turn, reference: string, fixed: boolean, words = ''): void {
  const { state } = turn;
  turn.effects.push({ type: 'judgeTicket', reference, fixed, words });
  delete state.prompt;
  if (fixed) return say(turn, 'judge.thanks', { reference });
  if (words !== '') return say(turn, 'judge.reopened', { reference });
  expect(turn, { kind: 'reopened', reference });
  askPrompt(turn);
}

/** What is still wrong, for the technician who gets the ticket back. */
export function readReopened(turn: Turn, reference: string, words: string): void {
  delete turn.state.prompt;
  if (readYesNo(words) !== undefined || smallTalk(words) !== undefined) return say(turn, 'noted');
  turn.effects.push({ type: 'addToTicket', reference, words });
  say(turn, 'technician.relayed', { reference });
  resume(turn);
}

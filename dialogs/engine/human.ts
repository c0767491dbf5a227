import { readYesNo, smallTalk } from '../triage/index.ts';
import { offerTicket, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { leadingFamily } from './families.ts';
import { park } from './second-problem.ts';
import { expect, openRequest, reopen, say, type Turn, wordsSoFar } from './turn.ts';

const aMoment = 10 * 60_000;

/** A human is one word away at every step (DESIGN §1). `words` may tell the problem as well. */
export function callHuman(turn: Turn, words = ''): void {
  const { state } = turn;
  const { active, prompt } = state;
  if (active) {
    if (prompt?.kind === 'ticket') return askPrompt(turn);
    if (prompt?.kind === 'secondProblem') park(turn, prompt.words, prompt.code);
    say(turn, 'human.ticket');
    return offerTicket(turn, 'asked');
  }
  const told = words !== '' && turn.kit.router.route(words, state.language).reading === 'sure' ? words : '';
  const asked = prompt?.kind === 'describe' && prompt.forHuman === true;
  if (told !== '' || asked || state.searched !== undefined) {
    if (!asked) say(turn, 'human.ofCourse');
    return openForHuman(turn, told);
  }
  say(turn, 'human.ofCourse');
  if (reviveDropped(turn)) return;
  expect(turn, { kind: 'describe', forHuman: true });
  askPrompt(turn);
}

/** What it is about, for the technician: the words as they are, sorted into a family when that is plain. */
export function openForHuman(turn: Turn, words: string): void {
  const { state } = turn;
  const tells = readYesNo(words) === undefined && smallTalk(words) === undefined;
  const told = wordsSoFar(turn, tells ? words : '');
  const { reading, predicted } = turn.kit.router.route(told, state.language);
  const code = reading === 'sure' ? predicted : leadingFamily(turn, told);
  if (told !== '' && code !== undefined) return startRequest(turn, told, code, { forHuman: true });
  state.active = openRequest(turn, told);
  offerTicket(turn, 'asked');
}

/** Given up a moment ago, and wanted after all: nothing has to be told again. */
export function reviveDropped(turn: Turn): boolean {
  const { state, now } = turn;
  const { dropped } = state;
  if (!dropped || state.prompt || now - state.lastAt > aMoment) return false;
  delete state.dropped;
  reopen(turn, dropped);
  offerTicket(turn, 'asked');
  return true;
}

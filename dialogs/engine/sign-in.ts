import { askPrompt } from './ask.ts';
import { startAction } from './self-service.ts';
import { expect, say, type Turn } from './turn.ts';

/** What waited longer than this for a sign-in, ms, is not taken up by itself: the employee has gone on. */
const patience = 15 * 60_000;
/** A sign-in that did not help, so short a while ago, was with another account. */
const justNow = 60_000;

/** What was asked for is done as the employee: it waits until they have signed in. */
export function askSignIn(turn: Turn): void {
  const { state, now, effects } = turn;
  if (!state.action) return;
  const { id, input, before } = state.action;
  const again = state.signedInAt !== undefined && now - state.signedInAt < justNow;
  state.signIn = { action: id, input, at: now };
  delete state.action;
  delete state.prompt;
  say(turn, again ? 'signIn.another' : 'signIn.why');
  effects.push({ type: 'askSignIn', plain: state.plain });
  // What it interrupted is asked again once what waits is done.
  if (before) expect(turn, before);
}

/** Signed in: what waited for it goes on by itself. */
export function resumeSignedIn(turn: Turn): void {
  const { state, now } = turn;
  const waiting = state.signIn;
  delete state.signIn;
  state.signedInAt = now;
  say(turn, 'signIn.done');
  if (waiting && now - waiting.at < patience) return startAction(turn, waiting.action, waiting.input);
  if (state.prompt) askPrompt(turn);
}

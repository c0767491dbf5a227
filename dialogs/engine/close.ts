import type { QuestioningScript, ScriptStep } from '../scripts/schema.ts';
import { advance, offerTicket, takeUp } from './advance.ts';
import { askPrompt } from './ask.ts';
import { holds } from './conditions.ts';
import { recallThread } from './resume.ts';
import { expect, reopen, say, scriptOf, type Turn, text } from './turn.ts';
import type { SupportRequest, Text } from './types.ts';
import { factParameters } from './wording.ts';

const tipInterval = 90 * 24 * 3600_000;
/** Failed steps after which a tip would be a lecture. */
const longPath = 2;

/** The employee validated a fix: names the kind of solution, its source, and gives one tip that fits. */
export function resolve(turn: Turn, step: ScriptStep): void {
  const request = turn.state.active!;
  const script = scriptOf(turn, request)!;
  request.solvedBy = step.id;
  const kind = step.solution ?? 'definitive';
  const article = step.article ? turn.kit.findArticle(step.article, turn.state.language) : undefined;
  const parts: Text[] = [text(`resolved.${kind}`)];
  if (step.resolved) parts.push({ written: step.resolved, with: factParameters(script, request.facts) });
  if (article)
    parts.push(text('resolved.source', { title: article.title, date: text('date', { at: article.reviewed }) }));
  turn.effects.push({ type: 'say', text: { all: parts, separator: ' ' } });
  if (kind === 'workaround') return offerTicket(turn, 'workaround');
  giveTip(turn, request, script);
  close(turn, 'resolved');
}

/** Ends the active request without a ticket. */
export function close(turn: Turn, outcome: 'resolved' | 'abandoned'): void {
  const request = turn.state.active!;
  turn.effects.push({ type: 'close', requestId: request.id, outcome });
  if (outcome === 'resolved') turn.state.solved = request;
  else turn.state.dropped = request;
  endRequest(turn);
}

/** One short tip tied to what just happened: not after a tiring path, never twice the same within 90 days. */
export function giveTip(turn: Turn, request: SupportRequest, script: QuestioningScript): void {
  const failed = request.steps.filter((tried) => tried.outcome === 'did_not_work').length;
  if (request.upset || failed >= longPath || (request.misread ?? 0) >= longPath) return;
  const tip = (script.tips ?? []).find(
    (each) => holds(each.when, request.facts) && turn.now - (turn.state.tips[each.id] ?? 0) > tipInterval,
  );
  if (!tip) return;
  turn.state.tips[tip.id] = turn.now;
  turn.effects.push({ type: 'say', text: text('tip', { tip: { written: tip.say } }) });
}

/** Forgets the active request; takes up the next parked one, or asks about a ticket resolved meanwhile. */
export function endRequest(turn: Turn): void {
  const { state } = turn;
  delete state.active;
  delete state.prompt;
  const next = state.parked.shift();
  if (next?.code !== undefined) {
    say(turn, 'second.resume', { title: { written: turn.kit.scripts.get(next.code)!.title } });
    return next.lookedUp ? returnTo(turn, next) : takeUp(turn, next);
  }
  const [reference, ...others] = state.toJudge ?? [];
  if (reference === undefined) return;
  if (others.length > 0) state.toJudge = others;
  else delete state.toJudge;
  expect(turn, { kind: 'judge', reference });
  askPrompt(turn);
}

/** A request that work had begun on: nothing of it is asked again. */
function returnTo(turn: Turn, request: SupportRequest): void {
  turn.state.active = request;
  if (request.reason !== undefined) {
    expect(turn, { kind: 'ticket' });
    return askPrompt(turn);
  }
  recallThread(turn);
  advance(turn);
}

/** « ça recommence »: the request solved last goes on from the step that had seemed to solve it. */
export function reopenSolved(turn: Turn, words: string): void {
  const { solved } = turn.state;
  if (!solved) return;
  delete turn.state.solved;
  const request = reopen(turn, solved);
  request.steps = solved.steps.map((tried) =>
    tried.stepId === solved.solvedBy ? { ...tried, outcome: 'did_not_work' } : tried,
  );
  request.notes.push(words.trim());
  say(turn, 'again');
  advance(turn);
}

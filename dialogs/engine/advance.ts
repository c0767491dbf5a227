import type { QuestioningScript, ScriptFact, ScriptStep } from '../scripts/schema.ts';
import { askPrompt } from './ask.ts';
import { holds } from './conditions.ts';
import { answered, settleFacts } from './facts.ts';
import { expect, openRequest, say, sayWritten, scriptOf, type Turn, text } from './turn.ts';
import type { SupportRequest, Text } from './types.ts';
import { factParameters } from './wording.ts';

const tipInterval = 90 * 24 * 3600_000;

/** Starts work on a problem whose family is known: containment first, then look-ups, then the reformulation. */
export function startRequest(turn: Turn, words: string, code: string, options: { linkedTo?: string } = {}): void {
  const request = openRequest(turn, words, code);
  if (options.linkedTo !== undefined) request.linkedTo = options.linkedTo;
  turn.state.active = request;
  const script = scriptOf(turn, request)!;
  for (const { id, value } of turn.kit.readFacts(words, script, turn.state.language)) {
    request.facts.push({ id, value, source: 'said', at: turn.now });
  }
  settleFacts(request, script, turn.now);
  const wanted = [
    ...new Set(script.facts.flatMap((fact) => (fact.lookUp && unknownYet(request, fact) ? [fact.lookUp] : []))),
  ];
  if (wanted.length === 0) return begin(turn);
  turn.state.awaiting = 'lookUp';
  turn.effects.push({ type: 'lookUp', what: wanted });
}

/** After the look-ups: says what must be said at once, then asks whether the problem was well understood. */
export function begin(turn: Turn): void {
  const request = turn.state.active!;
  const script = scriptOf(turn, request)!;
  request.lookedUp = true;
  const contained = contain(turn, request, script);
  if (contained || mustEscalate(request, script)) return advance(turn);
  expect(turn, { kind: 'reformulation' });
  askPrompt(turn);
}

/** Moves a request on: escalate if the script says so, else the next question, else the next step, else a human. */
export function advance(turn: Turn): void {
  const request = turn.state.active;
  const script = scriptOf(turn, request);
  if (!request || !script) return;
  settleFacts(request, script, turn.now);
  contain(turn, request, script);
  const urgent = mustEscalate(request, script);
  if (urgent) {
    sayOnce(turn, request, script, [urgent]);
    return offerTicket(turn, script.alwaysEscalate ? 'security' : 'script');
  }
  const question = nextQuestion(request, script);
  if (question) {
    expect(turn, { kind: 'fact', factId: question.id });
    return askPrompt(turn);
  }
  const step = nextStep(request, script);
  if (!step) return offerTicket(turn, script.alwaysEscalate ? 'security' : 'exhausted');
  if (!request.budgetWaived && request.spent > script.budget * 60_000) {
    say(turn, 'budget.spent');
    return offerTicket(turn, 'budget');
  }
  expect(turn, { kind: 'step', stepId: step.id });
  askPrompt(turn);
}

/** Shows the ticket before it goes; says what helps meanwhile. */
export function offerTicket(turn: Turn, reason: NonNullable<SupportRequest['reason']>): void {
  const request = turn.state.active!;
  const script = scriptOf(turn, request);
  request.reason = reason;
  if (reason === 'exhausted' && script) say(turn, request.steps.length > 0 ? 'ticket.exhausted' : 'ticket.qualified');
  if (script && reason !== 'workaround') sayOnce(turn, request, script, script.meanwhile ?? []);
  expect(turn, { kind: 'ticket' });
  askPrompt(turn);
}

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
  turn.effects.push({ type: 'close', requestId: request.id, outcome: 'resolved' });
  endRequest(turn);
}

/** One short tip tied to what just happened, never twice the same within 90 days. */
export function giveTip(turn: Turn, request: SupportRequest, script: QuestioningScript): void {
  const tip = (script.tips ?? []).find(
    (each) => holds(each.when, request.facts) && turn.now - (turn.state.tips[each.id] ?? 0) > tipInterval,
  );
  if (!tip) return;
  turn.state.tips[tip.id] = turn.now;
  turn.effects.push({ type: 'say', text: text('tip', { tip: { written: tip.say } }) });
}

/** Forgets the active request and takes up the next parked one. */
export function endRequest(turn: Turn): void {
  const { state } = turn;
  delete state.active;
  delete state.prompt;
  const next = state.parked.shift();
  if (!next?.code) return;
  say(turn, 'second.resume');
  startRequest(turn, next.words, next.code, next.linkedTo === undefined ? {} : { linkedTo: next.linkedTo });
}

const mustEscalate = (request: SupportRequest, script: QuestioningScript) =>
  (script.escalate ?? []).find((rule) => holds(rule.when, request.facts));

const unknownYet = (request: SupportRequest, fact: ScriptFact): boolean => !answered(request).has(fact.id);

export const nextQuestion = (request: SupportRequest, script: QuestioningScript): ScriptFact | undefined =>
  script.facts.find((fact) => fact.ask !== undefined && unknownYet(request, fact) && holds(fact.when, request.facts));

export const nextStep = (request: SupportRequest, script: QuestioningScript): ScriptStep | undefined =>
  script.steps.find(
    (step) => !request.steps.some((tried) => tried.stepId === step.id) && holds(step.when, request.facts),
  );

/** Containment and safety: said as soon as what is known asks for it, whatever is being asked. */
export const contain = (turn: Turn, request: SupportRequest, script: QuestioningScript): boolean =>
  sayOnce(turn, request, script, script.first ?? []);

/** Says each sentence whose condition holds, once a request. Returns whether any was said. */
function sayOnce(
  turn: Turn,
  request: SupportRequest,
  script: QuestioningScript,
  sentences: readonly { id: string; when?: ScriptStep['when']; say: { fr: string; en: string } }[],
): boolean {
  let any = false;
  for (const sentence of sentences) {
    if (request.said.includes(sentence.id) || !holds(sentence.when, request.facts)) continue;
    request.said.push(sentence.id);
    sayWritten(turn, sentence.say, factParameters(script, request.facts));
    any = true;
  }
  return any;
}

import type { LookUpKind, QuestioningScript, ScriptFact, ScriptStep } from '../scripts/schema.ts';
import { findAffected } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { holds } from './conditions.ts';
import { answered, settleFacts } from './facts.ts';
import { offerOutage } from './outages.ts';
import { isSpared } from './preferences.ts';
import { expect, hasSaid, openRequest, say, sayWritten, scriptOf, type Turn } from './turn.ts';
import type { SupportRequest } from './types.ts';
import { factParameters, recapClauses } from './wording.ts';

/** Look-ups that are about nobody in particular. */
const ofEveryone: readonly LookUpKind[] = ['known-outage'];

interface StartOptions {
  readonly linkedTo?: string;
  /** The employee wants a technician: what is known is looked up for the ticket, nothing is asked. */
  readonly forHuman?: boolean;
  /** The employee picked the family: nothing to reformulate. */
  readonly confirmed?: boolean;
}

/** Starts work on a problem whose family is known: containment first, then look-ups, then the reformulation. */
export function startRequest(turn: Turn, words: string, code: string, options: StartOptions = {}): void {
  const request = openRequest(turn, words, code);
  if (options.linkedTo !== undefined) request.linkedTo = options.linkedTo;
  if (options.forHuman) request.reason = 'asked';
  if (options.confirmed) request.confirmed = true;
  takeUp(turn, request);
}

/** Begins with a request that was only noted so far. */
export function takeUp(turn: Turn, request: SupportRequest): void {
  const script = scriptOf(turn, request)!;
  turn.state.active = request;
  const affected = findAffected(request.words);
  if (affected !== undefined) request.affected = affected;
  for (const { id, value } of turn.kit.readFacts(request.words, script, turn.state.language)) {
    request.facts.push({ id, value, source: 'said', at: turn.now });
  }
  settleFacts(request, script, turn.now);
  const wanted = [
    ...new Set(script.facts.flatMap((fact) => (fact.lookUp && unknownYet(request, fact) ? [fact.lookUp] : []))),
  ];
  // What is known of the one who writes says nothing of the one who has the problem.
  const useful = affected === undefined ? wanted : wanted.filter((what) => ofEveryone.includes(what));
  if (useful.length === 0) return begin(turn);
  turn.state.awaiting = 'lookUp';
  turn.effects.push({ type: 'lookUp', what: useful });
}

/** After the look-ups: says what must be said at once, then asks whether the problem was well understood. */
export function begin(turn: Turn): void {
  const request = turn.state.active!;
  const script = scriptOf(turn, request)!;
  request.lookedUp = true;
  settleFacts(request, script, turn.now);
  const contained = contain(turn, request, script);
  if (offerOutage(turn, request)) return;
  if (request.reason === 'asked') return offerTicket(turn, 'asked');
  if (contained || request.confirmed || mustEscalate(request, script)) return advance(turn);
  const guessed = turn.kit.router.route(request.words, turn.state.language).reading !== 'sure';
  if (!guessed && request.affected === undefined && repeatsNothing(request, script)) return advance(turn);
  expect(turn, { kind: 'reformulation' });
  askPrompt(turn);
}

/** « mon imprimante marche pas »: to say back « vous avez un problème d'impression » would be silly (DESIGN §6.2). */
function repeatsNothing(request: SupportRequest, script: QuestioningScript): boolean {
  const { main, complements } = recapClauses(script, request.facts);
  const bare = 'key' in main && complements.length === 0;
  return bare && request.words.split(/\s+/).length <= 7;
}

/** Moves a request on: escalate if the script says so, else the next question, else the next step, else a human. */
export function advance(turn: Turn): void {
  const request = turn.state.active;
  const script = scriptOf(turn, request);
  if (!request || !script) return;
  settleFacts(request, script, turn.now);
  contain(turn, request, script);
  const offered = nextOffers(request, script);
  if (offered.length > 0) {
    request.offered = [...(request.offered ?? []), ...offered];
    expect(turn, { kind: 'offer', actions: offered });
    return askPrompt(turn);
  }
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
  if (isSpared(turn.state.preferences, step)) return spare(turn, request, step);
  const minutes = script.budget * (turn.state.preferences?.includes('more-time') ? 2 : 1);
  if (!request.budgetWaived && request.spent > minutes * 60_000) {
    say(turn, 'budget.spent');
    return offerTicket(turn, 'budget');
  }
  expect(turn, { kind: 'step', stepId: step.id });
  askPrompt(turn);
}

/** A step that the employee said they cannot do, or would rather not, is passed over with a kind word. */
function spare(turn: Turn, request: SupportRequest, step: ScriptStep): void {
  if (!hasSaid(turn, 'preference.spared')) say(turn, 'preference.spared');
  request.steps.push({ stepId: step.id, outcome: 'could_not', at: turn.now, skipped: true });
  advance(turn);
}

/** Shows the ticket before it goes; says why it is time for one, and what helps meanwhile. */
export function offerTicket(turn: Turn, reason: NonNullable<SupportRequest['reason']>): void {
  const request = turn.state.active!;
  const script = scriptOf(turn, request);
  request.reason = reason;
  if (reason === 'exhausted' && script) say(turn, whyNow(request, script));
  if (script && reason !== 'workaround') sayOnce(turn, request, script, script.meanwhile ?? []);
  expect(turn, { kind: 'ticket' });
  askPrompt(turn);
}

/** Only what is true: steps were tried, or everything asked is known, or else simply that a technician takes over. */
function whyNow(request: SupportRequest, script: QuestioningScript): string {
  if (request.steps.some((tried) => tried.outcome !== 'could_not')) return 'ticket.exhausted';
  const said = request.facts.filter((fact) => fact.source === 'said');
  const gap = said.some((fact) => fact.value === 'unknown');
  const asked = script.facts.some((fact) => fact.ask && said.some((each) => each.id === fact.id));
  return asked && !gap && request.steps.length === 0 ? 'ticket.qualified' : 'ticket.handOver';
}

/** Containment and safety: said as soon as what is known asks for it, whatever is being asked. */
export const contain = (turn: Turn, request: SupportRequest, script: QuestioningScript): boolean =>
  sayOnce(turn, request, script, script.first ?? []);

/** What Guichet can do itself about it, once a request. */
const nextOffers = (request: SupportRequest, script: QuestioningScript): readonly string[] =>
  (request.affected === undefined ? (script.selfService ?? []) : [])
    .filter(({ action, when }) => !request.offered?.includes(action) && holds(when, request.facts))
    .map(({ action }) => action);

const mustEscalate = (request: SupportRequest, script: QuestioningScript) =>
  (script.escalate ?? []).find((rule) => holds(rule.when, request.facts));

const unknownYet = (request: SupportRequest, fact: ScriptFact): boolean => !answered(request).has(fact.id);

const nextQuestion = (request: SupportRequest, script: QuestioningScript): ScriptFact | undefined =>
  script.facts.find((fact) => fact.ask !== undefined && unknownYet(request, fact) && holds(fact.when, request.facts));

const nextStep = (request: SupportRequest, script: QuestioningScript): ScriptStep | undefined =>
  script.steps.find(
    (step) => !request.steps.some((tried) => tried.stepId === step.id) && holds(step.when, request.facts),
  );

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

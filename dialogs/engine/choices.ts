import { advance, contain, endRequest, giveTip, resolve, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { callHuman } from './commands.ts';
import { draftTicket } from './draft.ts';
import { correctFact, setFact, settleFacts } from './facts.ts';
import { expect, openRequest, say, scriptOf, type Turn, text } from './turn.ts';
import type { StepOutcome, SupportRequest } from './types.ts';
import { valueText } from './wording.ts';

/** What a choice does, pressed or typed, at the question that is being asked. */
export function choose(turn: Turn, id: string): void {
  const { state } = turn;
  const { prompt, active } = state;
  if (!prompt) return say(turn, 'stale.none');
  switch (prompt.kind) {
    case 'either':
      return chooseFamily(turn, id);
    case 'reformulation':
      if (id === 'yes') return advance(turn);
      // The sentence is the question already; « que se passe-t-il ? » is not asked a second time.
      say(turn, 'reformulation.sorry');
      return expect(turn, { kind: 'describe' });
    case 'fact':
      return answerFact(turn, active!, prompt.factId, id);
    case 'step':
      return tryStep(turn, active!, prompt.stepId, id as StepOutcome);
    case 'ticket':
      return decideTicket(turn, active!, id);
    case 'helpful':
      return judgeAnswer(turn, id);
    case 'secondProblem':
      return decideSecondProblem(turn, id, prompt);
    case 'judge':
      turn.effects.push({ type: 'judgeTicket', reference: prompt.reference, fixed: id === 'fixed', words: '' });
      say(turn, id === 'fixed' ? 'judge.thanks' : 'judge.reopened', { reference: prompt.reference });
      delete state.prompt;
      return;
    case 'describe':
    case 'change':
      return askPrompt(turn);
  }
}

function chooseFamily(turn: Turn, id: string): void {
  const { state } = turn;
  const words = state.searched ?? '';
  if (turn.kit.scripts.has(id)) {
    delete state.searched;
    return startRequest(turn, words, id);
  }
  say(turn, 'either.otherwise');
  expect(turn, { kind: 'describe' });
  askPrompt(turn);
}

/** Records an answer and goes on. */
export function answerFact(turn: Turn, request: SupportRequest, factId: string, value: string): void {
  setFact(request, factId, value, 'said', turn.now);
  advance(turn);
}

/** An earlier answer changes; says so in one line, then asks only what depended on it. */
export function correct(turn: Turn, request: SupportRequest, factId: string, value: string): boolean {
  const script = scriptOf(turn, request)!;
  const definition = script.facts.find((each) => each.id === factId)!;
  const before = request.facts.find((fact) => fact.id === factId);
  const changed = correctFact(request, script, factId, value, turn.now);
  if (!changed) return false;
  const after = request.facts.find((fact) => fact.id === factId)!;
  const shown = (fact: typeof after) => valueText(script, fact);
  if (before)
    say(turn, 'correction.changed', {
      label: { written: definition.label },
      after: shown(after),
      before: shown(before),
    });
  else if (definition.kind === 'yes-no' && value === 'yes') {
    say(turn, 'correction.known', { label: { written: definition.label } });
  } else say(turn, 'correction.noted', { label: { written: definition.label }, after: shown(after) });
  contain(turn, request, script);
  return true;
}

/** Records how a step went: solved, on to the next, or a human when the budget of level 1 is spent. */
export function tryStep(
  turn: Turn,
  request: SupportRequest,
  stepId: string,
  outcome: StepOutcome,
  explained = false,
): void {
  const script = scriptOf(turn, request)!;
  const step = script.steps.find((each) => each.id === stepId)!;
  request.steps.push({ stepId, outcome, at: turn.now });
  settleFacts(request, script, turn.now);
  if (outcome === 'worked' && step.kind === 'fix') return resolve(turn, step);
  if (outcome === 'could_not' && !explained) say(turn, 'step.noMatter');
  advance(turn);
}

function decideTicket(turn: Turn, request: SupportRequest, id: string): void {
  const { state } = turn;
  if (id === 'change') {
    expect(turn, { kind: 'change' });
    return askPrompt(turn);
  }
  if (id === 'continue') {
    request.budgetWaived = true;
    say(turn, 'ticket.goOn');
    return advance(turn);
  }
  const script = scriptOf(turn, request);
  if (id === 'cancel') {
    turn.effects.push({
      type: 'close',
      requestId: request.id,
      outcome: request.reason === 'workaround' ? 'resolved' : 'abandoned',
    });
    say(turn, request.reason === 'workaround' ? 'ticket.workaroundOnly' : 'ticket.cancelled');
    return endRequest(turn);
  }
  const draft = draftTicket(turn, request);
  turn.effects.push({ type: 'escalate', draft, requestId: request.id });
  say(turn, draft.reason === 'workaround' ? 'ticket.sentForFix' : 'ticket.sent', {
    group: text('group', { id: draft.group }),
  });
  if (script && draft.reason !== 'asked') giveTip(turn, request, script);
  delete state.searched;
  endRequest(turn);
}

function judgeAnswer(turn: Turn, id: string): void {
  const { state } = turn;
  if (id === 'human') return callHuman(turn);
  if (id === 'yes') {
    say(turn, 'helpful.glad');
    delete state.prompt;
    delete state.searched;
    return;
  }
  say(turn, 'helpful.tellMore');
  expect(turn, { kind: 'describe' });
}

function decideSecondProblem(turn: Turn, id: string, second: { words: string; code: string }): void {
  const { state } = turn;
  const current = state.active!;
  if (id === 'same') {
    current.notes.push(second.words);
    say(turn, 'second.added');
    return advance(turn);
  }
  if (id === 'now') {
    current.linkedTo ??= turn.event.uid;
    state.parked.push(current);
    say(turn, 'second.switching');
    return startRequest(turn, second.words, second.code, { linkedTo: current.id });
  }
  const parked = openRequest(turn, second.words, second.code);
  parked.linkedTo = current.id;
  state.parked.push(parked);
  say(turn, 'second.noted');
  advance(turn);
}

import { readAnswer, readChoice, readCorrection, readOutcome, readYesNo, smallTalk } from '../triage/index.ts';
import { advance } from './advance.ts';
import { askPrompt, factChoices, stepChoices } from './ask.ts';
import { answerFact, choose, correct, tryStep } from './choices.ts';
import { digress } from './digressions.ts';
import { setFact, settleFacts } from './facts.ts';
import { describe } from './problems.ts';
import { expect, say, scriptOf, type Turn } from './turn.ts';
import type { Choice, SupportRequest } from './types.ts';

/** Reads typed words as the answer to what was asked: an answer, a correction, a digression, or something else. */
export function answer(turn: Turn, words: string): void {
  const { prompt, active } = turn.state;
  switch (prompt!.kind) {
    case 'describe':
      return active ? redescribe(turn, active, words) : describe(turn, words);
    case 'change':
      return changeTicket(turn, active!, words);
    case 'reformulation':
      return confirmReformulation(turn, active!, words);
    case 'fact':
      return readFactAnswer(turn, active!, words);
    case 'step':
      return readStepAnswer(turn, active!, words);
    default:
      return readPlainChoice(turn, words);
  }
}

function confirmReformulation(turn: Turn, request: SupportRequest, words: string): void {
  const agreed = smallTalk(words) === 'acknowledgement' ? 'yes' : undefined;
  const said = readYesNo(words) ?? readTyped(turn, words, currentChoices(turn)) ?? agreed;
  const learnt = learn(turn, request, words);
  if (said === 'yes') return advance(turn);
  if (said === 'no' && !learnt) return choose(turn, 'no');
  if (learnt) return advance(turn);
  if (said === 'unknown') return advance(turn);
  if (digress(turn, words)) return;
  const routing = turn.kit.router.route(words, turn.state.language);
  if (routing.reading === 'sure' && routing.predicted !== request.code) {
    delete turn.state.active;
    return describe(turn, words);
  }
  if (words.trim().length > 15) {
    request.notes.push(words.trim());
    say(turn, 'noted');
    return advance(turn);
  }
  misread(turn, words, () => advance(turn));
}

/** After « pas tout à fait »: what is said now may name another family, or more facts of this one. */
function redescribe(turn: Turn, request: SupportRequest, words: string): void {
  const routing = turn.kit.router.route(words, turn.state.language);
  if (routing.reading === 'sure' && routing.predicted !== request.code) {
    delete turn.state.active;
    return describe(turn, `${request.words}\n${words}`, routing);
  }
  if (!learn(turn, request, words)) {
    request.notes.push(words.trim());
    say(turn, 'noted');
  }
  advance(turn);
}

function readFactAnswer(turn: Turn, request: SupportRequest, words: string): void {
  const script = scriptOf(turn, request)!;
  const { prompt } = turn.state;
  if (prompt?.kind !== 'fact') return;
  const fact = script.facts.find((each) => each.id === prompt.factId)!;
  const known = new Set(request.facts.map((each) => each.id));
  const correction = readCorrection(words, script, known);
  if (correction && correction.id !== fact.id && correct(turn, request, correction.id, correction.value)) {
    const here = readAnswer(words, fact);
    if (here && here.confidence > 0.9 && fact.kind !== 'text') setFact(request, fact.id, here.value, 'said', turn.now);
    return advance(turn);
  }
  const open = fact.kind === 'text';
  if (open && changesKnown(turn, request, words, fact.id)) return advance(turn);
  if (open && digress(turn, words)) return;
  const read = readAnswer(words, fact);
  if (read) {
    noteOthers(turn, request, words, fact.id);
    return answerFact(turn, request, fact.id, read.value);
  }
  const chosen = readTyped(turn, words, factChoices(fact));
  if (chosen) return answerFact(turn, request, fact.id, chosen);
  if (!open && digress(turn, words)) return;
  if (learn(turn, request, words)) return advance(turn);
  misread(turn, words, () => answerFact(turn, request, fact.id, 'unknown'));
}

function readStepAnswer(turn: Turn, request: SupportRequest, words: string): void {
  const script = scriptOf(turn, request)!;
  const { prompt } = turn.state;
  if (prompt?.kind !== 'step') return;
  const step = script.steps.find((each) => each.id === prompt.stepId)!;
  const correction = readCorrection(words, script, new Set(request.facts.map((fact) => fact.id)));
  if (correction && correct(turn, request, correction.id, correction.value)) return advance(turn);
  const outcome = readTyped(turn, words, stepChoices(step)) ?? readOutcome(words) ?? outcomeOf(readYesNo(words));
  if (outcome) return tryStep(turn, request, step.id, outcome as 'worked');
  if (digress(turn, words)) return;
  if (learn(turn, request, words)) return advance(turn);
  misread(turn, words, () => tryStep(turn, request, step.id, 'could_not', true));
}

const outcomeOf = (said: ReturnType<typeof readYesNo>) =>
  said && ({ yes: 'worked', no: 'did_not_work', unknown: 'could_not' } as const)[said];

/** Prompts whose answers are all choices. */
function readPlainChoice(turn: Turn, words: string): void {
  const choices = currentChoices(turn);
  const chosen = readTyped(turn, words, choices) ?? yesNoChoice(words, choices);
  if (chosen) return choose(turn, chosen);
  const { prompt, active } = turn.state;
  if (prompt?.kind === 'ticket' && active) {
    if (smallTalk(words) === 'acknowledgement') return choose(turn, 'send');
    const script = scriptOf(turn, active);
    const correction = script && readCorrection(words, script, new Set(active.facts.map((fact) => fact.id)));
    if (correction && correct(turn, active, correction.id, correction.value)) return askPrompt(turn);
    if (digress(turn, words)) return;
    return changeTicket(turn, active, words);
  }
  if (prompt?.kind === 'judge') {
    turn.effects.push({ type: 'judgeTicket', reference: prompt.reference, fixed: false, words });
    say(turn, 'judge.reopened', { reference: prompt.reference });
    delete turn.state.prompt;
    return;
  }
  if (digress(turn, words)) return;
  if (!active) return describe(turn, words);
  misread(turn, words, () => choose(turn, 'later'));
}

/** Words that change the ticket before it goes: a corrected fact, or a line added in the employee's own words. */
function changeTicket(turn: Turn, request: SupportRequest, words: string): void {
  if (!learn(turn, request, words)) {
    request.notes.push(words.trim());
    say(turn, 'noted');
  }
  expect(turn, { kind: 'ticket' });
  askPrompt(turn);
}

/** Facts that the words give unasked; says what changed. Returns whether anything was learnt. */
export function learn(turn: Turn, request: SupportRequest, words: string): boolean {
  const script = scriptOf(turn, request);
  if (!script) return false;
  let learnt = false;
  for (const { id, value } of turn.kit.readFacts(words, script, turn.state.language)) {
    learnt = correct(turn, request, id, value) || learnt;
  }
  return learnt;
}

/** « wifi. passez-moi quelqu'un »: what a message says besides its command is not lost. */
export function takeAlong(turn: Turn, words: string): void {
  const { active, prompt } = turn.state;
  if (!active) return;
  noteOthers(turn, active, words, '');
  if (prompt?.kind !== 'fact' || active.facts.some((fact) => fact.id === prompt.factId)) return;
  const fact = scriptOf(turn, active)?.facts.find((each) => each.id === prompt.factId);
  const firstSentence = words.split(/[.!?;\n]/)[0] ?? '';
  const read = fact && fact.kind !== 'text' && firstSentence !== words ? readAnswer(firstSentence, fact) : undefined;
  if (fact && read && read.value !== 'unknown') setFact(active, fact.id, read.value, 'said', turn.now);
}

/** Other facts given along with an answer, recorded without a word; nothing already known is changed by it. */
function noteOthers(turn: Turn, request: SupportRequest, words: string, answeredFact: string): void {
  const script = scriptOf(turn, request);
  if (!script) return;
  for (const { id, value } of turn.kit.readFacts(words, script, turn.state.language)) {
    if (id === answeredFact || request.facts.some((fact) => fact.id === id)) continue;
    setFact(request, id, value, 'said', turn.now);
  }
  settleFacts(request, script, turn.now);
}

/**
 * « j'ai mis mon mot de passe », said where a name was asked: it changes an earlier choice, and is no name. Words that
 * only repeat or complete what is known are left to be the answer.
 */
function changesKnown(turn: Turn, request: SupportRequest, words: string, asked: string): boolean {
  const script = scriptOf(turn, request)!;
  let changed = false;
  for (const { id, value } of turn.kit.readFacts(words, script, turn.state.language)) {
    const known = request.facts.find((fact) => fact.id === id);
    const definition = script.facts.find((fact) => fact.id === id);
    if (id === asked || definition?.kind !== 'choice' || known === undefined || known.value === value) continue;
    changed = correct(turn, request, id, value) || changed;
  }
  return changed;
}

/** Asks again once, in other words; the second time goes on without the answer, or to a human. Never a third. */
export function misread(turn: Turn, words: string, goOn: () => void): void {
  const { state } = turn;
  const tells = words.trim().split(/\s+/).length >= 4;
  if (tells) state.active?.notes.push(words.trim());
  state.misread += 1;
  if (state.misread >= 2) {
    state.misread = 0;
    say(turn, tells ? 'misread.keptGoOn' : 'misread.goOn');
    return goOn();
  }
  say(turn, tells ? 'misread.kept' : 'misread.once');
  askPrompt(turn);
}

function currentChoices(turn: Turn): readonly Choice[] {
  const before = turn.effects.length;
  askPrompt(turn);
  const asked = turn.effects.splice(before).find((effect) => effect.type === 'ask');
  return asked?.type === 'ask' ? asked.choices : [];
}

function readTyped(turn: Turn, words: string, choices: readonly Choice[]): string | undefined {
  const labelled = choices.map((choice) => ({
    id: choice.id,
    labels: (['fr', 'en'] as const).map((language) => turn.kit.write(choice.label, language)),
  }));
  return readChoice(words, labelled)?.id;
}

function yesNoChoice(words: string, choices: readonly Choice[]): string | undefined {
  const said = readYesNo(words);
  if (said !== 'yes' && said !== 'no') return undefined;
  const meaning = { yes: ['yes', 'send', 'fixed', 'same'], no: ['no', 'cancel', 'not-fixed', 'neither', 'later'] }[
    said
  ];
  return choices.find((choice) => meaning.includes(choice.id))?.id;
}

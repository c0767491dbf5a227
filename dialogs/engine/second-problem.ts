import { asksQuestion } from '../triage/index.ts';
import { advance, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { takeIn } from './fact-changes.ts';
import { countWords, keepWords } from './learning.ts';
import { withoutYesNo } from './phrases.ts';
import { resume } from './resume.ts';
import { expect, openRequest, say, scriptOf, type Turn } from './turn.ts';
import type { Prompt, SupportRequest } from './types.ts';

const shortest = 12;
/** Fewer words tell a problem only if they say what is wrong. */
const tellingWords = 6;
/** How sure routing must be to interrupt for another problem that is not announced as one. */
const plain = 0.8;

const marker =
  /^\s*(?:(?:ah|oh|euh|oui|non|ok|yes|no|bon)[\s,]+)*(?:et (?:aussi|sinon|puis)|aussi|au fait|par ailleurs|sinon|en plus|autre (?:chose|problème|souci)|j'ai aussi|also|and also|by the way|another (?:thing|problem)|on another note|i also|besides)\b/i;

/** « au fait, … », "also …": what follows is something else. */
export const announcesAnother = (words: string): boolean => marker.test(words);

const trouble =
  /\b(?:pas|plus|aucune?|jamais|rien|impossible|bloqu\p{L}*|fig\p{L}*|plant\p{L}*|panne|erreur|lente?|rame|cass\p{L}*|perdue?s?|vol\p{L}*|morte?|hs|déconnect\p{L}*|coup\p{L}*|refus\p{L}*|besoin|veux|voudrais|souci|problème|not|no|n't|never|cannot|can't|won't|doesn't|isn't|unable|stuck|frozen|freez\p{L}*|crash\p{L}*|broken|dead|down|error|slow|lost|stolen|disconnect\p{L}*|drop\p{L}*|refused|need|want|problem|issue)(?!\p{L})/iu;

/** « et je suis en wifi » is a fact; « et le wifi ne marche plus » tells a problem. */
export const tellsProblem = (words: string): boolean => trouble.test(withoutYesNo(words));

/** Whether the words give an answer of the running script; a date or a name fits any script. */
function answersThisOne(turn: Turn, request: SupportRequest, words: string): boolean {
  const script = scriptOf(turn, request)!;
  const read = turn.kit.readFacts(words, script, turn.state.language);
  return read.some(({ id }) => script.facts.find((fact) => fact.id === id)?.kind !== 'text');
}

/** The family of another problem that the words plainly tell, if they do. */
export function otherFamily(turn: Turn, words: string): string | undefined {
  const { active, language } = turn.state;
  if (active?.code === undefined || words.trim().length <= shortest || asksQuestion(words)) return undefined;
  const { reading, predicted, confidence } = turn.kit.router.route(words, language);
  if (reading !== 'sure' || predicted === active.code) return undefined;
  if (announcesAnother(words)) return predicted;
  if (confidence < plain) return undefined;
  if (turn.kit.scripts.get(predicted)?.alwaysEscalate) return predicted;
  // « mais seulement en 4G » names a thing and tells nothing of it.
  if (!tellsProblem(words) && countWords(words) < tellingWords) return undefined;
  const expected = asksForWords(turn, active) || answersThisOne(turn, active, words);
  return expected && !tellsProblem(words) ? undefined : predicted;
}

/** « la boîte accueil » is what « à quoi lui faut-il accès ? » asks for, though it names another family's thing. */
function asksForWords({ kit, state: { prompt } }: Turn, { code }: SupportRequest): boolean {
  if (prompt?.kind !== 'fact' || code === undefined) return false;
  return kit.scripts.get(code)?.facts.find((fact) => fact.id === prompt.factId)?.kind === 'text';
}

/**
 * A second problem in the same chat: which first? One that is for security is taken up at once, because containment
 * cannot wait (DESIGN §6.6). `goOn`: the question that was asked is answered, it is not asked again afterwards.
 */
export function meetSecondProblem(turn: Turn, words: string, code: string, goOn = false): void {
  const { state } = turn;
  const noted = state.parked.find((request) => request.code === code);
  if (noted) {
    keepWords(noted, words);
    say(turn, 'second.noted');
    return goOn ? advance(turn) : resume(turn);
  }
  const { confidence } = turn.kit.router.route(words, state.language);
  if (turn.kit.scripts.get(code)?.alwaysEscalate && confidence >= plain) {
    say(turn, 'second.urgent');
    return switchTo(turn, words, code);
  }
  const { nonce: _, askedAt: __, choices: ___, ...before } = state.prompt!;
  expect(turn, { kind: 'secondProblem', words, code, ...(goOn ? {} : { before }) });
  askPrompt(turn);
}

export function decideSecondProblem(turn: Turn, id: string): void {
  const { prompt, active } = turn.state;
  if (prompt?.kind !== 'secondProblem' || !active) return;
  const { words, code, before } = prompt;
  if (id === 'now') {
    say(turn, 'second.switching');
    return switchTo(turn, words, code);
  }
  if (id === 'same') {
    keepWords(active, words);
    say(turn, 'second.added');
    const script = scriptOf(turn, active);
    if (script) takeIn(turn, active, turn.kit.readFacts(words, script, turn.state.language));
  } else if (id === 'later') {
    park(turn, words, code);
    say(turn, 'second.noted');
  } else say(turn, 'second.forgotten');
  goBack(turn, before);
}

/** Kept for after this one; the two tickets will point at each other. */
export function park(turn: Turn, words: string, code: string, confirmed = false): void {
  const current = turn.state.active!;
  const parked = openRequest(turn, words, code);
  if (confirmed) parked.confirmed = true;
  parked.linkedTo = current.id;
  current.linkedTo ??= parked.id;
  turn.state.parked.push(parked);
}

function switchTo(turn: Turn, words: string, code: string): void {
  const current = turn.state.active!;
  startRequest(turn, words, code, { linkedTo: current.id });
  current.linkedTo ??= turn.state.active!.id;
  turn.state.parked.unshift(current);
}

function goBack(turn: Turn, before: Prompt | undefined): void {
  if (!before || before.kind === 'fact' || before.kind === 'step') return advance(turn);
  expect(turn, before);
  askPrompt(turn);
}

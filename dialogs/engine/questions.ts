import type { ScriptFact } from '../scripts/schema.ts';
import { asksMeaning, readAnswer, readCorrection, readOutcome, readYesNo } from '../triage/index.ts';
import { advance } from './advance.ts';
import { factChoices } from './ask.ts';
import { close } from './close.ts';
import { digress } from './digressions.ts';
import { takeIn } from './fact-changes.ts';
import { setFact } from './facts.ts';
import { countWords, learn, noteOthers } from './learning.ts';
import { readMisfit } from './misfit.ts';
import { misread } from './misread.ts';
import { saysBoth, saysItIsSolved } from './phrases.ts';
import { deny } from './reformulation.ts';
import { say, scriptOf, type Turn } from './turn.ts';
import { readTyped } from './typed.ts';
import type { SupportRequest } from './types.ts';

/** « Quel responsable approuve ? » « moi » */
const myself =
  /^\s*(?:(?:oui|yes)[\s,]+)?(?:c'est |it's |it is )?(?:moi(?:[- ]même)?|me|myself|i am|i do)\s*[.!]?\s*$/i;

/** Typed words at a question: its answer, an earlier answer changed, several facts, a digression, or something else. */
export function readFactAnswer(turn: Turn, request: SupportRequest, factId: string, words: string): void {
  const script = scriptOf(turn, request)!;
  const fact = script.facts.find((each) => each.id === factId)!;
  const correction = readCorrection(words, script, new Set(request.facts.map((each) => each.id)));
  if (correction && correction.id !== fact.id && takeIn(turn, request, [correction])) {
    const here = fact.kind === 'text' ? besides(turn, request, fact, words) : readAnswer(words, fact);
    const sure = here && (fact.kind === 'text' || here.confidence > 0.9);
    if (sure && here.value !== 'unknown') setFact(request, fact.id, here.value, 'said', turn.now);
    return advance(turn);
  }
  if (saysItIsSolved(words)) {
    say(turn, 'solved');
    return close(turn, 'resolved');
  }
  return fact.kind === 'text' ? readOpen(turn, request, fact, words) : readClosed(turn, request, fact, words);
}

/** « Konica du couloir, au fait c'est pour tout le monde »: the clause before the correction may be the answer. */
function besides(turn: Turn, request: SupportRequest, fact: ScriptFact, words: string) {
  const [first, ...others] = words.split(/[,;.\n]+\s+/);
  if (first === undefined || others.length === 0 || readYesNo(first) !== undefined) return undefined;
  const script = scriptOf(turn, request)!;
  const corrects = readCorrection(first, script, new Set(request.facts.map((each) => each.id))) !== undefined;
  const aboutOthers = turn.kit.readFacts(first, script, turn.state.language).some(({ id }) => {
    const definition = script.facts.find((each) => each.id === id);
    return definition?.kind === 'choice';
  });
  return corrects || aboutOthers ? undefined : readAnswer(first, fact);
}

/** Anything may be the answer, so what is something else is looked for first. */
function readOpen(turn: Turn, request: SupportRequest, fact: ScriptFact, words: string): void {
  if (changesKnown(turn, request, words, fact.id)) {
    const here = besides(turn, request, fact, words);
    if (here && here.value !== 'unknown') setFact(request, fact.id, here.value, 'said', turn.now);
    return advance(turn);
  }
  const certain = fact.entity !== undefined && (readAnswer(words, fact)?.confidence ?? 0) > 0.9;
  if (!certain && digress(turn, words)) return;
  const nothing = readYesNo(words) === 'no' ? { value: 'unknown' } : undefined;
  const oneself = myself.test(words) ? { value: words.trim() } : undefined;
  const read = nothing ?? oneself ?? readAnswer(words, fact) ?? choiceOf(turn, fact, words);
  // « non, il n'y est pas », said once more of the step before, is no name.
  const outcome = readYesNo(words) !== undefined || (/^(?:non|oui|no|yes)\b/i.test(words) && readOutcome(words));
  const known = read?.value === 'unknown' || oneself !== undefined || certain;
  const goOn = () => leaveUnread(turn, request, fact.id);
  if (read && !known && !outcome && readMisfit(turn, request, fact, words, goOn)) return;
  if (read && (read.value === 'unknown' || !outcome)) {
    noteOthers(turn, request, words, fact.id);
    return answerFact(turn, request, fact.id, read.value);
  }
  if (learn(turn, request, words)) return advance(turn);
  misread(turn, words, goOn);
}

function readClosed(turn: Turn, request: SupportRequest, fact: ScriptFact, words: string): void {
  // « c'est quoi un câble ? » holds the word of an option, and is no answer.
  if (asksMeaning(words) !== undefined && digress(turn, words)) return;
  const read = readAnswer(words, fact) ?? choiceOf(turn, fact, words);
  if (read) {
    noteOthers(turn, request, words, fact.id);
    return answerFact(turn, request, fact.id, read.value);
  }
  if (fact.kind === 'choice' && saysBoth(words)) {
    return misread(turn, words, () => leaveUnread(turn, request, fact.id), 'misread.both');
  }
  if (digress(turn, words)) return;
  // « non », where nothing but the family was understood and it was not asked about: the family is wrong.
  const unsure = request.confirmed === undefined && request.facts.every((each) => each.source !== 'said');
  if (unsure && fact.kind === 'choice' && readYesNo(words) === 'no') return deny(turn);
  if (learn(turn, request, words)) return advance(turn);
  if (readOutcome(words) === 'could_not' && countWords(words) < 8) return answerFact(turn, request, fact.id, 'unknown');
  misread(turn, words, () => leaveUnread(turn, request, fact.id));
}

function choiceOf(turn: Turn, fact: ScriptFact, words: string): { readonly value: string } | undefined {
  const value = readTyped(turn, words, factChoices(fact));
  return value === undefined ? undefined : { value };
}

/** Records an answer and goes on. */
export function answerFact(turn: Turn, request: SupportRequest, factId: string, value: string): void {
  setFact(request, factId, value, 'said', turn.now);
  advance(turn);
}

/** Goes on without the answer: it was given, and not understood, which is not « je ne sais pas ». */
function leaveUnread(turn: Turn, request: SupportRequest, factId: string): void {
  setFact(request, factId, 'unknown', 'inferred', turn.now, true);
  advance(turn);
}

/**
 * « j'ai mis mon mot de passe », said where a name was asked: it changes an earlier choice, and is no name. Words that
 * only repeat or complete what is known are left to be the answer.
 */
function changesKnown(turn: Turn, request: SupportRequest, words: string, asked: string): boolean {
  const script = scriptOf(turn, request)!;
  const changed = turn.kit.readFacts(words, script, turn.state.language).filter(({ id, value }) => {
    const known = request.facts.find((fact) => fact.id === id);
    const definition = script.facts.find((fact) => fact.id === id);
    return id !== asked && definition?.kind === 'choice' && known !== undefined && known.value !== value;
  });
  return takeIn(turn, request, changed);
}

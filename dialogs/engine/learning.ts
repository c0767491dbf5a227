import { readAnswer, readCorrection, readYesNo, smallTalk } from '../triage/index.ts';
import { takeIn } from './fact-changes.ts';
import { setFact, settleFacts } from './facts.ts';
import { scriptOf, type Turn } from './turn.ts';
import type { SupportRequest } from './types.ts';

/** Words in a message past which it tells more than its answer. */
const longAnswer = 8;
export const countWords = (message: string): number => message.trim().split(/\s+/).filter(Boolean).length;

/** Facts that the words give unasked, corrections included; says what changed. Returns whether anything was learnt. */
export function learn(turn: Turn, request: SupportRequest, words: string): boolean {
  const script = scriptOf(turn, request);
  if (!script) return false;
  const known = new Set(request.facts.map((fact) => fact.id));
  const correction = readCorrection(words, script, known);
  const others = turn.kit.readFacts(words, script, turn.state.language);
  const said = correction ? [correction, ...others.filter((fact) => fact.id !== correction.id)] : others;
  const learnt = takeIn(turn, request, said);
  if (learnt) keepLong(request, words);
  return learnt;
}

/** Whether the words say only what is known already (« je vous l'ai dit, en wifi »). */
export function repeatsKnown(turn: Turn, request: SupportRequest, words: string): boolean {
  const script = scriptOf(turn, request);
  const said = script ? turn.kit.readFacts(words, script, turn.state.language) : [];
  return said.length > 0 && said.every(({ id, value }) => hasFact(request, id, value));
}

const hasFact = (request: SupportRequest, id: string, value: string): boolean =>
  request.facts.some((fact) => fact.id === id && fact.value === value);

/**
 * Other facts given along with an answer, recorded without a word. What contradicts an earlier answer changes nothing
 * unless it is said to be a correction: the words themselves are kept.
 */
export function noteOthers(turn: Turn, request: SupportRequest, words: string, answeredFact?: string): void {
  const script = scriptOf(turn, request);
  if (!script) return;
  for (const { id, value } of turn.kit.readFacts(words, script, turn.state.language)) {
    if (id === answeredFact) continue;
    const known = request.facts.find((fact) => fact.id === id);
    if (!known || known.value === 'unknown') setFact(request, id, value, 'said', turn.now);
    else if (known.value !== value) keepWords(request, words);
  }
  settleFacts(request, script, turn.now);
  keepLong(request, words);
}

/** What a message says besides its command is not lost: « wifi. passez-moi quelqu'un ». */
export function takeAlong(turn: Turn, words: string): void {
  const { active, prompt } = turn.state;
  if (!active) return;
  const before = active.facts.length;
  noteOthers(turn, active, words);
  if (prompt?.kind !== 'fact' || active.facts.some((fact) => fact.id === prompt.factId)) return;
  const fact = scriptOf(turn, active)?.facts.find((each) => each.id === prompt.factId);
  const firstSentence = words.split(/[.!?;\n]/)[0] ?? '';
  if (!fact || fact.kind === 'text' || firstSentence === words || active.facts.length > before) return;
  const read = readAnswer(firstSentence, fact);
  if (read && read.value !== 'unknown') setFact(active, fact.id, read.value, 'said', turn.now);
}

const keepLong = (request: SupportRequest, words: string): void => {
  if (countWords(words) >= longAnswer) keepWords(request, words);
};

/** Words for the ticket as they were said, once; not those that say nothing. Returns whether they are new. */
export function keepWords(request: SupportRequest, words: string): boolean {
  const said = words.trim();
  if (said === '' || readYesNo(said) !== undefined || smallTalk(said) !== undefined) return false;
  if (request.words.includes(said) || request.notes.some((note) => note.includes(said))) return false;
  request.notes = [...request.notes, said];
  return true;
}

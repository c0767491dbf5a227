import { isOrdinary, words } from './text.ts';

export interface SlipLexicon {
  /** Words of short answers, folded. */
  readonly answers: string;
  /** Real words that look like a slip of one of them. */
  readonly real: string;
}

/** A message of more words is no short answer. */
const longest = 6;
const vowels = /[aeiouy]/;

/**
 * Mends the slips of a short answer: a letter doubled (« ouii »), two swapped (« oiu »), a vowel dropped ("fixd").
 * These words are too short for a distance: « non » is one letter from « nom ». What makes a real word is left alone.
 */
export function createSlips({ answers, real }: SlipLexicon): (said: readonly string[]) => readonly string[] {
  const known = answers.split(/\s+/).filter(Boolean);
  const kept = new Set([...known, ...real.split(/\s+/)]);
  const meant = new Map<string, string | undefined>();
  for (const word of known) {
    for (const slip of slipsOf(word)) {
      if (kept.has(slip) || isOrdinary(slip)) continue;
      // What may be a slip of two words is one of neither.
      meant.set(slip, meant.has(slip) && meant.get(slip) !== word ? undefined : word);
    }
  }
  return (said) => {
    if (said.length > longest || said.every((word) => meant.get(word) === undefined)) return said;
    return words(said.map((word) => meant.get(word) ?? word).join(' '));
  };
}

function slipsOf(word: string): Set<string> {
  const slips = new Set<string>();
  for (let at = 0; at < word.length; at += 1) {
    const [before, letter, after] = [word.slice(0, at), word[at]!, word.slice(at + 1)];
    slips.add(before + letter + letter + after);
    if (after !== '') slips.add(before + after[0] + letter + after.slice(1));
    const spare = word.length > 4 || (word.length === 4 && vowels.test(letter));
    if (spare && at > 0) slips.add(before + after);
  }
  slips.delete(word);
  return slips;
}

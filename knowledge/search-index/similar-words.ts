/**
 * Edits between two words (insert, delete, replace, swap two neighbours), or `limit + 1` when there are more.
 * Optimal string alignment, the bounded form of Damerau-Levenshtein.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, before[column - 2]! + 1);
      current[column] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return Math.min(previous[b.length]!, limit + 1);
}

/** Typing mistakes forgiven in a word of this length: none in a short word or a code. */
export function forgiven(word: string): number {
  if (word.length < 5 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

export interface SimilarWord {
  readonly word: string;
  /** 0 to 1, always under 1: an exact word is never found here. */
  readonly likeness: number;
}

interface Entry {
  readonly word: string;
  readonly letters: number;
}

/** The words of an index by length, to find those that a mistyped or unfinished word may mean. */
export class Vocabulary {
  readonly #byLength = new Map<number, Entry[]>();

  constructor(words: Iterable<string>) {
    for (const word of words) {
      const entry = { word, letters: lettersOf(word) };
      const list = this.#byLength.get(word.length);
      if (list) list.push(entry);
      else this.#byLength.set(word.length, [entry]);
    }
  }

  /** The likeliest words, best first; at most `count`. */
  similar(word: string, count = 4): readonly SimilarWord[] {
    const limit = forgiven(word);
    if (limit === 0) return [];
    const letters = lettersOf(word);
    const found: SimilarWord[] = [];
    for (let length = word.length - limit; length <= word.length + 5; length += 1) {
      for (const entry of this.#byLength.get(length) ?? []) {
        const likeness = likenessOf(word, letters, entry, limit);
        if (likeness > 0) found.push({ word: entry.word, likeness });
      }
    }
    return found.sort((a, b) => b.likeness - a.likeness).slice(0, count);
  }
}

function likenessOf(word: string, letters: number, entry: Entry, limit: number): number {
  const extra = entry.word.length - word.length;
  if (extra > 0 && extra <= 5 && entry.word.startsWith(word)) return 0.8 - extra * 0.05;
  // Each edit changes at most two of the letters that occur.
  if (extra > limit || bits(letters ^ entry.letters) > 2 * limit) return 0;
  const distance = editDistance(word, entry.word, limit);
  if (distance > limit) return 0;
  const sameStart = word[0] === entry.word[0];
  if (distance === 2 && !sameStart) return 0;
  return (distance === 1 ? 0.85 : 0.65) - (sameStart ? 0 : 0.15);
}

function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) % 31);
  return letters;
}

function bits(number: number): number {
  let rest = number;
  let count = 0;
  while (rest !== 0) {
    rest &= rest - 1;
    count += 1;
  }
  return count;
}

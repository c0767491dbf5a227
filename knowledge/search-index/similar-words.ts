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

/** Words of one length, and which letters occur in each. */
interface Bucket {
  readonly words: readonly string[];
  readonly letters: Int32Array;
}

/** The words of an index by length, to find those that a mistyped or unfinished word may mean. */
export class Vocabulary {
  readonly #byLength: ReadonlyMap<number, Bucket>;

  constructor(words: Iterable<string>) {
    // Codes are never what was meant by a mistyped word.
    const plain = [...words].filter((word) => !/\d/.test(word));
    this.#byLength = new Map(
      [...Map.groupBy(plain, ({ length }) => length)].map(([length, list]) => [
        length,
        { words: list, letters: Int32Array.from(list, lettersOf) },
      ]),
    );
  }

  /** The likeliest words, best first; at most `count`. */
  similar(word: string, count = 4): readonly SimilarWord[] {
    const limit = forgiven(word);
    if (limit === 0) return [];
    const found: SimilarWord[] = [];
    for (let length = word.length - limit; length <= word.length + longestRest; length += 1) {
      const bucket = this.#byLength.get(length);
      if (bucket) found.push(...alike(word, limit, bucket));
    }
    return found.sort((a, b) => b.likeness - a.likeness).slice(0, count);
  }
}

/** Letters that an unfinished word may lack. */
const longestRest = 5;

function alike(word: string, limit: number, { words, letters }: Bucket): SimilarWord[] {
  const found: SimilarWord[] = [];
  const extra = words[0]!.length - word.length;
  const own = lettersOf(word);
  const first = word.charCodeAt(0);
  for (let at = 0; at < letters.length; at += 1) {
    const others = letters[at]!;
    // Each edit changes at most two of the letters that occur; a word unfinished has all of its letters in the whole.
    const changed = bits(own ^ others);
    if (changed > 2 * limit && (own & ~others) !== 0) continue;
    if (extra <= 0 && changed > 2 * limit) continue;
    const other = words[at]!;
    const sameStart = other.charCodeAt(0) === first;
    if (!sameStart && changed > 2) continue;
    const likeness = likenessOf(word, other, sameStart ? limit : 1);
    if (likeness > 0) found.push({ word: other, likeness: sameStart ? likeness : likeness - 0.15 });
  }
  return found;
}

function likenessOf(word: string, other: string, limit: number): number {
  const extra = other.length - word.length;
  if (extra > 0 && extra <= longestRest && other.startsWith(word)) return 0.8 - extra * 0.05;
  if (extra > limit) return 0;
  const distance = editDistance(word, other, limit);
  if (distance > limit) return 0;
  return distance === 1 ? 0.85 : 0.65;
}

function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) % 31);
  return letters;
}

/** How many bits are set. */
function bits(number: number): number {
  const pairs = number - ((number >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

import type { QueryTerm } from './query-terms.ts';

/** Words this far apart still belong together. */
const window = 4;
/** What neighbours in the wrong order count for. */
const reversed = 0.5;

/** Looks for words that follow each other in the query, and stand together in a text too. */
export interface Adjacency {
  /** Forgets what was found. */
  reset(): void;
  /** Begins another stretch of text: nothing is next to what came before. */
  begin(): void;
  /** The word number `word` of the query is met at this place. */
  meet(word: number, place: number, likeness: number): void;
  /** The mass of the pairs found, each at its closest. */
  sum(): number;
}

export function createAdjacency(query: readonly QueryTerm[]): Adjacency {
  const places = new Int32Array(query.length).fill(-1);
  const likenesses = new Float64Array(query.length);
  const pairs = new Float64Array(query.length);

  function pair(word: number, other: number, place: number, likeness: number): void {
    const before = places[other];
    if (before === undefined || before < 0) return;
    const gap = place - before;
    if (gap === 0 || gap > window) return;
    const order = other < word ? 1 : reversed;
    const mass = query[word]!.mass + query[other]!.mass;
    const found = (order * mass * likeness * likenesses[other]!) / gap;
    const first = Math.min(word, other);
    if (found > pairs[first]!) pairs[first] = found;
  }

  return {
    reset: () => {
      pairs.fill(0);
    },
    begin: () => {
      places.fill(-1);
    },
    meet(word, place, likeness) {
      pair(word, word - 1, place, likeness);
      pair(word, word + 1, place, likeness);
      places[word] = place;
      likenesses[word] = likeness;
    },
    sum: () => pairs.reduce((sum, value) => sum + value, 0),
  };
}

import { greatestImpact } from '../search-index/invert.ts';
import type { SearchIndex } from '../search-index/search-index.ts';
import type { QueryTerm } from './query-terms.ts';

export interface Candidate {
  readonly document: number;
  readonly score: number;
}

/** Finds the documents worth reading closely, best first, by BM25F over postings alone. */
export type FindCandidates = (query: readonly QueryTerm[], count: number) => readonly Candidate[];

/** Each call reuses the same memory: it is synchronous, so no two run at once. */
export function createFindCandidates({ postings, postingsAt, documentCount }: SearchIndex): FindCandidates {
  const scores = new Float32Array(documentCount);
  /** Of the query term at hand: which documents it was found in, and with how much. */
  const foundBy = new Uint8Array(documentCount);
  const gained = new Float32Array(documentCount);

  /** Several meanings of one word are no more evidence than the best of them. */
  function addBest({ meanings, weight }: QueryTerm, mark: number): void {
    for (const { term, likeness, rarity } of meanings) {
      const unit = (weight * likeness * rarity) / greatestImpact;
      const end = postingsAt[term + 1]!;
      for (let at = postingsAt[term]!; at < end; at += 1) {
        const posting = postings[at]!;
        const document = posting >>> 8;
        const gain = unit * (posting & 255);
        const before = foundBy[document] === mark ? gained[document]! : 0;
        if (gain <= before) continue;
        scores[document]! += gain - before;
        gained[document] = gain;
        foundBy[document] = mark;
      }
    }
  }

  function addOnly({ meanings, weight }: QueryTerm): void {
    const { term, likeness, rarity } = meanings[0]!;
    const unit = (weight * likeness * rarity) / greatestImpact;
    const end = postingsAt[term + 1]!;
    for (let at = postingsAt[term]!; at < end; at += 1) {
      const posting = postings[at]!;
      scores[posting >>> 8]! += unit * (posting & 255);
    }
  }

  return (query, count) => {
    scores.fill(0);
    if (query.some(({ meanings }) => meanings.length > 1)) foundBy.fill(0);
    for (const [at, term] of query.entries()) {
      if (term.meanings.length > 1) addBest(term, at + 1);
      else if (term.meanings.length === 1) addOnly(term);
    }
    return best(scores, count);
  };
}

/** The highest scores above 0, in order; between equals, the earlier document. */
function best(scores: Float32Array, count: number): Candidate[] {
  const documents = new Uint32Array(count);
  const values = new Float32Array(count);
  let length = 0;
  let least = 0;
  for (let document = 0; document < scores.length; document += 1) {
    const score = scores[document]!;
    if (score <= least) continue;
    let at = length < count ? length : count - 1;
    while (at > 0 && values[at - 1]! < score) {
      values[at] = values[at - 1]!;
      documents[at] = documents[at - 1]!;
      at -= 1;
    }
    values[at] = score;
    documents[at] = document;
    if (length < count) length += 1;
    if (length === count) least = values[count - 1]!;
  }
  return Array.from(documents.subarray(0, length), (document, at) => ({ document, score: values[at]! }));
}

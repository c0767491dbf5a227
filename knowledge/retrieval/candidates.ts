import { greatestImpact } from '../search-index/invert.ts';
import type { SearchIndex } from '../search-index/search-index.ts';
import type { Meaning, QueryTerm } from './query-terms.ts';

export interface Candidate {
  readonly document: number;
  readonly score: number;
}

/** Finds the documents worth reading closely, best first, by BM25F over postings alone. */
export type FindCandidates = (query: readonly QueryTerm[], count: number) => readonly Candidate[];

/** Scores are whole numbers while they are summed: so many to one. A hundred rare terms stay under 2^31. */
const parts = 1024 * greatestImpact;
/** Scores looked at in one step. */
const stride = 8;

/** Each call reuses the same memory: it is synchronous, so no two run at once. */
export function createFindCandidates({ postings, postingsAt, documentCount }: SearchIndex): FindCandidates {
  const scores = new Int32Array(Math.ceil(documentCount / stride) * stride);
  /** Of the query term at hand: which documents it was found in, and with how much. */
  const foundBy = new Uint8Array(documentCount);
  const gained = new Int32Array(documentCount);

  /** Several meanings of one word are no more evidence than the best of them. */
  function addBest({ meanings, weight }: QueryTerm, mark: number): void {
    for (const meaning of meanings) {
      const unit = unitOf(meaning, weight);
      const end = postingsAt[meaning.term + 1]!;
      for (let at = postingsAt[meaning.term]!; at < end; at += 1) {
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

  function addOnly(meaning: Meaning, weight: number): void {
    const unit = unitOf(meaning, weight);
    const end = postingsAt[meaning.term + 1]!;
    for (let at = postingsAt[meaning.term]!; at < end; at += 1) {
      const posting = postings[at]!;
      scores[posting >>> 8]! += unit * (posting & 255);
    }
  }

  return (query, count) => {
    scores.fill(0);
    if (query.some(({ meanings }) => meanings.length > 1)) foundBy.fill(0);
    for (const [at, term] of query.entries()) {
      if (term.meanings.length > 1) addBest(term, at + 1);
      else if (term.meanings.length === 1) addOnly(term.meanings[0]!, term.weight);
    }
    return best(scores, count);
  };
}

/** What one step of impact adds. */
const unitOf = ({ likeness, rarity }: Meaning, weight: number): number =>
  Math.round((weight * likeness * rarity * parts) / greatestImpact);

/** The highest scores above 0, in order; between equals, the earlier document. */
function best(scores: Int32Array, count: number): Candidate[] {
  const documents = new Uint32Array(count);
  const values = new Int32Array(count);
  let length = 0;
  let least = 0;
  for (let first = 0; first < scores.length; first += stride) {
    if (noneAbove(least, scores, first)) continue;
    for (let document = first; document < first + stride; document += 1) {
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
  }
  return Array.from(documents.subarray(0, length), (document, at) => ({ document, score: values[at]! / parts }));
}

/** A difference below 0 has its highest bit set: one test for eight scores, where eight tests take three times as long. */
function noneAbove(least: number, scores: Int32Array, at: number): boolean {
  const signs =
    (least - scores[at]!) |
    (least - scores[at + 1]!) |
    (least - scores[at + 2]!) |
    (least - scores[at + 3]!) |
    (least - scores[at + 4]!) |
    (least - scores[at + 5]!) |
    (least - scores[at + 6]!) |
    (least - scores[at + 7]!);
  return signs >= 0;
}

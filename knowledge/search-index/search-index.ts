import type { Language } from '../language.ts';

type Numbers = Uint32Array<ArrayBuffer>;

/**
 * An index of documents in one language, as plain numbers: small in memory, quick to write and read. A document is a
 * title and one or more passages, each with a heading (or none) and a body.
 */
export interface SearchIndex {
  readonly language: Language;
  readonly documentCount: number;
  /** Terms by number. */
  readonly terms: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** The terms of every document, in order: its title, then heading and body of each passage. */
  readonly sequence: Numbers;
  /** Where each document begins in the sequence; one more entry ends the last. So for the next three. */
  readonly documentAt: Numbers;
  /** The number of each document's first passage. */
  readonly firstPassage: Numbers;
  readonly headingAt: Numbers;
  /** Where the body of each passage begins in the sequence; it ends where the next passage or document begins. */
  readonly bodyAt: Numbers;
  /** Where each term's postings begin. */
  readonly postingsAt: Numbers;
  /** By term, documents in order: the document's number, and in the low 8 bits how strongly it speaks of the term. */
  readonly postings: Numbers;
}

/** Documents that hold a term. */
export const frequencyOf = (index: SearchIndex, term: number): number =>
  index.postingsAt[term + 1]! - index.postingsAt[term]!;

/** Inverse document frequency, BM25's form: how much it says that a document holds the term. */
export function rarityOf(frequency: number, count: number): number {
  return Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
}

/** The number of the passage's end in the sequence. */
export function bodyEnd(
  index: Pick<SearchIndex, 'documentAt' | 'firstPassage' | 'headingAt'>,
  document: number,
  passage: number,
): number {
  const last = passage + 1 === index.firstPassage[document + 1];
  return last ? index.documentAt[document + 1]! : index.headingAt[passage + 1]!;
}

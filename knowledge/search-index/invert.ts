import { partsOf } from './analyse.ts';
import { bodyEnd, type SearchIndex } from './search-index.ts';

/** BM25F (Robertson and Zaragoza, 2009): how fast repetition saturates, what a field weighs, how much its length counts. */
const saturation = 1.2;
const fieldWeight = { title: 3, heading: 2, body: 1 };
const lengthNorm = { title: 0.5, body: 0.9 };
export const greatestImpact = 255;

type Sequences = Omit<SearchIndex, 'postings' | 'postingsAt' | 'terms' | 'numberOf'> & {
  readonly numberOf: Map<string, number>;
};
type Visit = (document: number, term: number, impact: number) => void;

/** From "the terms of each document" to "the documents of each term", each with its impact in 8 bits. */
export function invert(sequences: Sequences): SearchIndex {
  const parts = partNumbers(sequences);
  const terms = [...sequences.numberOf.keys()];
  const postingsAt = new Uint32Array(terms.length + 1);
  visitAll(sequences, parts, terms.length, (_, term) => {
    postingsAt[term + 1]! += 1;
  });
  for (let term = 0; term < terms.length; term += 1) postingsAt[term + 1]! += postingsAt[term]!;
  const postings = new Uint32Array(postingsAt[terms.length]!);
  const next = postingsAt.slice();
  visitAll(sequences, parts, terms.length, (document, term, impact) => {
    postings[next[term]!] = document * 256 + impact;
    next[term]! += 1;
  });
  return { ...sequences, terms, postings, postingsAt };
}

/** The numbers of the words inside compound terms: « boîte aux lettres » is found by « lettres » too. */
function partNumbers({ numberOf, language }: Sequences): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, readonly number[]>();
  for (const [term, number] of [...numberOf]) {
    if (!term.includes('-')) continue;
    const parts = partsOf(term, language).map((part) => {
      const known = numberOf.get(part) ?? numberOf.size;
      numberOf.set(part, known);
      return known;
    });
    if (parts.length > 0) found.set(number, parts);
  }
  return found;
}

function visitAll(
  sequences: Sequences,
  parts: ReadonlyMap<number, readonly number[]>,
  termCount: number,
  visit: Visit,
): void {
  const { sequence, documentAt, firstPassage, headingAt, bodyAt, documentCount } = sequences;
  const average = averageLengths(sequences);
  const weights = new Float32Array(termCount);
  const seen: number[] = [];

  const add = (term: number, weight: number): void => {
    if (weights[term] === 0) seen.push(term);
    weights[term]! += weight;
  };
  const addAll = (from: number, to: number, weight: number): void => {
    for (let at = from; at < to; at += 1) {
      const term = sequence[at]!;
      add(term, weight);
      const inside = parts.get(term);
      if (inside) for (const part of inside) add(part, weight);
    }
  };

  for (let document = 0; document < documentCount; document += 1) {
    const start = documentAt[document]!;
    const first = firstPassage[document]!;
    const last = firstPassage[document + 1]!;
    const titleEnd = headingAt[first]!;
    const bodyLength = documentAt[document + 1]! - titleEnd;
    const titleNorm = 1 - lengthNorm.title + (lengthNorm.title * (titleEnd - start)) / average.title;
    const bodyNorm = 1 - lengthNorm.body + (lengthNorm.body * bodyLength) / average.body;
    addAll(start, titleEnd, fieldWeight.title / titleNorm);
    for (let passage = first; passage < last; passage += 1) {
      addAll(headingAt[passage]!, bodyAt[passage]!, fieldWeight.heading / bodyNorm);
      addAll(bodyAt[passage]!, bodyEnd(sequences, document, passage), fieldWeight.body / bodyNorm);
    }
    for (const term of seen) {
      const weight = weights[term]!;
      visit(document, term, Math.ceil((greatestImpact * weight) / (weight + saturation)));
      weights[term] = 0;
    }
    seen.length = 0;
  }
}

function averageLengths({ documentAt, firstPassage, headingAt, documentCount }: Sequences) {
  let title = 0;
  for (let document = 0; document < documentCount; document += 1)
    title += headingAt[firstPassage[document]!]! - documentAt[document]!;
  const body = documentAt[documentCount]! - title;
  const count = Math.max(1, documentCount);
  return { title: Math.max(1, title / count), body: Math.max(1, body / count) };
}

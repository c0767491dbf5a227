import { partsOf } from '../search-index/analyse.ts';
import { bodyEnd, frequencyOf, rarityOf, type SearchIndex } from '../search-index/search-index.ts';
import { createAdjacency } from './adjacency.ts';
import type { QueryTerm } from './query-terms.ts';

/** What reading a document word by word tells about a query. */
export interface Reading {
  /** The passage that answers best. */
  readonly passage: number;
  /** How sure each term of the query is to be what that passage, and what the whole document, is about: 0 to 1. */
  readonly inPassage: Float64Array;
  readonly inDocument: Float64Array;
  /** 0 to 1: how far title and query say the same, neither more nor less. */
  readonly titleMatch: number;
  /** 0 to 1: how much of the query stands in the first words after the title, the earlier the better. */
  readonly lead: number;
  /** How much of the query stands side by side as it does there, against the mass of the query. */
  readonly adjacency: number;
}

export type ReadDocument = (document: number) => Reading;

const leadWords = 40;
const titleAdjacency = 2;

interface MarkedMeaning {
  readonly at: number;
  readonly likeness: number;
}

/** Marks the terms that a query stands for; documents are then read against the marks. */
export function createCloseReading(index: SearchIndex) {
  const { sequence, documentAt, firstPassage, headingAt, bodyAt } = index;
  const wholes = wholesOf(index);
  /** By term: 1 + where its meanings stand in the list at hand, 0 for a term that the query does not hold. */
  const marks = new Uint16Array(index.terms.length);

  return (query: readonly QueryTerm[], total: number, weightOf: (term: number) => number) => {
    const marked = mark(query);
    const adjacency = createAdjacency(query);
    const inHeading = new Float64Array(query.length);
    const inBody = new Float64Array(query.length);
    const likest = new Float64Array(query.length);

    function scan(from: number, to: number, counts: Float64Array): void {
      adjacency.begin();
      for (let at = from; at < to; at += 1) {
        const mark = marks[sequence[at]!]!;
        if (mark === 0) continue;
        for (const { at: word, likeness } of marked[mark - 1]!) {
          counts[word]! += 1;
          if (likeness > likest[word]!) likest[word] = likeness;
          adjacency.meet(word, at, likeness);
        }
      }
    }

    const read: ReadDocument = (document) => {
      const start = documentAt[document]!;
      const first = firstPassage[document]!;
      const titleEnd = headingAt[first]!;
      const inDocument = new Float64Array(query.length);
      const inTitle = new Float64Array(query.length);
      likest.fill(0);
      adjacency.reset();
      scan(start, titleEnd, inTitle);
      const titleTogether = adjacency.sum() * titleAdjacency;
      for (let word = 0; word < query.length; word += 1) inDocument[word] = inTitle[word]! > 0 ? likest[word]! ** 2 : 0;
      const titleStrength = inDocument.slice();

      let passage = first;
      let inPassage = titleStrength;
      let best = -1;
      let together = 0;
      for (let number = first; number < firstPassage[document + 1]!; number += 1) {
        inHeading.fill(0);
        inBody.fill(0);
        likest.fill(0);
        adjacency.reset();
        scan(headingAt[number]!, bodyAt[number]!, inHeading);
        scan(bodyAt[number]!, bodyEnd(index, document, number), inBody);
        const side = adjacency.sum();
        together = Math.max(together, side);
        const strengths = titleStrength.slice();
        let score = side * 0.3;
        for (const [word, { code, mass }] of query.entries()) {
          const weighted = 2 * inHeading[word]! + inBody[word]!;
          if (weighted === 0) continue;
          const strength = likest[word]! ** 2 * strengthOf(inHeading[word]!, inBody[word]!, code);
          strengths[word] = Math.max(strengths[word]!, strength);
          inDocument[word] = Math.max(inDocument[word]!, strength);
          score += (mass * likest[word]! * weighted) / (weighted + 1);
        }
        if (score <= best) continue;
        best = score;
        passage = number;
        inPassage = strengths;
      }
      return {
        passage,
        inPassage,
        inDocument,
        titleMatch: titleMatch(start, titleEnd),
        lead: leadOf(titleEnd, documentAt[document + 1]!),
        adjacency: total > 0 ? (titleTogether + together) / total : 0,
      };
    };

    function titleMatch(from: number, to: number): number {
      const covered = new Float64Array(query.length);
      let shared = 0;
      let whole = 0;
      for (let at = from; at < to; at += 1) {
        const term = sequence[at]!;
        const mass = weightOf(term) * rarityOf(frequencyOf(index, term), index.documentCount);
        whole += mass;
        const mark = marks[term]!;
        if (mark === 0) continue;
        let likeness = 0;
        for (const meaning of marked[mark - 1]!) {
          likeness = Math.max(likeness, meaning.likeness);
          covered[meaning.at] = Math.max(covered[meaning.at]!, meaning.likeness);
        }
        shared += mass * likeness;
      }
      if (shared === 0 || total === 0) return 0;
      const ofTitle = shared / whole;
      const ofQuery = massOf(covered) / total;
      return (2 * ofTitle * ofQuery) / (ofTitle + ofQuery);
    }

    function leadOf(from: number, to: number): number {
      const covered = new Float64Array(query.length);
      const end = Math.min(to, from + leadWords);
      for (let at = from; at < end; at += 1) {
        const mark = marks[sequence[at]!]!;
        if (mark === 0) continue;
        const nearness = 1 - (at - from) / leadWords / 2;
        for (const meaning of marked[mark - 1]!)
          covered[meaning.at] = Math.max(covered[meaning.at]!, meaning.likeness * nearness);
      }
      return total > 0 ? massOf(covered) / total : 0;
    }

    const massOf = (shares: Float64Array): number =>
      query.reduce((sum, { mass }, word) => sum + mass * shares[word]!, 0);

    return { read, done: () => clear(query) };
  };

  function mark(query: readonly QueryTerm[]): readonly (readonly MarkedMeaning[])[] {
    const marked: MarkedMeaning[][] = [];
    for (const [at, { meanings }] of query.entries()) {
      for (const { term, likeness } of meanings) {
        for (const whole of [term, ...(wholes.get(term) ?? [])]) {
          if (marks[whole] === 0) marks[whole] = marked.push([]);
          marked[marks[whole]! - 1]!.push({ at, likeness });
        }
      }
    }
    return marked;
  }

  function clear(query: readonly QueryTerm[]): void {
    for (const { meanings } of query) {
      for (const { term } of meanings) for (const whole of [term, ...(wholes.get(term) ?? [])]) marks[whole] = 0;
    }
  }
}

/** By the number of a word, the compound terms that it is a part of. */
function wholesOf({ terms, numberOf, language }: SearchIndex): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const [number, term] of terms.entries()) {
    if (!term.includes('-')) continue;
    for (const part of partsOf(term, language)) {
      const at = numberOf.get(part);
      if (at === undefined) continue;
      const wholes = found.get(at);
      if (wholes) wholes.push(number);
      else found.set(at, [number]);
    }
  }
  return found;
}

/** How sure a term is to be what the passage is about: little when the body mentions it once. */
function strengthOf(heading: number, body: number, code: boolean): number {
  if (heading > 0) return 0.95;
  if (code) return 0.9;
  return Math.min(0.75, 0.3 + 0.15 * body);
}

import type { Lexicon } from '../cross-language/lexicon.ts';
import type { Language } from '../language.ts';
import { once } from '../once.ts';
import { weightOf } from '../search-index/analyse.ts';
import type { SearchIndex } from '../search-index/search-index.ts';
import { Vocabulary } from '../search-index/similar-words.ts';
import { createFindCandidates } from './candidates.ts';
import { createCloseReading } from './close-reading.ts';
import { confidenceOf } from './confidence.ts';
import { readQuery, wordWeight } from './query-terms.ts';

/** A document, its best passage, and how well it answers. */
export interface Ranked {
  readonly document: number;
  readonly passage: number;
  /** Orders the documents of one query. */
  readonly score: number;
  /** 0 to 1, comparable between queries. */
  readonly confidence: number;
}

export interface Question {
  readonly text: string;
  /** What it is asked in; where the index is in another language, it is translated. */
  readonly language: Language;
  /** Documents about what the conversation is about. */
  readonly isPreferred?: (document: number) => boolean;
}

/** Documents that hold a term of the question, best first. */
export type Rank = (question: Question) => readonly Ranked[];

/** So many documents are read closely; the others are not ranked. */
const depth = 20;
/** What each sign counts for, beside the BM25F score as a share of the query's mass. Found by trying, not by theory. */
const signs = { titleMatch: 2, lead: 0.4, adjacency: 0.2 };
const preference = 3;

/** Ranks the documents of one index. Synchronous: the memory it works in is used again by the next question. */
export function createRank(index: SearchIndex, lexicon: () => Lexicon): Rank {
  const vocabulary = once(() => new Vocabulary(index.terms));
  const findCandidates = createFindCandidates(index);
  const readClosely = createCloseReading(index);
  const weight = (term: number): number => wordWeight(weightOf(index.terms[term]!, index.language));

  return ({ text, language, isPreferred = () => false }) => {
    const query = readQuery({ index, vocabulary, lexicon }, text, language);
    const total = query.reduce((sum, { mass }) => sum + mass, 0);
    if (total === 0) return [];
    const { read, done } = readClosely(query, total, weight);
    const ranked = findCandidates(query, depth).map(({ document, score: base }) => {
      const reading = read(document);
      const { titleMatch, lead, adjacency, passage } = reading;
      const score = base / total + signs.titleMatch * titleMatch + signs.lead * lead + signs.adjacency * adjacency;
      const confidence = confidenceOf(query, reading, index.documentCount);
      if (!isPreferred(document)) return { document, passage, score, confidence };
      // What the conversation is about is itself evidence: such an article needs less proof from the words.
      return { document, passage, score: score * preference, confidence: 1 - (1 - confidence) * 0.75 };
    });
    done();
    return ranked.sort((one, other) => other.score - one.score);
  };
}

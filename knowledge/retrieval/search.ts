import { type Lexicon, shippedLexicon } from '../cross-language/lexicon.ts';
import { type Language, languages } from '../language.ts';
import type { Article, Audience, Passage, SearchQuery } from '../types.ts';
import { indexArticles, type RankedPassage, type RankPassages } from './article-index.ts';

/** Under this share of the question found in a passage, nothing is returned: "nothing found" is the honest answer. */
export const confidenceFloor = 0.35;
/** How much surer the other language's article must be to be shown instead of the reader's own. */
const clearlyBetter = 0.2;

export type Search = (query: SearchQuery) => readonly Passage[];

/**
 * A pure, synchronous search over articles. Indexes are built at the first search that needs them, one for each
 * language and audience, so that what technicians read does not even influence what employees find.
 */
export function createSearch(articles: readonly Article[], lexicon: () => Lexicon = shippedLexicon): Search {
  const indexes = new Map<string, RankPassages>();

  function indexFor(language: Language, audience: Audience): RankPassages {
    const key = `${language} ${audience}`;
    const known = indexes.get(key);
    if (known) return known;
    const readable = articles.filter((article) => audience === 'technicians' || article.audience === 'employees');
    const made = indexArticles(readable, language, lexicon);
    indexes.set(key, made);
    return made;
  }

  return ({ text, language, audience, families = [], limit = 3 }) => {
    const own = indexFor(language, audience)(text, language, families);
    const others = languages
      .filter((other) => other !== language && mayBeBeaten(own))
      .flatMap((other) => {
        const rank = indexFor(other, audience);
        // People also write in the other language than the one they read.
        return surer(rank(text, other, families), rank(text, language, families));
      });
    return merge(own, others)
      .filter(({ confidence }) => confidence >= confidenceFloor)
      .slice(0, limit)
      .map(({ passage, confidence }) => ({ ...passage, confidence }));
  };
}

const surer = (one: readonly RankedPassage[], other: readonly RankedPassage[]): readonly RankedPassage[] =>
  (other[0]?.confidence ?? 0) > (one[0]?.confidence ?? 0) ? other : one;

/** The reader's language first; an article of the other one goes ahead of, or replaces, what it is clearly better than. */
function merge(own: readonly RankedPassage[], others: readonly RankedPassage[]): readonly RankedPassage[] {
  const readable = own.filter(({ confidence }) => confidence >= confidenceFloor);
  const least = Math.max(bestOf(readable) + clearlyBetter, confidenceFloor);
  const better = others.filter(({ confidence }) => confidence >= least);
  if (better.length === 0) return readable;
  const replaced = new Set(better.map(({ passage }) => passage.articleId));
  return [...better, ...readable.filter(({ passage }) => !replaced.has(passage.articleId))];
}

const bestOf = (ranked: readonly RankedPassage[]): number => Math.max(0, ...ranked.map(({ confidence }) => confidence));

/** Nothing can be clearly better than what is nearly certain: the other language need not be searched then. */
const mayBeBeaten = (own: readonly RankedPassage[]): boolean => bestOf(own) + clearlyBetter <= 1;

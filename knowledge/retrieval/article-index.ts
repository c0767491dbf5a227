import type { Lexicon } from '../cross-language/lexicon.ts';
import type { Language } from '../language.ts';
import { createIndexBuilder } from '../search-index/build.ts';
import { digestOf } from '../search-index/digest.ts';
import type { UnscoredPassage } from '../search-index/passages.ts';
import type { Article } from '../types.ts';
import { createRank } from './rank.ts';

export interface RankedPassage {
  readonly passage: UnscoredPassage;
  readonly confidence: number;
}

/** Ranks the articles of one language: at most one passage of each, best first. */
export type RankPassages = (text: string, language: Language, families: readonly string[]) => readonly RankedPassage[];

/** Indexes those articles that are in this language. */
export function indexArticles(articles: readonly Article[], language: Language, lexicon: () => Lexicon): RankPassages {
  const passages: UnscoredPassage[] = [];
  const families: (readonly string[])[] = [];
  const builder = createIndexBuilder(language);
  for (const article of articles) {
    if (article.language !== language) continue;
    const digest = digestOf(article);
    builder.add(digest);
    families.push(article.families);
    for (const { passage } of digest.passages) passages.push(passage);
  }
  const rank = createRank(builder.finish(), lexicon);

  return (text, asked, preferred) =>
    rank({
      text,
      language: asked,
      isPreferred: (document) => families[document]!.some((family) => preferred.includes(family)),
    }).map(({ passage, confidence }) => ({ passage: passages[passage]!, confidence }));
}

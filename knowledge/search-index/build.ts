import type { Language } from '../language.ts';
import type { Article } from '../types.ts';
import { partsOf } from './analyse.ts';
import { digestOf } from './digest.ts';
import type { UnscoredPassage } from './passages.ts';
import { Vocabulary } from './similar-words.ts';

/** How often a term occurs in a passage, by field. */
export interface Posting {
  readonly passage: number;
  title: number;
  heading: number;
  body: number;
}

export interface IndexedPassage {
  readonly passage: UnscoredPassage;
  /** Number of its article in the index. */
  readonly article: number;
  /** Terms in order, fields parted by an empty term: what is next to what. */
  readonly sequence: readonly string[];
  readonly bodyLength: number;
}

export interface SearchIndex {
  readonly language: Language;
  readonly passages: readonly IndexedPassage[];
  readonly articleCount: number;
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** In how many articles each term occurs. */
  readonly articleFrequency: ReadonlyMap<string, number>;
  readonly averageBodyLength: number;
  readonly vocabulary: Vocabulary;
}

/** Indexes articles of one language; other languages among them are left out. */
export function buildIndex(articles: readonly Article[], language: Language): SearchIndex {
  const passages: IndexedPassage[] = [];
  const postings = new Map<string, Posting[]>();
  const articleFrequency = new Map<string, number>();
  const own = articles.filter((article) => article.language === language);

  for (const [number, article] of own.entries()) {
    const { title, passages: parts } = digestOf(article);
    const seen = new Set<string>();
    for (const { passage, heading, body } of parts) {
      const at = passages.length;
      passages.push({
        passage,
        article: number,
        sequence: [...title, '', ...heading, '', ...body],
        bodyLength: body.length,
      });
      count(title, 'title', at);
      count(heading, 'heading', at);
      count(body, 'body', at);
      for (const field of [title, heading, body]) for (const term of withParts(field)) seen.add(term);
    }
    for (const term of seen) articleFrequency.set(term, (articleFrequency.get(term) ?? 0) + 1);
  }

  function withParts(field: readonly string[]): readonly string[] {
    return field.flatMap((term) => [term, ...partsOf(term, language)]);
  }

  function count(field: readonly string[], name: 'title' | 'heading' | 'body', passage: number): void {
    for (const term of withParts(field)) {
      const list = postings.get(term) ?? [];
      if (list.length === 0) postings.set(term, list);
      const last = list.at(-1);
      if (last?.passage === passage) last[name] += 1;
      else list.push({ passage, title: 0, heading: 0, body: 0, [name]: 1 });
    }
  }

  const total = passages.reduce((sum, { bodyLength }) => sum + bodyLength, 0);
  return {
    language,
    passages,
    articleCount: own.length,
    postings,
    articleFrequency,
    averageBodyLength: Math.max(1, total / Math.max(1, passages.length)),
    vocabulary: new Vocabulary(postings.keys()),
  };
}

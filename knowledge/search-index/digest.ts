import { setImmediate as nextTask } from 'node:timers/promises';
import type { Article } from '../types.ts';
import { analyse } from './analyse.ts';
import type { DocumentTerms } from './build.ts';
import { splitIntoPassages, type UnscoredPassage } from './passages.ts';

/** An article as an index takes it in: its passages, with the terms of each field. */
export interface Digest extends DocumentTerms {
  readonly passages: readonly (DocumentTerms['passages'][number] & { readonly passage: UnscoredPassage })[];
}

const digests = new WeakMap<Article, Digest>();

/** Splits and analyses an article, once: most of the work of indexing. */
export function digestOf(article: Article): Digest {
  const known = digests.get(article);
  if (known) return known;
  const digest = analyseArticle(article);
  digests.set(article, digest);
  return digest;
}

/** As `digestOf`, for what is indexed once and not kept. */
export function analyseArticle(article: Article): Digest {
  const { language } = article;
  return {
    title: analyse(article.title, language),
    passages: splitIntoPassages(article).map((passage) => ({
      passage,
      heading: passage.heading === passage.title ? [] : analyse(passage.heading, language),
      body: analyse(passage.text, language),
    })),
  };
}

/** Digests articles one by one, giving way to everything else in between. */
export async function digestAll(articles: readonly Article[]): Promise<void> {
  for (const article of articles) {
    digestOf(article);
    await nextTask();
  }
}

import { setImmediate as nextTask } from 'node:timers/promises';
import type { Article } from '../types.ts';
import { analyse } from './analyse.ts';
import { splitIntoPassages, type UnscoredPassage } from './passages.ts';

/** An article as an index takes it in: its passages, with the terms of each field. */
export interface Digest {
  readonly title: readonly string[];
  readonly passages: readonly {
    readonly passage: UnscoredPassage;
    readonly heading: readonly string[];
    readonly body: readonly string[];
  }[];
}

const digests = new WeakMap<Article, Digest>();

/** Splits and analyses an article, once: most of the work of indexing. */
export function digestOf(article: Article): Digest {
  const known = digests.get(article);
  if (known) return known;
  const { language } = article;
  const digest: Digest = {
    title: analyse(article.title, language),
    passages: splitIntoPassages(article).map((passage) => ({
      passage,
      heading: passage.heading === passage.title ? [] : analyse(passage.heading, language),
      body: analyse(passage.text, language),
    })),
  };
  digests.set(article, digest);
  return digest;
}

/** Digests articles one by one, giving way to everything else in between. */
export async function digestAll(articles: readonly Article[]): Promise<void> {
  for (const article of articles) {
    digestOf(article);
    await nextTask();
  }
}

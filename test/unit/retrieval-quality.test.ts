import { describe, expect, test } from 'vitest';
import { readHelpArticles } from '../../knowledge/cross-language/learn/corpus.ts';
import { isHeldOut } from '../../knowledge/cross-language/learn/held-out.ts';
import type { Language } from '../../knowledge/index.ts';
import { plainBm25 } from '../bench/retrieval/engines/plain-bm25.ts';
import { type CorpusRow, measureRetrieval, type QueryRow } from '../evaluate/retrieval.ts';
import { rewordedQueries } from '../retrieval/help-corpus.ts';
import { measure } from '../retrieval/measure.ts';

// Issue 7: real help articles that nothing was learnt from nor tuned on, among all the others.
const articles = readHelpArticles();
const inLanguage = (lang: Language): CorpusRow[] => articles.filter((article) => article.lang === lang);
const withoutTitle = (rows: readonly CorpusRow[]): CorpusRow[] => rows.map((row) => ({ ...row, title: '' }));

/** The titles of held-out articles in one language; every article of that title, in `against`, answers. */
function titles(lang: Language, against: Language): QueryRow[] {
  const rows = articles.filter((article) => article.lang === lang);
  const byTitle = Map.groupBy(rows, ({ title }) => title.toLowerCase());
  return rows
    .filter(({ article }) => isHeldOut(article))
    .map(({ id, title }) => ({
      id,
      lang,
      text: title,
      relevant: byTitle.get(title.toLowerCase())!.map(({ article }) => `${article}#${against}`),
    }));
}

async function recall(corpus: readonly CorpusRow[], queries: readonly QueryRow[]): Promise<number> {
  const { measures } = await measureRetrieval(corpus, queries, {});
  return measures['recall@1'] ?? 0;
}

async function plainRecall(corpus: readonly CorpusRow[], queries: readonly QueryRow[]): Promise<number> {
  const engine = plainBm25();
  for (const row of corpus) engine.add(row);
  return (await measure(queries, engine.find)).recall1;
}

describe('within a language, without a model: recall@1 is at least 0.10 above plain BM25', () => {
  test('reworded French titles', async () => {
    const corpus = inLanguage('fr');
    const queries = rewordedQueries();
    expect(await recall(corpus, queries)).toBeGreaterThanOrEqual((await plainRecall(corpus, queries)) + 0.1);
  });

  test.each(['fr', 'en'] as const)('titles, the articles being without theirs: %s', async (lang) => {
    const corpus = withoutTitle(inLanguage(lang));
    const queries = titles(lang, lang);
    expect(await recall(corpus, queries)).toBeGreaterThanOrEqual((await plainRecall(corpus, queries)) + 0.1);
  });

  test.each(['fr', 'en'] as const)('its own title finds nearly every article: %s', async (lang) => {
    expect(await recall(inLanguage(lang), titles(lang, lang))).toBeGreaterThan(0.96);
  });
});

test.each([
  ['en', 'fr'],
  ['fr', 'en'],
] as const)('across languages, %s to %s: recall@1 is at least 0.50', async (lang, against) => {
  expect(await recall(inLanguage(against), titles(lang, against))).toBeGreaterThanOrEqual(0.8);
  expect(await recall(withoutTitle(inLanguage(against)), titles(lang, against))).toBeGreaterThanOrEqual(0.5);
});

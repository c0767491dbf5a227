import { z } from 'zod';
import { type Article, createSearch, type Language } from '../../knowledge/index.ts';
import { rounded, share } from './rows.ts';

const language = z.enum(['fr', 'en']);
export const corpusRow = z.object({ id: z.string(), lang: language, title: z.string(), text: z.string() });
export const queryRow = z.object({
  id: z.string(),
  lang: language,
  text: z.string(),
  relevant: z.array(z.string()).optional(),
  relevant_fr: z.array(z.string()).optional(),
  relevant_en: z.array(z.string()).optional(),
});
export type CorpusRow = z.infer<typeof corpusRow>;
export type QueryRow = z.infer<typeof queryRow>;

export interface RetrievalOptions {
  /** Only documents of this language are indexed. */
  readonly lang?: Language;
  /** Which list of relevant documents counts, where a query has one a language. */
  readonly against?: Language;
}

const depth = 10;
/** An article may come back as several passages. */
const passages = 40;

/** Indexes the corpus with the code that indexes articles, asks every query, measures. */
export function measureRetrieval(
  corpus: readonly CorpusRow[],
  queries: readonly QueryRow[],
  options: RetrievalOptions,
) {
  const started = performance.now();
  const documents = corpus.filter((row) => options.lang === undefined || row.lang === options.lang);
  const search = createSearch(documents.map(toArticle));
  search({ text: 'index', language: options.lang ?? 'fr', audience: 'employees' });
  const indexed = performance.now();
  const times: number[] = [];
  const ranks = queries.map((query) => {
    const before = performance.now();
    const found = search({
      text: query.text,
      language: options.lang ?? query.lang,
      audience: 'employees',
      limit: passages,
    });
    times.push(performance.now() - before);
    const ids = [...new Set(found.map((passage) => passage.articleId))].slice(0, depth);
    const relevant = relevantTo(query, options.against);
    return ids.findIndex((id) => relevant.includes(id)) + 1;
  });
  times.sort((one, other) => one - other);
  const within = (limit: number) => share(ranks.filter((rank) => rank > 0 && rank <= limit).length, ranks.length);
  const reciprocal = ranks.reduce((total, rank) => total + (rank > 0 ? 1 / rank : 0), 0);
  return {
    n: queries.length,
    'recall@1': within(1),
    'recall@5': within(5),
    'mrr@10': share(reciprocal, ranks.length),
    p50_ms: rounded(times[Math.floor(times.length * 0.5)] ?? 0, 2),
    p95_ms: rounded(times[Math.floor(times.length * 0.95)] ?? 0, 2),
    index_s: rounded((indexed - started) / 1000, 2),
    rss_mb: rounded(process.memoryUsage().rss / 1024 / 1024, 1),
  };
}

function relevantTo(query: QueryRow, against: Language | undefined): readonly string[] {
  if (against !== undefined) return query[`relevant_${against}`] ?? query.relevant ?? [];
  return query.relevant ?? [...(query.relevant_fr ?? []), ...(query.relevant_en ?? [])];
}

function toArticle(row: CorpusRow): Article {
  return {
    id: row.id,
    language: row.lang,
    title: row.title,
    body: row.text,
    audience: 'employees',
    families: [],
    kind: 'how-to',
    reviewed: '1970-01-01',
    owner: 'evaluation',
    file: row.id,
  };
}

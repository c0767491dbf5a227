import { z } from 'zod';
import { shippedLexicon } from '../../knowledge/cross-language/lexicon.ts';
import { type Article, type Language, languages } from '../../knowledge/index.ts';
import { createRank, type Rank } from '../../knowledge/retrieval/rank.ts';
import { createIndexBuilder } from '../../knowledge/search-index/build.ts';
import { analyseArticle } from '../../knowledge/search-index/digest.ts';
import { rounded, share } from './rows.ts';

const language = z.enum(languages);
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
  /** Which list of relevant documents counts, where a query has one a language; documents are then of that language. */
  readonly against?: Language;
}

/** What was found for a query, best first. */
export interface Finding {
  readonly id: string;
  readonly found: readonly string[];
}

const depth = 10;

/** Indexes the corpus with the code that indexes articles, document by document, asks every query, measures. */
export async function measureRetrieval(
  corpus: Iterable<CorpusRow> | AsyncIterable<CorpusRow>,
  queries: readonly QueryRow[],
  options: RetrievalOptions,
) {
  const started = performance.now();
  const find = await indexCorpus(corpus, options.against ?? options.lang);
  const indexed = performance.now();
  const asked = options.against && options.lang ? queries.filter(({ lang }) => isAsked(lang, options)) : queries;
  const times: number[] = [];
  const findings: Finding[] = asked.map((query) => {
    const before = performance.now();
    const found = find(query);
    times.push(performance.now() - before);
    return { id: query.id, found };
  });
  const ranks = asked.map((query, at) => {
    const relevant = relevantTo(query, options.against);
    return findings[at]!.found.findIndex((id) => relevant.includes(id)) + 1;
  });
  times.sort((one, other) => one - other);
  const within = (limit: number) => share(ranks.filter((rank) => rank > 0 && rank <= limit).length, ranks.length);
  const reciprocal = ranks.reduce((total, rank) => total + (rank > 0 ? 1 / rank : 0), 0);
  const measures = {
    n: asked.length,
    'recall@1': within(1),
    'recall@5': within(5),
    'mrr@10': share(reciprocal, ranks.length),
    p50_ms: rounded(times[Math.floor(times.length * 0.5)] ?? 0, 2),
    p95_ms: rounded(times[Math.floor(times.length * 0.95)] ?? 0, 2),
    index_s: rounded((indexed - started) / 1000, 2),
    rss_mb: rounded(process.memoryUsage().rss / 1024 / 1024, 1),
  };
  return { measures, findings };
}

/** Where documents of the one language are asked for and the other is named too, that one is the queries'. */
const isAsked = (lang: Language, { lang: named, against }: RetrievalOptions): boolean =>
  named === against || lang === named;

/** An index a language; where there are two, what they find is put in one order. */
async function indexCorpus(corpus: Iterable<CorpusRow> | AsyncIterable<CorpusRow>, only: Language | undefined) {
  const building = new Map(languages.map((lang) => [lang, { builder: createIndexBuilder(lang), ids: [] as string[] }]));
  for await (const row of corpus) {
    if (only !== undefined && row.lang !== only) continue;
    const { builder, ids } = building.get(row.lang)!;
    builder.add(analyseArticle(toArticle(row)));
    ids.push(row.id);
  }
  const indexes: { rank: Rank; ids: readonly string[] }[] = [...building.values()]
    .filter(({ ids }) => ids.length > 0)
    .map(({ builder, ids }) => ({ rank: createRank(builder.finish(), shippedLexicon), ids }));
  shippedLexicon();

  return ({ text, lang }: QueryRow): string[] =>
    indexes
      .flatMap(({ rank, ids }) =>
        rank({ text, language: lang })
          .slice(0, depth)
          .map(({ document, score }) => ({ id: ids[document]!, score })),
      )
      .sort((one, other) => other.score - one.score)
      .slice(0, depth)
      .map(({ id }) => id);
}

function relevantTo(query: QueryRow, against: Language | undefined): readonly string[] {
  if (against !== undefined) return query[`relevant_${against}`] ?? query.relevant ?? [];
  return query.relevant ?? [...(query.relevant_fr ?? []), ...(query.relevant_en ?? [])];
}

/** A row of a corpus as an article for everyone. */
export function toArticle(row: CorpusRow): Article {
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

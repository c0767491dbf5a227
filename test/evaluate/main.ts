import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadScripts } from '../../dialogs/scripts/load.ts';
import { loadTaxonomy } from '../../dialogs/taxonomy.ts';
import { createRouter, type Router } from '../../dialogs/triage/index.ts';
import { type Language, loadKnowledge } from '../../knowledge/index.ts';
import { measureRedaction, redactionRow } from './redaction.ts';
import { corpusRow, measureRetrieval, queryRow } from './retrieval.ts';
import { measureRouting, predict, routingRow } from './routing.ts';
import { EvaluationError, readRows, streamRows } from './rows.ts';

const usage = `npm run evaluate -- routing FILE [--rows]
npm run evaluate -- redaction FILE
npm run evaluate -- retrieval --corpus FILE --queries FILE [--lang fr|en] [--against fr|en] [--rows]`;

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The router as the service makes it, of the shipped content. */
export async function shippedRouter(): Promise<Router> {
  const knowledge = await loadKnowledge([folder('knowledge')]);
  const { scripts } = loadScripts([folder('dialogs/scripts')], knowledge, loadTaxonomy());
  return createRouter({ scripts: [...scripts.values()], articles: knowledge.articles });
}

/** Runs one evaluation and gives the lines to print. @throws EvaluationError on wrong arguments or rows */
export async function evaluate(args: readonly string[]): Promise<string[]> {
  const { values, positionals } = parse(args);
  const [what, file, ...rest] = positionals;
  if (rest.length > 0) throw new EvaluationError(`${rest.join(' ')}: not expected\n${usage}`);
  if (what === 'routing' && file !== undefined) return evaluateRouting(file, values.rows === true);
  if (what === 'redaction' && file !== undefined)
    return [JSON.stringify(measureRedaction(readRows(file, redactionRow)))];
  if (what === 'retrieval' && values.corpus !== undefined && values.queries !== undefined) {
    const lang = languageOf('lang', values.lang);
    const against = languageOf('against', values.against);
    const queries = readRows(values.queries, queryRow);
    const corpus = streamRows(values.corpus, corpusRow);
    const options = { ...(lang && { lang }), ...(against && { against }) };
    const { measures, findings } = await measureRetrieval(corpus, queries, options);
    const rows = values.rows ? findings : [];
    return [...rows, measures].map((row) => JSON.stringify(row));
  }
  throw new EvaluationError(usage);
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { rows: { type: 'boolean' }, corpus: text, queries: text, lang: text, against: text },
    });
  } catch (cause) {
    throw new EvaluationError(`${(cause as Error).message}\n${usage}`, { cause });
  }
}

async function evaluateRouting(file: string, withRows: boolean): Promise<string[]> {
  const rows = readRows(file, routingRow);
  const router = await shippedRouter();
  const predictions = rows.map((row) => predict(router, row));
  const measures = JSON.stringify(measureRouting(rows, predictions));
  return withRows ? [...predictions.map((prediction) => JSON.stringify(prediction)), measures] : [measures];
}

function languageOf(option: string, value: string | undefined): Language | undefined {
  if (value === undefined || value === 'fr' || value === 'en') return value;
  throw new EvaluationError(`--${option} ${value}: fr or en is expected`);
}

if (import.meta.main) {
  try {
    for (const line of await evaluate(process.argv.slice(2))) console.log(line);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

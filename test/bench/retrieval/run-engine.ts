import { englishQueries, frenchCorpus, rewordedQueries } from '../../retrieval/help-corpus.ts';
import { type Measured, measure, residentMegabytes } from '../../retrieval/measure.ts';
import { engines } from './engines/index.ts';

export interface EngineFigures {
  readonly indexSeconds: number;
  readonly megabytes: number;
  readonly french: Measured;
  readonly english: Measured;
}

/** The slowest library takes a second a query. */
const everySecond = (_: unknown, at: number): boolean => at % 2 === 0;

// A process of the benchmark: one library, one corpus.
const [name, count, seed] = process.argv.slice(2);
const engine = engines[name!]!();
const started = performance.now();
for (const row of frenchCorpus(Number(count), Number(seed))) await engine.add(row);
engine.finish?.();
const indexSeconds = (performance.now() - started) / 1000;
const french = await measure(rewordedQueries().filter(everySecond), engine.find);
const english = await measure(englishQueries().filter(everySecond), engine.find);
const figures: EngineFigures = { indexSeconds, megabytes: residentMegabytes(), french, english };
process.send?.(figures, () => process.exit(0));

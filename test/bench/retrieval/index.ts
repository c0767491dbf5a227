import { runChild } from '../../retrieval/child.ts';
import { engines } from './engines/index.ts';
import type { EngineFigures } from './run-engine.ts';

const sizes = [3_000, 100_000];
const seed = 7;

/** Lines of a table: every library on the same corpus and queries, each in a process of its own. */
export async function* benchRetrieval(): AsyncGenerator<string> {
  yield 'retrieval documents  library       fr→fr recall@1  en→fr recall@1    p50 ms    p99 ms   index s    MB';
  for (const size of sizes) {
    for (const name of Object.keys(engines)) {
      const script = new URL('./run-engine.ts', import.meta.url);
      const flags = ['--max-old-space-size=8192', '--max-semi-space-size=4'];
      const figures = await runChild<EngineFigures>(script, [name, String(size), String(seed)], flags);
      yield lineOf(size, name, figures);
    }
  }
}

function lineOf(size: number, name: string, { french, english, indexSeconds, megabytes }: EngineFigures): string {
  const numbers = [french.p50.toFixed(2), french.p99.toFixed(2), indexSeconds.toFixed(1), megabytes.toFixed(0)];
  return [
    'retrieval',
    String(size).padStart(9),
    ` ${name.padEnd(13)}`,
    french.recall1.toFixed(3).padStart(14),
    english.recall1.toFixed(3).padStart(15),
    ...numbers.map((number) => number.padStart(9)),
  ].join(' ');
}

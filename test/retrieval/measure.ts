import type { QueryRow } from '../evaluate/retrieval.ts';

export interface Measured {
  readonly recall1: number;
  readonly p50: number;
  readonly p99: number;
}

/** What any search engine does: the ids it finds for a text, best first. */
export type Find = (query: QueryRow) => readonly string[] | Promise<readonly string[]>;

const warmUp = 50;

/** Asks some queries to warm up, then every one for the clock. Times are ms. */
export async function measure(queries: readonly QueryRow[], find: Find): Promise<Measured> {
  for (const query of queries.slice(0, warmUp)) await find(query);
  const times: number[] = [];
  let right = 0;
  for (const query of queries) {
    const before = performance.now();
    const [first] = await find(query);
    times.push(performance.now() - before);
    if (first !== undefined && query.relevant?.includes(first)) right += 1;
  }
  times.sort((one, other) => one - other);
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { recall1: right / queries.length, p50: at(0.5), p99: at(0.99) };
}

/** MB that the process holds in memory now. */
export const residentMegabytes = (): number => process.memoryUsage.rss() / 1024 / 1024;
/** MB that it held at most. */
export const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;

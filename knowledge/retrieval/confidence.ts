import { rarityOf } from '../search-index/search-index.ts';
import type { Reading } from './close-reading.ts';
import type { QueryTerm } from './query-terms.ts';

/** Masses of missing words past this weigh less and less: people tell stories around their question. */
const patience = 6;

/**
 * The share of what the query weighs that the passage holds; what only the rest of its document holds counts for half.
 * Common words alone, or a single word out of several, prove little.
 */
export function confidenceOf(query: readonly QueryTerm[], reading: Reading, documentCount: number): number {
  let found = 0;
  let missing = 0;
  let matched = 0;
  let telling = 0;
  for (const [at, { proof, light }] of query.entries()) {
    const strength = Math.max(reading.inPassage[at]!, reading.inDocument[at]! / 2);
    found += proof * strength;
    missing += proof * (1 - strength);
    if (light) continue;
    telling += 1;
    if (strength >= 0.3) matched += 1;
  }
  if (found === 0) return 0;
  const share = found / (found + patience * Math.log(1 + missing / patience));
  const evidence = Math.min(1, Math.sqrt(found / (rarityOf(0, documentCount) / 2)));
  const alone = matched > 1 || telling < 2 ? 1 : telling === 2 ? 0.85 : 0.6;
  return share * evidence * alone;
}

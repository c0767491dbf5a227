import { allowance, distance, isOrdinary } from '../text.ts';

const elided = /^(?:qu|[ldjmtsnc])(?=[aeiouhy])/;
const remembered = 5000;

/** Mends words that no example knows: « limprimante », « imprimente », "conection". One answer or none. */
export function createMender(vocabulary: ReadonlySet<string>) {
  const buckets = new Map<string, string[]>();
  for (const word of vocabulary) {
    if (word.length < 4 || /\d/.test(word)) continue;
    const key = `${word[0]}${word.length}`;
    buckets.set(key, [...(buckets.get(key) ?? []), word]);
  }
  const known = new Map<string, string>();

  function nearest(word: string): string | undefined {
    const limit = allowance(word.length);
    let best: string | undefined;
    let least = limit + 1;
    if (limit === 0) return undefined;
    for (const initial of new Set([word[0]!, ...(word.length > 6 ? [word[1]!] : [])])) {
      for (let length = word.length - limit; length <= word.length + limit; length += 1) {
        for (const candidate of buckets.get(`${initial}${length}`) ?? []) {
          const edits = distance(word, candidate, limit);
          if (edits < least) [best, least] = [candidate, edits];
        }
      }
    }
    return best;
  }

  function mendOnce(word: string): string {
    if (word.length < 4 || /\d/.test(word) || vocabulary.has(word) || isOrdinary(word)) return word;
    const bare = word.replace(elided, '');
    if (bare !== word && bare.length > 3 && vocabulary.has(bare)) return bare;
    const found = nearest(word);
    if (found !== undefined) return found;
    return bare === word || bare.length < 5 ? word : (nearest(bare) ?? word);
  }

  return (word: string): string => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const mended = mendOnce(word);
    if (known.size > remembered) known.clear();
    known.set(word, mended);
    return mended;
  };
}

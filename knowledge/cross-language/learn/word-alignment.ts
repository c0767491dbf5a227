/** A sentence in two languages, as terms, and how much it counts. */
export interface SentencePair {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly weight: number;
}

/** For each source term the probability of each target term. */
export type TranslationTable = ReadonlyMap<string, ReadonlyMap<string, number>>;

type Table = Map<string, Map<string, number>>;

/** Stands for "comes from nothing": a target word that no source word accounts for. */
const nothing = '';
const rounds = 6;
/** Probability kept back, so that a term seen once or twice is not taken for certain. */
const doubt = 0.3;
const least = 1e-4;

/**
 * IBM model 1 (Brown et al., 1993): which term of one language gives which of the other, learnt from sentences that say
 * the same, by expectation maximisation.
 */
export function alignWords(pairs: readonly SentencePair[]): TranslationTable {
  let table = uniform(pairs);
  for (let round = 0; round < rounds; round += 1) table = normalise(expectedCounts(pairs, table));
  table.delete(nothing);
  return table;
}

function uniform(pairs: readonly SentencePair[]): Table {
  const table: Table = new Map();
  for (const { source, target } of pairs) {
    for (const from of [nothing, ...source]) for (const to of target) row(table, from).set(to, 1);
  }
  for (const targets of table.values()) for (const to of targets.keys()) targets.set(to, 1 / targets.size);
  return table;
}

function expectedCounts(pairs: readonly SentencePair[], table: Table): Table {
  const counts: Table = new Map();
  for (const { source, target, weight } of pairs) {
    const causes = [nothing, ...source];
    for (const to of target) {
      const shares = causes.map((from) => table.get(from)?.get(to) ?? 0);
      const whole = shares.reduce((sum, share) => sum + share, 0);
      if (whole === 0) continue;
      for (const [at, from] of causes.entries()) {
        if (shares[at] === 0) continue;
        const targets = row(counts, from);
        targets.set(to, (targets.get(to) ?? 0) + (weight * shares[at]!) / whole);
      }
    }
  }
  return counts;
}

function normalise(counts: Table): Table {
  for (const targets of counts.values()) {
    const whole = [...targets.values()].reduce((sum, count) => sum + count, doubt);
    for (const [to, count] of targets) {
      if (count / whole < least) targets.delete(to);
      else targets.set(to, count / whole);
    }
  }
  return counts;
}

function row(table: Table, from: string): Map<string, number> {
  const known = table.get(from);
  if (known) return known;
  const made = new Map<string, number>();
  table.set(from, made);
  return made;
}

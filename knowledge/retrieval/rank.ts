import { analyse, weightOf } from '../search-index/analyse.ts';
import type { Posting, SearchIndex } from '../search-index/build.ts';
import type { UnscoredPassage } from '../search-index/passages.ts';

/** A passage with how well it answers. `score` orders passages of one query; `confidence` compares between queries. */
export interface Ranked {
  readonly passage: UnscoredPassage;
  readonly score: number;
  readonly confidence: number;
}

/** BM25F (Robertson and Zaragoza, 2009): how fast repetition saturates, how much length counts, what a field weighs. */
const saturation = 1.2;
const lengthNorm = 0.6;
const fieldWeight = { title: 3, heading: 2, body: 1 };

interface QueryTerm {
  /** The terms of the index that it stands for, with how alike they are: itself (1), or what it may have meant. */
  readonly meanings: readonly { readonly term: string; readonly likeness: number }[];
  /** Inverse document frequency times the weight of the word. */
  readonly mass: number;
  /** Said about any problem. */
  readonly light: boolean;
}

/** Every passage that holds a term of the query, best first, the best one of each article only. */
export function rank(index: SearchIndex, text: string, families: readonly string[] = []): readonly Ranked[] {
  const query = readQuery(index, text);
  const total = query.reduce((sum, { mass }) => sum + mass, 0);
  if (total === 0) return [];
  const greatest = rarityOf(0, index.articleCount);
  const scores = new Map<number, number>();
  /** How strongly each query term is found, by passage and by article. */
  const strengths = new Map<number, Float64Array>();
  const elsewhere = new Map<number, Float64Array>();

  for (const [at, { meanings, mass }] of query.entries()) {
    for (const { term, likeness } of meanings) {
      for (const posting of index.postings.get(term) ?? []) {
        const indexed = index.passages[posting.passage]!;
        const gain = mass * likeness * termScore(posting, indexed.bodyLength / index.averageBodyLength);
        scores.set(posting.passage, (scores.get(posting.passage) ?? 0) + gain);
        const strength = likeness ** 2 * strengthOf(posting, isCode(term));
        raise(strengths, posting.passage, query.length, at, strength);
        raise(elsewhere, indexed.article, query.length, at, strength);
      }
    }
  }

  const best = new Map<number, Ranked>();
  for (const [at, base] of scores) {
    const { passage, article, sequence } = index.passages[at]!;
    const own = strengths.get(at)!;
    const preferred = passage.families.some((family) => families.includes(family));
    const score = (base + closeness(query, sequence)) * (preferred ? 1.5 : 1);
    if (score <= (best.get(article)?.score ?? 0)) continue;
    const confidence = confidenceOf(query, own, elsewhere.get(article)!, greatest);
    // What the conversation is about is itself evidence: such an article needs less proof from the words.
    best.set(article, { passage, score, confidence: preferred ? 1 - (1 - confidence) * 0.75 : confidence });
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

function readQuery(index: SearchIndex, text: string): readonly QueryTerm[] {
  const distinct = [...new Set(analyse(text, index.language))];
  return distinct.map((term) => {
    const weight = weightOf(term, index.language);
    const light = weight < 1;
    if (index.postings.has(term))
      return { meanings: [{ term, likeness: 1 }], mass: weight * rarity(index, term), light };
    // Only a word that the index does not hold may mean another one: a near miss never outranks an exact match.
    const meanings = index.vocabulary.similar(term).map(({ word, likeness }) => ({ term: word, likeness }));
    // A word that no article holds is often beside the point (a name, a story): it counts for half.
    const mass = meanings.length > 0 ? rarity(index, meanings[0]!.term) : rarity(index, term) / 2;
    return { meanings, mass: weight * mass, light };
  });
}

function rarity(index: SearchIndex, term: string): number {
  return rarityOf(index.articleFrequency.get(term) ?? 0, index.articleCount);
}

/** Inverse document frequency, BM25's form. */
function rarityOf(frequency: number, count: number): number {
  return Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
}

function termScore({ title, heading, body }: Posting, relativeLength: number): number {
  const bodyWeight = (fieldWeight.body * body) / (1 - lengthNorm + lengthNorm * relativeLength);
  const weighted = fieldWeight.title * title + fieldWeight.heading * heading + bodyWeight;
  return (weighted * (saturation + 1)) / (weighted + saturation);
}

/** How sure a term is to be what the passage is about: 1 in the title, little when the body mentions it once. */
function strengthOf({ title, heading, body }: Posting, code: boolean): number {
  if (title > 0) return 1;
  if (heading > 0) return 0.95;
  // An error code is no passing mention.
  if (code) return 0.9;
  return Math.min(0.75, 0.3 + 0.15 * body);
}

const isCode = (term: string): boolean => term.length >= 4 && /\d/.test(term) && !/^\d{4}$/.test(term);

function raise(all: Map<number, Float64Array>, key: number, length: number, at: number, value: number): void {
  const values = all.get(key) ?? new Float64Array(length);
  if (value > values[at]!) values[at] = value;
  all.set(key, values);
}

/** Terms that follow each other in the query and stand together in the passage too. */
function closeness(query: readonly QueryTerm[], sequence: readonly string[]): number {
  let bonus = 0;
  for (let at = 1; at < query.length; at += 1) {
    const first = query[at - 1]!;
    const second = query[at]!;
    if (first.meanings.length === 0 || second.meanings.length === 0) continue;
    const apart = smallestGap(sequence, first.meanings[0]!.term, second.meanings[0]!.term);
    if (apart <= 4) bonus += ((first.mass + second.mass) * 0.3) / apart;
  }
  return bonus;
}

function smallestGap(sequence: readonly string[], first: string, second: string): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let at = sequence.indexOf(first); at !== -1; at = sequence.indexOf(first, at + 1)) {
    for (let step = 1; step <= 4; step += 1) {
      if (sequence[at + step] === second) smallest = Math.min(smallest, step);
    }
  }
  return smallest;
}

/**
 * The share of what the query weighs that the passage holds; what only the rest of its article holds counts for half.
 * What is missing is compressed, because people tell stories around their question. Common words alone, or a single
 * word out of several, prove little.
 */
function confidenceOf(
  query: readonly QueryTerm[],
  own: Float64Array,
  article: Float64Array,
  greatestRarity: number,
): number {
  let found = 0;
  let missing = 0;
  let matched = 0;
  let telling = 0;
  for (const [at, { mass, light }] of query.entries()) {
    const strength = Math.max(own[at]!, article[at]! / 2);
    found += mass * strength;
    missing += mass * (1 - strength);
    if (light) continue;
    telling += 1;
    if (strength >= 0.3) matched += 1;
  }
  const patience = 6;
  const share = found / (found + patience * Math.log(1 + missing / patience));
  const evidence = Math.min(1, Math.sqrt(found / (greatestRarity / 2)));
  const alone = matched > 1 || telling < 2 ? 1 : telling === 2 ? 0.85 : 0.6;
  return share * evidence * alone;
}

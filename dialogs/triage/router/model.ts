import type { Features } from './features.ts';

/** A multinomial logistic regression over sparse features, as learnt: small numbers, a row of labels each feature. */
export interface RoutingModel {
  readonly labels: readonly string[];
  /** Features that learning has met, ascending. */
  readonly keys: Int32Array;
  /** How rare each is, 0 to 1. */
  readonly rarities: Float32Array;
  /** Row of a feature: its weight for each label, in units of its scale. */
  readonly weights: Int8Array;
  readonly scales: Float32Array;
  /** Sharpens or softens the shares so that confidence matches how often it is right. */
  readonly sharpness: number;
  /** Words that learning has met: what slips of the finger are mended to. */
  readonly vocabulary: ReadonlySet<string>;
  /** Numbers of the examples it was learnt from, ascending: what is not among them is yet to be learnt. */
  readonly known: Int32Array;
}

export interface Share {
  readonly label: string;
  readonly probability: number;
}

/** Known features, weighted by rarity, at length 1 when all are known. */
export interface Row {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** Share of each label, best first; they sum to 1. */
export function classify(model: RoutingModel, features: Features): Share[] {
  const { labels, weights, scales, sharpness } = model;
  const size = labels.length;
  const scores = new Float32Array(size);
  const row = toRow(features, (key) => placeOf(model.keys, key), model.rarities);
  for (let at = 0; at < row.places.length; at += 1) {
    const place = row.places[at]!;
    const value = row.values[at]! * scales[place]!;
    const start = place * size;
    for (let label = 0; label < size; label += 1) scores[label]! += value * weights[start + label]!;
  }
  softmax(scores, sharpness);
  return labels
    .map((label, place) => ({ label, probability: scores[place]! }))
    .sort((one, other) => other.probability - one.probability);
}

export function toRow(
  { keys, values, senses }: Features,
  placeOfKey: (key: number) => number,
  rarities: ArrayLike<number>,
): Row {
  const places = new Int32Array(keys.length);
  const weighted = new Float32Array(keys.length);
  let known = 0;
  let norm = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const place = placeOfKey(keys[at]!);
    if (place < 0) {
      // A word never met is as rare as can be: it takes its share of the length, and leaves less to the others.
      if (at < senses) norm += values[at]! ** 2;
      continue;
    }
    const value = values[at]! * rarities[place]!;
    places[known] = place;
    weighted[known] = value;
    known += 1;
    norm += value * value;
  }
  const scale = norm === 0 ? 0 : 1 / Math.sqrt(norm);
  for (let at = 0; at < known; at += 1) weighted[at]! *= scale;
  return { places: places.subarray(0, known), values: weighted.subarray(0, known) };
}

/** Where a number stands in an ascending list, -1 when it does not. */
export function placeOf(sorted: Int32Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle]!;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function softmax(scores: Float32Array, sharpness: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(sharpness * (scores[at]! - highest));
    sum += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= sum;
}

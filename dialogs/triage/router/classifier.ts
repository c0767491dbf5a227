import type { Features } from './features.ts';

export interface Sample {
  readonly label: string;
  readonly features: Features;
  /** How much it counts; 1 unless told. */
  readonly weight?: number;
}

export interface Classifier {
  /** Probability of each label, best first; they sum to 1. */
  classify(features: Features): { label: string; probability: number }[];
  /** Share of the weight of the features that training has seen, 0 to 1. */
  familiarity(features: Features): number;
}

const epochs = 6;
const rates = [4, 3, 2, 1.5, 1, 0.7];
/** How strongly the mean of a label's samples speaks before the epochs correct it. */
const head = 6;
/** Labels that are nearly right about a sample are not moved by it: most of them, most of the time. */
const worthwhile = 0.02;
/** A sample that is this well known is left out for some epochs: nothing is to be learnt from it meanwhile. */
const learnt = 0.8;
const resting = 5;
/** Lighter samples are words rather than messages: they are looked at once. */
const wordsOnly = 0.4;
/** Sharpens or softens the probabilities: set so that confidence matches how often it is right (see the tests). */
const temperature = 0.8;

/**
 * Multinomial logistic regression over sparse features. Weights start at each label's mean sample, so that a few
 * epochs over the mistakes are enough; the order of samples is fixed, and so is the result.
 */
export function train(samples: readonly Sample[]): Classifier {
  const labels = [...new Set(samples.map((sample) => sample.label))].sort();
  const index = indexFeatures(samples);
  const rows = samples.map((sample) => vector(sample.features, index));
  const size = labels.length;
  const places = new Map(labels.map((label, place) => [label, place]));
  const targets = samples.map((sample) => places.get(sample.label)!);
  const counts = new Float32Array(size);
  for (const [at, target] of targets.entries()) counts[target]! += samples[at]!.weight ?? 1;
  const weights = means(samples, rows, targets, counts, index.size);
  const scores = new Float32Array(size);
  const rest = new Uint8Array(samples.length);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const place of order(samples.length, epoch)) {
      if (rest[place]! > 0) {
        rest[place]! -= 1;
        continue;
      }
      const row = rows[place]!;
      const target = targets[place]!;
      score(row, weights, scores);
      softmax(scores, 1);
      if (scores[target]! > learnt || (samples[place]!.weight ?? 1) < wordsOnly) rest[place] = resting;
      const step = rates[epoch]! * (samples[place]!.weight ?? 1);
      for (let label = 0; label < size; label += 1) {
        const error = scores[label]! - (label === target ? 1 : 0);
        if (Math.abs(error) < worthwhile) continue;
        move(row, weights, label, size, -step * error);
      }
    }
  }

  return {
    classify(features) {
      const result = new Float32Array(size);
      score(vector(features, index), weights, result);
      softmax(result, temperature);
      return labels
        .map((label, place) => ({ label, probability: result[place]! }))
        .sort((one, other) => other.probability - one.probability);
    },
    familiarity({ keys, values, senses }) {
      let seen = 0;
      let total = 0;
      for (let at = 0; at < senses; at += 1) {
        total += values[at]!;
        if (placeOf(index, keys[at]!) >= 0) seen += values[at]!;
      }
      return total === 0 ? 0 : seen / total;
    },
  };
}

interface Row {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** Where the weights of a feature are, by its bucket (-1: never met), and how rare it is, by its place. */
interface FeatureIndex {
  readonly places: Int32Array;
  readonly rarities: readonly number[];
  readonly size: number;
}

const placeOf = (index: FeatureIndex, key: number): number => index.places[key & (buckets - 1)]!;

/** A power of two well above the number of features: two that share a place are few. */
const buckets = 1 << 20;

function indexFeatures(samples: readonly Sample[]): FeatureIndex {
  const counts = new Uint16Array(buckets);
  const telling = new Uint8Array(buckets);
  for (const { features } of samples) {
    const { keys, senses } = features;
    for (let at = 0; at < keys.length; at += 1) {
      const bucket = keys[at]! & (buckets - 1);
      counts[bucket]! += 1;
      if (at < senses) telling[bucket] = 1;
    }
  }
  const places = new Int32Array(buckets).fill(-1);
  const rarities: number[] = [];
  const scale = Math.log(1 + samples.length);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const count = counts[bucket]!;
    if (count < 2 && telling[bucket] === 0) continue;
    places[bucket] = rarities.length;
    rarities.push(Math.log(1 + samples.length / count) / scale);
  }
  return { places, rarities, size: rarities.length };
}

/** Known features, weighted by rarity, at length 1 when all are known. */
function vector({ keys, values, senses }: Features, index: FeatureIndex): Row {
  const places = new Int32Array(keys.length);
  const weighted = new Float32Array(keys.length);
  let known = 0;
  let norm = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const place = placeOf(index, keys[at]!);
    if (place < 0) {
      // A word never met is as rare as can be: it takes its share of the length, and leaves less to the others.
      if (at < senses) norm += values[at]! ** 2;
      continue;
    }
    const value = values[at]! * index.rarities[place]!;
    places[known] = place;
    weighted[known] = value;
    known += 1;
    norm += value * value;
  }
  const scale = norm === 0 ? 0 : 1 / Math.sqrt(norm);
  for (let at = 0; at < known; at += 1) weighted[at]! *= scale;
  return { places: places.subarray(0, known), values: weighted.subarray(0, known) };
}

function means(
  samples: readonly Sample[],
  rows: readonly Row[],
  targets: readonly number[],
  counts: Float32Array,
  features: number,
): Float32Array {
  const size = counts.length;
  const weights = new Float32Array(features * size);
  for (const [at, row] of rows.entries()) {
    const target = targets[at]!;
    move(row, weights, target, size, (head * (samples[at]!.weight ?? 1)) / Math.sqrt(counts[target]!));
  }
  return weights;
}

function move(row: Row, weights: Float32Array, label: number, size: number, by: number): void {
  for (let at = 0; at < row.places.length; at += 1) weights[row.places[at]! * size + label]! += by * row.values[at]!;
}

function score(row: Row, weights: Float32Array, into: Float32Array): void {
  into.fill(0);
  const size = into.length;
  for (let at = 0; at < row.places.length; at += 1) {
    const start = row.places[at]! * size;
    const value = row.values[at]!;
    for (let label = 0; label < size; label += 1) into[label]! += value * weights[start + label]!;
  }
}

function softmax(scores: Float32Array, sharpness: number): void {
  const highest = Math.max(...scores);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(sharpness * (scores[at]! - highest));
    sum += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= sum;
}

/** A fixed shuffle, another each epoch: a linear congruential generator from the epoch's number. */
function order(length: number, epoch: number): Uint32Array {
  const places = Uint32Array.from({ length }, (_, place) => place);
  let state = (epoch + 1) * 2654435761;
  for (let at = length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (at + 1);
    [places[at], places[other]] = [places[other]!, places[at]!];
  }
  return places;
}

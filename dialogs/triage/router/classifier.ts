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

const epochs = 14;
const rate = 0.5;
const decay = 2e-5;
/** Sharpens or softens the probabilities: set so that confidence matches how often it is right (see the tests). */
const temperature = 0.8;

/** Multinomial logistic regression by AdaGrad over sparse features; the order of samples is fixed, so is the result. */
export function train(samples: readonly Sample[]): Classifier {
  const labels = [...new Set(samples.map((sample) => sample.label))].sort();
  const index = indexFeatures(samples);
  const rows = samples.map((sample) => vector(sample.features, index));
  const size = labels.length;
  const weights = new Float64Array(index.size * size);
  const squares = new Float64Array(index.size * size).fill(1e-2);
  const bias = new Float64Array(size);
  const targets = samples.map((sample) => labels.indexOf(sample.label));
  const counts = labels.map((label) => samples.filter((sample) => sample.label === label).length);
  const balance = counts.map((count) => Math.sqrt(samples.length / size / count));
  const scores = new Float64Array(size);

  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const place of order(samples.length, epoch)) {
      const row = rows[place]!;
      score(row, weights, bias, scores);
      softmax(scores, 1);
      const importance = (samples[place]!.weight ?? 1) * balance[targets[place]!]!;
      for (let label = 0; label < size; label += 1) {
        const error = importance * (scores[label]! - (label === targets[place] ? 1 : 0));
        if (Math.abs(error) < 1e-3) continue;
        bias[label]! -= 0.02 * error;
        for (let at = 0; at < row.places.length; at += 1) {
          const cell = row.places[at]! * size + label;
          const gradient = error * row.values[at]! + decay * weights[cell]!;
          squares[cell]! += gradient * gradient;
          weights[cell]! -= (rate * gradient) / Math.sqrt(squares[cell]!);
        }
      }
    }
  }

  return {
    classify(features) {
      const result = new Float64Array(size);
      score(vector(features, index), weights, bias, result);
      softmax(result, temperature);
      return labels
        .map((label, place) => ({ label, probability: result[place]! }))
        .sort((one, other) => other.probability - one.probability);
    },
    familiarity(features) {
      let seen = 0;
      let total = 0;
      for (const [name, value] of features) {
        if (!name.startsWith('s:') && !name.startsWith('c:')) continue;
        total += value;
        if (index.has(name)) seen += value;
      }
      return total === 0 ? 0 : seen / total;
    },
  };
}

interface Row {
  readonly places: Int32Array;
  readonly values: Float64Array;
}

type FeatureIndex = ReadonlyMap<string, { readonly place: number; readonly rarity: number }>;

function indexFeatures(samples: readonly Sample[]): FeatureIndex & { size: number } {
  const counts = new Map<string, number>();
  for (const sample of samples)
    for (const name of sample.features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const index = new Map<string, { place: number; rarity: number }>();
  for (const [name, count] of counts) {
    if (count < 2 && (name.startsWith('l:') || name.startsWith('p:') || name.startsWith('cc:'))) continue;
    index.set(name, { place: index.size, rarity: Math.log(1 + samples.length / count) / Math.log(1 + samples.length) });
  }
  return index;
}

/** Known features, weighted by rarity, at length 1. */
function vector(features: Features, index: FeatureIndex): Row {
  const places: number[] = [];
  const values: number[] = [];
  let norm = 0;
  for (const [name, value] of features) {
    const entry = index.get(name);
    if (entry === undefined) continue;
    const weighted = value * entry.rarity;
    places.push(entry.place);
    values.push(weighted);
    norm += weighted * weighted;
  }
  const scale = norm === 0 ? 0 : 1 / Math.sqrt(norm);
  return { places: Int32Array.from(places), values: Float64Array.from(values, (value) => value * scale) };
}

function score(row: Row, weights: Float64Array, bias: Float64Array, into: Float64Array): void {
  into.set(bias);
  const size = bias.length;
  for (let at = 0; at < row.places.length; at += 1) {
    const start = row.places[at]! * size;
    const value = row.values[at]!;
    for (let label = 0; label < size; label += 1) into[label]! += value * weights[start + label]!;
  }
}

function softmax(scores: Float64Array, sharpness: number): void {
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

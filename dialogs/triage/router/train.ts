import type { Features } from './features.ts';
import { type RoutingModel, type Row, softmax, toRow } from './model.ts';

export interface Sample {
  readonly features: Features;
  /** What it is; of several, any is right (« annuler une impression » is no command, whatever else it is). */
  readonly labels: readonly string[];
  /** How much it counts, 0 to 1. */
  readonly weight: number;
}

export type Learnt = Omit<RoutingModel, 'weights' | 'scales' | 'sharpness' | 'vocabulary' | 'known'> & {
  /** A row of labels each feature. */
  readonly weights: Float32Array;
};

export interface Training {
  readonly epochs: number;
  /** Share of the features that each pass over a sample leaves out, so that none is relied upon alone. */
  readonly dropout: number;
  readonly rate: number;
}

export const fromNothing: Training = { epochs: 14, dropout: 0.35, rate: 0.5 };
/** Letters and pairs met once teach nothing. */
const leastMet = 1;
/** Labels that are nearly right about a sample are not moved by it. */
const worthwhile = 0.001;
const decay = 1e-5;
/** The last passes are averaged (Polyak and Juditsky, 1992): where each would stop is chance. */
const averagedShare = 0.5;
/** Adagrad's first denominator, squared: the first steps are no leaps. */
const caution = 0.01;

/**
 * Learns from samples, and from made-up ones, whose letters and pairs are no features by themselves. The order is shuffled
 * from fixed seeds: the same samples make the same model.
 */
export function train(real: readonly Sample[], madeUp: readonly Sample[] = [], training = fromNothing): Learnt {
  const samples = [...real, ...madeUp];
  const labels = [...new Set(samples.flatMap((sample) => sample.labels))].sort();
  const { keys, places, rarities } = indexFeatures(real, madeUp);
  const weights = new Float32Array(keys.length * labels.length);
  const rows = samples.map(({ features }) => toRow(features, (key) => places.get(key) ?? -1, rarities));
  descend({ rows, samples, labels, weights, training });
  return { labels, keys, rarities, weights };
}

function indexFeatures(real: readonly Sample[], madeUp: readonly Sample[]) {
  const counts = new Map<number, number>();
  const telling = new Set<number>();
  const count = ({ features }: Sample) => {
    for (const [at, key] of features.keys.entries()) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (at < features.senses) telling.add(key);
    }
  };
  real.forEach(count);
  const met = new Set([...counts.keys()].filter((key) => counts.get(key)! >= leastMet));
  madeUp.forEach(count);
  const keys = Int32Array.from(new Set([...met, ...telling])).sort();
  const places = new Map<number, number>();
  for (const [place, key] of keys.entries()) places.set(key, place);
  const all = real.length + madeUp.length;
  const scale = Math.log(1 + all);
  const rarities = Float32Array.from(keys, (key) => Math.log(1 + all / counts.get(key)!) / scale);
  return { keys, places, rarities };
}

interface Descent {
  readonly rows: readonly Row[];
  readonly samples: readonly Sample[];
  readonly labels: readonly string[];
  /** Changed in place. */
  readonly weights: Float32Array;
  readonly training: Training;
}

/** Stochastic gradient descent with Adagrad's step sizes (Duchi, Hazan and Singer, 2011). */
export function descend({ rows, samples, labels, weights, training }: Descent): void {
  const size = labels.length;
  const squares = new Float32Array(weights.length).fill(caution);
  const scores = new Float32Array(size);
  const wanted = new Float32Array(size);
  const places = new Map(labels.map((label, place) => [label, place]));
  const targets = samples.map((sample) => sample.labels.map((label) => places.get(label)!));
  const random = generator(samples.length);
  const order = Uint32Array.from(rows.keys());
  const averaged = Math.floor(training.epochs * averagedShare);
  const sums = new Float32Array(weights.length);
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    shuffle(order, random);
    for (const at of order) {
      const row = thin(rows[at]!, training.dropout, random);
      score(row, weights, scores);
      softmax(scores, 1);
      share(scores, targets[at]!, wanted);
      for (let label = 0; label < size; label += 1) {
        const error = samples[at]!.weight * (scores[label]! - wanted[label]!);
        if (Math.abs(error) < worthwhile) continue;
        for (let of = 0; of < row.places.length; of += 1) {
          const place = row.places[of]! * size + label;
          const gradient = error * row.values[of]! + decay * weights[place]!;
          squares[place]! += gradient * gradient;
          weights[place]! -= (training.rate * gradient) / Math.sqrt(squares[place]!);
        }
      }
    }
    if (epoch < training.epochs - averaged) continue;
    for (let place = 0; place < weights.length; place += 1) sums[place]! += weights[place]! / averaged;
  }
  weights.set(sums);
}

/** What the scores should be: all on the right labels, split among several as they split it now. */
function share(scores: Float32Array, targets: readonly number[], wanted: Float32Array): void {
  wanted.fill(0);
  let sum = 0;
  for (const target of targets) sum += scores[target]!;
  for (const target of targets) wanted[target] = sum === 0 ? 1 / targets.length : scores[target]! / sum;
}

function thin(row: Row, dropout: number, random: () => number): Row {
  if (dropout === 0) return row;
  const places = new Int32Array(row.places.length);
  const values = new Float32Array(row.places.length);
  let kept = 0;
  for (let at = 0; at < row.places.length; at += 1) {
    if (random() < dropout) continue;
    places[kept] = row.places[at]!;
    values[kept] = row.values[at]! / (1 - dropout);
    kept += 1;
  }
  return { places: places.subarray(0, kept), values: values.subarray(0, kept) };
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

function shuffle(order: Uint32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}

/** A linear congruential generator (Numerical Recipes): shares from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

import { words } from '../text.ts';
import { type Example, exampleNumber } from './examples.ts';
import { classify, type RoutingModel } from './model.ts';
import { quantise } from './quantise.ts';
import { createReader, featuresOf, lexiconWords } from './reader.ts';
import { type Sample, train } from './train.ts';

/** A word written once may be a slip: only words met twice are what slips are mended to. */
const leastWritten = 2;
const folds = 5;
const sharpnesses = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.4, 1.6];

export interface Lesson {
  readonly model: RoutingModel;
  /** Share of that fifth that the first model gets right. */
  readonly accuracy: number;
}

/** Learns routing from examples, and how sure it may be of itself from a fifth that a first model does not see. */
export function learn(examples: readonly Example[]): Lesson {
  const samples = examples.map(
    ({ labels, text, weight }): Sample => ({ labels, weight, features: featuresOf(words(text)) }),
  );
  const { sharpness, accuracy } = validate(examples, samples);
  return { model: { ...fit(examples, samples), sharpness }, accuracy };
}

function fit(examples: readonly Example[], samples: readonly Sample[]): RoutingModel {
  const { labels, keys, rarities, weights } = train(samples);
  return {
    labels,
    keys,
    rarities,
    ...quantise({ labels, weights }),
    sharpness: 1,
    vocabulary: vocabularyOf(examples),
    known: Int32Array.from(new Set(examples.map(exampleNumber))).sort(),
  };
}

function vocabularyOf(examples: readonly Example[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { text } of examples)
    for (const word of new Set(words(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...lexiconWords, ...[...counts.keys()].filter((word) => counts.get(word)! >= leastWritten)].sort());
}

/** The sharpness under which examples that a model has not seen are least surprising (log loss). */
function validate(examples: readonly Example[], samples: readonly Sample[]) {
  const losses = sharpnesses.map(() => 0);
  let right = 0;
  let all = 0;
  const inside = [...examples.keys()].filter((at) => at % folds !== 0);
  const model = fit(
    inside.map((at) => examples[at]!),
    inside.map((at) => samples[at]!),
  );
  const read = createReader(model.vocabulary);
  for (const [at, { labels, text, weight }] of examples.entries()) {
    if (at % folds !== 0 || weight < 1) continue;
    const features = read(text);
    all += 1;
    for (const [index, sharpness] of sharpnesses.entries()) {
      const shares = classify({ ...model, sharpness }, features);
      if (sharpness === 1 && labels.includes(shares[0]!.label)) right += 1;
      const rightly = shares.reduce((sum, share) => sum + (labels.includes(share.label) ? share.probability : 0), 0);
      losses[index]! -= Math.log(Math.max(rightly, 1e-6));
    }
  }
  return { sharpness: sharpnesses[losses.indexOf(Math.min(...losses))]!, accuracy: all === 0 ? 0 : right / all };
}

import { words } from '../text.ts';
import { type Example, exampleNumber } from './examples.ts';
import { hash } from './features.ts';
import type { Around } from './messages.ts';
import { classify, type RoutingModel } from './model.ts';
import { quantise } from './quantise.ts';
import { createReader, featuresOf, lexiconWords } from './reader.ts';
import { type Sample, train } from './train.ts';

/** A word written once may be a slip: only words met twice are what slips are mended to. */
const leastWritten = 2;
const folds = 5;
/** What is said around a problem is made up: it counts for less than what people wrote. */
const surroundedWeight = 0.4;
const surroundings = ['after', 'both'] as const;
type Place = (typeof surroundings)[number];
const sharpnesses = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.4, 1.6];

export interface Lesson {
  readonly model: RoutingModel;
  /** Share of that fifth that the first model gets right. */
  readonly accuracy: number;
}

/**
 * Learns routing from examples, and how sure it may be of itself from a fifth that a first model does not see. Who writes
 * a lot says much that is beside the problem: each example is learnt a second time with something of `around` about it.
 */
export function learn(examples: readonly Example[], around: Around): Lesson {
  const { sharpness, accuracy } = validate(examples, around);
  return { model: { ...fit(examples, around), sharpness }, accuracy };
}

function fit(examples: readonly Example[], around: Around): RoutingModel {
  const whole = examples.filter(({ weight }) => weight === 1);
  const surrounded = surroundings.flatMap((place) => whole.map((example) => surround(example, around, place)));
  const { labels, keys, rarities, weights } = train(examples.map(toSample), surrounded.map(toSample));
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

const toSample = ({ labels, text, weight }: Example): Sample => ({ labels, weight, features: featuresOf(words(text)) });

/** What is chosen follows from the message, so that learning twice gives the same. */
function surround({ labels, text, language }: Example, around: Around, place: Place): Example {
  const choice = around[language];
  const seed = hash(place, text) >>> 0;
  const before = choice[seed % choice.length]!;
  const after = choice[Math.floor(seed / choice.length) % choice.length]!;
  const long = place === 'after' ? `${text}, ${after}` : `${before}, ${text}. ${after}`;
  return { labels, text: long, language, weight: surroundedWeight };
}

function vocabularyOf(examples: readonly Example[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { text } of examples)
    for (const word of new Set(words(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...lexiconWords, ...[...counts.keys()].filter((word) => counts.get(word)! >= leastWritten)].sort());
}

/** The sharpness under which examples that a model has not seen are least surprising (log loss). */
function validate(examples: readonly Example[], around: Around) {
  const losses = sharpnesses.map(() => 0);
  let right = 0;
  let all = 0;
  const model = fit(
    examples.filter((_, at) => at % folds !== 0),
    around,
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

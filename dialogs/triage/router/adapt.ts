import { words } from '../text.ts';
import { type Example, exampleNumber } from './examples.ts';
import { placeOf, type RoutingModel, toRow } from './model.ts';
import { expand, quantise } from './quantise.ts';
import { featuresOf } from './reader.ts';
import { descend, type Sample } from './train.ts';

const training = { epochs: 6, dropout: 0.2, rate: 0.25 };
/** New examples are few beside what was learnt: each counts for several. */
const repeated = 3;

/**
 * Teaches a model the examples that it does not know, those of an organisation's own scripts and articles, without
 * forgetting the others: the known ones are gone over again with them. The same examples make the same model.
 */
export function adapt(model: RoutingModel, examples: readonly Example[]): RoutingModel {
  const isKnown = (example: Example) => placeOf(model.known, exampleNumber(example)) >= 0;
  const fresh = examples.filter((example) => !isKnown(example));
  if (fresh.length === 0) return model;
  const samples = [...Array.from({ length: repeated }, () => fresh).flat(), ...examples.filter(isKnown)].map(toSample);
  const wider = widen(model, samples);
  const { labels, keys, rarities } = wider;
  const rows = samples.map(({ features }) => toRow(features, (key) => placeOf(keys, key), rarities));
  descend({ rows, samples, labels, weights: wider.weights, training });
  const vocabulary = new Set(model.vocabulary);
  for (const { text } of fresh) for (const word of words(text)) vocabulary.add(word);
  return { ...model, labels, keys, rarities, ...quantise(wider), vocabulary };
}

const toSample = ({ labels, text, weight }: Example): Sample => ({ labels, weight, features: featuresOf(words(text)) });

/** The same model with room for the labels and features of the samples. */
function widen(model: RoutingModel, samples: readonly Sample[]) {
  const labels = [...new Set([...model.labels, ...samples.flatMap((sample) => sample.labels)])].sort();
  const keys = Int32Array.from(new Set([...model.keys, ...samples.flatMap(({ features }) => features.keys)])).sort();
  const rarities = new Float32Array(keys.length).fill(1);
  const weights = new Float32Array(keys.length * labels.length);
  const columns = model.labels.map((label) => labels.indexOf(label));
  const old = expand(model);
  for (const [row, key] of model.keys.entries()) {
    const place = placeOf(keys, key);
    rarities[place] = model.rarities[row]!;
    for (const [column, target] of columns.entries())
      weights[place * labels.length + target] = old[row * columns.length + column]!;
  }
  return { labels, keys, rarities, weights };
}

import type { TermPair } from '../lexicon.ts';
import { alignWords, type SentencePair, type TranslationTable } from './word-alignment.ts';

const leastStrength = 0.03;
/** Longer than any word of either language: pieces of pictures written as text are no terms. */
const longestTerm = 28;
/** Of each term, so many translations are kept. */
const mostEach = 8;

/** Pairs that both directions of the alignment agree on: the geometric mean of the two probabilities. */
export function learnTermPairs(sentences: readonly SentencePair[]): TermPair[] {
  const there = alignWords(sentences);
  const back = alignWords(sentences.map(({ source, target, weight }) => ({ source: target, target: source, weight })));
  const pairs = agreed(there, back);
  const kept = new Set([...strongest(pairs, 0), ...strongest(pairs, 1)]);
  return pairs.filter((pair) => kept.has(pair));
}

function agreed(there: TranslationTable, back: TranslationTable): TermPair[] {
  const pairs: TermPair[] = [];
  for (const [french, targets] of there) {
    for (const [english, probability] of targets) {
      const strength = Math.sqrt(probability * (back.get(english)?.get(french) ?? 0));
      if (strength >= leastStrength && french.length <= longestTerm && english.length <= longestTerm)
        pairs.push([french, english, strength]);
    }
  }
  return pairs.sort((one, other) => one[0].localeCompare(other[0]) || other[2] - one[2]);
}

function strongest(pairs: readonly TermPair[], side: 0 | 1): TermPair[] {
  const byTerm = Map.groupBy(pairs, (pair) => pair[side]);
  return [...byTerm.values()].flatMap((list) => [...list].sort((one, other) => other[2] - one[2]).slice(0, mostEach));
}

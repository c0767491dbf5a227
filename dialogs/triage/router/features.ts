import { analyse, type Language, languages } from '../../../knowledge/index.ts';

/** A text as weighted features by name: stems, pairs of stems, concepts, letters of words. */
export type Features = Map<string, number>;

const weights = { stem: 1, pair: 0.5, concept: 1.2, letters: 0.35 } as const;
const grams = [3, 4, 5] as const;

const stems = new Map<string, readonly string[]>();

/** The stems of one word, in both languages. */
export function stemsOf(word: string): readonly string[] {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = [...new Set(languages.flatMap((language) => analyse(word, language)))];
  if (stems.size > 50_000) stems.clear();
  stems.set(word, found);
  return found;
}

/** Features of canonical words; the language decides the stemming, both when it is not known. */
export function extract(
  said: readonly string[],
  concepts: ReadonlySet<string>,
  language: Language | undefined,
): Features {
  const features: Features = new Map();
  const text = said.join(' ');
  const read = language === undefined ? languages : [language];
  for (const one of read) addStems(features, analyse(text, one), one, 1 / read.length);
  for (const concept of concepts) features.set(`c:${concept}`, weights.concept);
  const found = [...concepts].sort();
  for (const [index, one] of found.entries())
    for (const other of found.slice(index + 1)) features.set(`cc:${one}+${other}`, weights.concept * 0.4);
  for (const word of said) addLetters(features, word);
  return features;
}

function addStems(features: Features, terms: readonly string[], language: Language, share: number): void {
  for (const [index, term] of terms.entries()) {
    features.set(`s:${term}`, weights.stem * share);
    const next = terms[index + 1];
    if (next !== undefined) features.set(`p:${language}:${term}_${next}`, weights.pair * share);
  }
}

function addLetters(features: Features, word: string): void {
  if (word.length < 4) return;
  const padded = `<${word}>`;
  for (const size of grams)
    for (let at = 0; at + size <= padded.length; at += 1)
      features.set(`l:${padded.slice(at, at + size)}`, weights.letters / Math.sqrt(padded.length));
}

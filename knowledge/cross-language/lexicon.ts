import { readFileSync } from 'node:fs';
import type { Language } from '../language.ts';

export interface LikelyWord {
  /** A term, as the analysis makes it. */
  readonly word: string;
  /** 0 to 1. */
  readonly likeness: number;
}

/** Which term of one language says what a term of the other says. */
export interface Lexicon {
  /** In the other language, likeliest first. */
  translations(term: string, from: Language): readonly LikelyWord[];
  /** Other terms of the same language that are translated alike, likeliest first. */
  synonyms(term: string, language: Language): readonly LikelyWord[];
}

/** A French term, an English term, and how sure each is to translate the other, 0 to 1. */
export type TermPair = readonly [french: string, english: string, strength: number];

/** Synonyms less alike than this are accidents. */
const leastAlike = 0.08;

export function createLexicon(pairs: Iterable<TermPair>): Lexicon {
  const from = { fr: new Map<string, LikelyWord[]>(), en: new Map<string, LikelyWord[]>() };
  for (const [french, english, strength] of pairs) {
    insert(from.fr, french, { word: english, likeness: strength });
    insert(from.en, english, { word: french, likeness: strength });
  }
  const translations = (term: string, language: Language): readonly LikelyWord[] => from[language].get(term) ?? [];
  return {
    translations,
    synonyms(term, language) {
      const found = new Map<string, number>();
      for (const there of translations(term, language)) {
        for (const back of translations(there.word, language === 'fr' ? 'en' : 'fr')) {
          const likeness = there.likeness * back.likeness;
          if (back.word === term || likeness < leastAlike) continue;
          found.set(back.word, Math.max(likeness, found.get(back.word) ?? 0));
        }
      }
      return likeliestFirst([...found].map(([word, likeness]) => ({ word, likeness })));
    },
  };
}

function insert(map: Map<string, LikelyWord[]>, term: string, word: LikelyWord): void {
  const list = map.get(term);
  if (!list) {
    map.set(term, [word]);
    return;
  }
  const at = list.findIndex(({ likeness }) => likeness < word.likeness);
  list.splice(at < 0 ? list.length : at, 0, word);
}

const likeliestFirst = (words: readonly LikelyWord[]): LikelyWord[] =>
  [...words].sort((one, other) => other.likeness - one.likeness);

/** Written by `npm run learn:lexicon`: French term, English term, strength in hundredths; lines with # are comments. */
export const lexiconFile = new URL('./lexicon.tsv', import.meta.url);

let shipped: Lexicon | undefined;

/** The lexicon learnt from parallel help articles, read at the first question that needs it. */
export function shippedLexicon(): Lexicon {
  shipped ??= createLexicon(readPairs(readFileSync(lexiconFile, 'utf8')));
  return shipped;
}

function* readPairs(text: string): Generator<TermPair> {
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [french, english, strength] = line.split('\t');
    yield [french!, english!, Number(strength) / 100];
  }
}

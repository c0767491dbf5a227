import type { Lexicon } from '../cross-language/lexicon.ts';
import type { Language } from '../language.ts';
import { analyse, weightOf } from '../search-index/analyse.ts';
import { frequencyOf, rarityOf, type SearchIndex } from '../search-index/search-index.ts';
import type { Vocabulary } from '../search-index/similar-words.ts';

/** A term of an index that a word of the query may stand for. */
export interface Meaning {
  readonly term: number;
  /** 1 for the word itself, less for what it may have meant. */
  readonly likeness: number;
  readonly rarity: number;
}

export interface QueryTerm {
  readonly meanings: readonly Meaning[];
  /** What the word counts for in the order of documents, 0 to 1. */
  readonly weight: number;
  /** Inverse document frequency times that weight. */
  readonly mass: number;
  /** What it counts for as a proof that a document answers: words said about any problem prove little. */
  readonly proof: number;
  /** Said about any problem. */
  readonly light: boolean;
  /** An error code, a reference: no passing mention. */
  readonly code: boolean;
}

export interface Words {
  readonly index: SearchIndex;
  readonly vocabulary: () => Vocabulary;
  readonly lexicon: () => Lexicon;
}

/** Words past this number are a story; the question stands before them, or is lost anyway. */
const most = 100;
/** What a word of the same meaning counts for beside the word itself. */
const synonymLikeness = 0.8;
/** A word that no document holds is often beside the point (a name, a story): it counts for half. */
const unknownWeight = 0.5;

/** The terms of a question asked in `language`, each with the terms of the index that it stands for. */
export function readQuery(words: Words, text: string, language: Language): readonly QueryTerm[] {
  const { index } = words;
  const read = language === index.language ? ownMeanings : foreignMeanings;
  return [...new Set(analyse(text, language))].slice(0, most).map((term) => {
    const tells = weightOf(term, language);
    const weight = wordWeight(tells);
    const found = [...read(words, term, language)].flatMap(([meaning, likeness]) =>
      meaningOf(index, meaning, likeness),
    );
    const best = found.reduce((most, { likeness, rarity }) => Math.max(most, likeness === 1 ? rarity : 0), 0);
    const alike = found.reduce((most, { likeness, rarity }) => Math.max(most, likeness * rarity), 0);
    const rarity = found.length > 0 ? best || alike : rarityOf(0, index.documentCount) * unknownWeight;
    return {
      meanings: found,
      weight,
      mass: weight * rarity,
      proof: tells * rarity,
      light: tells < 1,
      code: isCode(term),
    };
  });
}

function meaningOf(index: SearchIndex, term: string, likeness: number): readonly Meaning[] {
  const number = index.numberOf.get(term);
  if (number === undefined) return [];
  return [{ term: number, likeness, rarity: rarityOf(frequencyOf(index, number), index.documentCount) }];
}

type Likenesses = ReadonlyMap<string, number>;

/** The word itself and what means the same; only a word that the index does not hold may be another one, mistyped. */
function ownMeanings({ index, vocabulary, lexicon }: Words, term: string, language: Language): Likenesses {
  const found = new Map<string, number>();
  if (index.numberOf.has(term)) found.set(term, 1);
  else for (const { word, likeness } of vocabulary().similar(term)) found.set(word, likeness);
  for (const { word, likeness } of lexicon().synonyms(term, language)) {
    if (!found.has(word)) found.set(word, likeness * synonymLikeness);
  }
  return found;
}

/** Its translations; failing these the word as it is (a name, a code), or one written almost alike. */
function foreignMeanings({ index, vocabulary, lexicon }: Words, term: string, language: Language): Likenesses {
  const found = new Map<string, number>();
  for (const { word, likeness } of lexicon().translations(term, language)) {
    if (index.numberOf.has(word)) found.set(word, likeness);
  }
  const surest = Math.max(0, ...found.values());
  if (surest < 0.3 && index.numberOf.has(term)) found.set(term, 1);
  if (found.size === 0) for (const { word, likeness } of vocabulary().similar(term)) found.set(word, likeness * 0.7);
  return found;
}

const isCode = (term: string): boolean => term.length >= 4 && /\d/.test(term) && !/^\d{4}$/.test(term);

/** Words said about any problem count for less in the order of documents too, though not for as little as in a proof. */
export const wordWeight = (tells: number): number => tells ** 0.3;

import snowball from 'snowball-stemmers';
import type { Language } from '../language.ts';

const stemmers = { fr: snowball.newStemmer('french'), en: snowball.newStemmer('english') };
const known: Record<Language, Map<string, string>> = { fr: new Map(), en: new Map() };
/** Stems kept per language: the stemmer takes some 30 µs a word, and people use the same few thousand words. */
const limit = 50_000;

/** The stem of a folded word; words with digits are returned as they are. */
export function stem(word: string, language: Language): string {
  const memory = known[language];
  const found = memory.get(word);
  if (found !== undefined) return found;
  const made = word.length < 3 || /[\d_]/.test(word) ? word : stemmers[language].stem(prepare(word, language));
  if (memory.size >= limit) memory.clear();
  memory.set(word, made);
  return made;
}

/** Folding turned « bloquée » into "bloquee": the French stemmer must see the participle that it knows. */
function prepare(word: string, language: Language): string {
  return language === 'fr' && word.length > 4 ? word.replace(/ees?$/, 'e') : word;
}

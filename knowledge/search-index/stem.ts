import snowball from 'snowball-stemmers';
import type { Language } from '../language.ts';

const stemmers = { fr: snowball.newStemmer('french'), en: snowball.newStemmer('english') };

/** The stem of a folded word; words with digits are returned as they are. */
export function stem(word: string, language: Language): string {
  return word.length < 3 || /[\d_]/.test(word) ? word : stemmers[language].stem(prepare(word, language));
}

/** Folding turned « bloquée » into "bloquee": the French stemmer must see the participle that it knows. */
function prepare(word: string, language: Language): string {
  return language === 'fr' && word.length > 4 ? word.replace(/ees?$/, 'e') : word;
}

import type { Language } from '../language.ts';
import { root, terms } from './terms.ts';
import { tokenise } from './tokenise.ts';

/**
 * The terms of a text, in order: folded, without stop words, stemmed; what several words name is one term
 * (« mot de passe » gives "mot-de-passe", "log in" gives "sign-in"), names and codes are kept whole.
 */
export function analyse(text: string, language: Language): string[] {
  const { stop, compounds } = terms[language];
  const words = tokenise(text, language);
  const roots = words.map((word) => root(word, language));
  const found: string[] = [];
  for (let at = 0; at < words.length; ) {
    const compound = compounds
      .get(roots[at]!)
      ?.find(({ rest }) => rest.every((expected, offset) => roots[at + 1 + offset] === expected));
    if (compound) {
      found.push(compound.term);
      at += 1 + compound.rest.length;
      continue;
    }
    if (!stop.has(words[at]!)) found.push(roots[at]!);
    at += 1;
  }
  return found;
}

/** The words inside a compound term ("boite-aux-lettres" holds "boit" and "lettr"), none for a plain one. */
export function partsOf(term: string, language: Language): readonly string[] {
  const parts = terms[language].parts.get(term);
  return parts && parts.length > 1 ? parts : [];
}

const light: Record<Language, ReadonlySet<string>> = {
  fr: new Set(terms.fr.light.flatMap((word) => analyse(word, 'fr'))),
  en: new Set(terms.en.light.flatMap((word) => analyse(word, 'en'))),
};

/** How much a term says about the subject, 0 to 1: little for « marche », « problème », "help". */
export function weightOf(term: string, language: Language): number {
  return light[language].has(term) ? 0.25 : 1;
}

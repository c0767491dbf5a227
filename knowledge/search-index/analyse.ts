import type { Language } from '../language.ts';
import { ownCopy } from './own-copy.ts';
import { type Compound, root, terms } from './terms.ts';
import { tokenise } from './tokenise.ts';

/**
 * The terms of a text, in order: folded, without stop words, stemmed; what several words name is one term
 * (« mot de passe » gives "mot-de-passe", "log in" gives "sign-in"), names and codes are kept whole.
 */
export function analyse(text: string, language: Language): string[] {
  const words = tokenise(text, language).map((word) => lookUp(word, language));
  const found: string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at]!;
    const compound = word.compounds?.find(({ rest }) =>
      rest.every((expected, offset) => words[at + 1 + offset]?.root === expected),
    );
    if (compound) {
      found.push(compound.term);
      at += 1 + compound.rest.length;
      continue;
    }
    if (!word.stop) found.push(word.root);
    at += 1;
  }
  return found;
}

interface Word {
  readonly root: string;
  readonly stop: boolean;
  readonly compounds: readonly Compound[] | undefined;
}

interface Memory {
  recent: Map<string, Word>;
  /** What was remembered before `recent` was begun: a word met again moves there, the others are forgotten. */
  older: ReadonlyMap<string, Word>;
}

const memories: Record<Language, Memory> = {
  fr: { recent: new Map(), older: new Map() },
  en: { recent: new Map(), older: new Map() },
};
/** The stemmer takes some 30 µs a word, and texts use the same few thousand words. */
const remembered = 50_000;

function lookUp(word: string, language: Language): Word {
  const memory = memories[language];
  const known = memory.recent.get(word);
  if (known) return known;
  const found = memory.older.get(word) ?? read(word, language);
  if (memory.recent.size >= remembered) {
    memory.older = memory.recent;
    memory.recent = new Map();
  }
  memory.recent.set(ownCopy(word), found);
  return found;
}

function read(word: string, language: Language): Word {
  const { stop, compounds } = terms[language];
  const stem = root(word, language);
  return { root: ownCopy(stem), stop: stop.has(word), compounds: compounds.get(stem) };
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

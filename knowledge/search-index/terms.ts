import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Language } from '../language.ts';
import { parseYaml } from '../parse-yaml.ts';
import { stem } from './stem.ts';
import { tokenise } from './tokenise.ts';

const words = z.array(z.string().min(1));
const byLanguage = z.strictObject({ fr: words, en: words });
const groups = z.array(words.min(1));
const schema = z.strictObject({
  names: words,
  terms: z.strictObject({ both: groups, fr: groups, en: groups }),
  stop: byLanguage,
  light: byLanguage,
});

/** Several words that are one term: the stems that follow the first, and the term. */
export interface Compound {
  readonly rest: readonly string[];
  readonly term: string;
}

export interface Terms {
  readonly names: ReadonlySet<string>;
  readonly stop: ReadonlySet<string>;
  /** Words that say little about the subject. */
  readonly light: readonly string[];
  /** By the stem of their first word, longest first. */
  readonly compounds: ReadonlyMap<string, readonly Compound[]>;
  /** The stems of the words that a term is written with. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

const data = schema.parse(parseYaml(readFileSync(new URL('./terms.yaml', import.meta.url), 'utf8')));
const names = new Set(data.names);

/** A name is its own stem. */
export function root(word: string, language: Language): string {
  return names.has(word) ? word : stem(word, language);
}

function compile(language: Language): Terms {
  const roots = (text: string) => tokenise(text, language).map((word) => root(word, language));
  const stop = new Set(data.stop[language].flatMap((word) => tokenise(word, language)));
  const compounds = new Map<string, Compound[]>();
  const parts = new Map<string, string[]>();
  for (const group of [...data.terms.both, ...data.terms[language]]) {
    const term = tokenise(group[0]!, language).join('-');
    parts.set(
      term,
      tokenise(group[0]!, language)
        .filter((word) => !stop.has(word))
        .map((word) => root(word, language)),
    );
    for (const form of group) {
      const [first, ...rest] = roots(form);
      compounds.set(first!, [...(compounds.get(first!) ?? []), { rest, term }]);
    }
  }
  for (const list of compounds.values()) list.sort((a, b) => b.rest.length - a.rest.length);
  return { names, stop, light: data.light[language], compounds, parts };
}

export const terms: Record<Language, Terms> = { fr: compile('fr'), en: compile('en') };

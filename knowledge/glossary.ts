import { z } from 'zod';
import type { ContentProblem } from './content-problem.ts';
import { fillOrganisation, unknownOrganisationNames } from './fill-organisation.ts';
import { type Language, languages } from './language.ts';
import type { Organisation } from './organisation.ts';
import { schemaProblems } from './schema-problems.ts';
import { editDistance, forgiven } from './search-index/similar-words.ts';
import { root } from './search-index/terms.ts';
import { tokenise } from './search-index/tokenise.ts';
import type { YamlSource } from './yaml-source.ts';

const words = z.array(z.string().trim().min(1)).min(1);
/** `knowledge/glossary.yaml`: words that employees ask about in the middle of something else. */
export const glossarySchema = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens'),
    words: z.strictObject({ fr: words, en: words }),
    text: z.strictObject({ fr: z.string().trim().min(1), en: z.string().trim().min(1) }),
  }),
);
export type GlossaryEntry = z.infer<typeof glossarySchema>[number];

/** Reads a glossary; names of the organisation are filled in. */
export function parseGlossary(
  source: YamlSource,
  organisation: Organisation | undefined,
): { entries: readonly GlossaryEntry[]; problems: readonly ContentProblem[] } {
  if (source.problems.length > 0) return { entries: [], problems: source.problems };
  const parsed = glossarySchema.safeParse(source.value ?? []);
  if (!parsed.success) return { entries: [], problems: schemaProblems(parsed.error, source) };
  const problems: ContentProblem[] = [];
  const report = (path: PropertyKey[], problem: string, mend: string) =>
    problems.push({ file: source.file, line: source.lineOf(path), field: fieldOf(path), problem, mend });
  const ids = new Set<string>();
  for (const [at, { id, text }] of parsed.data.entries()) {
    if (ids.has(id)) report([at, 'id'], `"${id}" stands twice`, 'keep one entry, with the words of both');
    ids.add(id);
    for (const language of languages)
      for (const name of organisation ? unknownOrganisationNames(text[language], organisation) : [])
        report(
          [at, 'text', language],
          `organisation.yaml has no value "${name}"`,
          'add it under values, or correct the name',
        );
  }
  const entries = parsed.data.map((entry) => ({
    ...entry,
    text: organisation
      ? {
          fr: fillOrganisation(entry.text.fr, organisation, 'fr'),
          en: fillOrganisation(entry.text.en, organisation, 'en'),
        }
      : entry.text,
  }));
  return { entries, problems };
}

const fieldOf = ([at, ...rest]: PropertyKey[]) => `[${String(at)}].${rest.map(String).join('.')}`;

/** The stems of a word as it is looked up: « Les imprimantes » gives "imprim". */
function keyOf(term: string, language: Language): string {
  return tokenise(term, language)
    .filter((word) => !articles[language].has(word))
    .map((word) => root(word, language))
    .join(' ');
}

const articles: Record<Language, ReadonlySet<string>> = {
  fr: new Set(['le', 'la', 'les', 'un', 'une', 'des', 'du', 'de']),
  en: new Set(['the', 'a', 'an']),
};

export type Explain = (
  term: string,
  language: Language,
) => { readonly term: string; readonly text: string } | undefined;

/** Explains a word in plain language: accents, plural and small typing mistakes are forgiven, either language is found. */
export function createExplain(entries: readonly GlossaryEntry[]): Explain {
  const byKey = new Map<string, GlossaryEntry>();
  for (const entry of entries)
    for (const language of languages)
      for (const word of entry.words[language]) {
        const key = `${language} ${keyOf(word, language)}`;
        if (!byKey.has(key)) byKey.set(key, entry);
      }

  return (term, language) => {
    const order = [language, ...languages.filter((other) => other !== language)];
    const keys = order.map((each) => `${each} ${keyOf(term, each)}`).filter((key) => key.length > 3);
    const found =
      keys.map((key) => byKey.get(key)).find(Boolean) ?? keys.map((key) => nearest(byKey, key)).find(Boolean);
    return found && { term: found.words[language][0]!, text: found.text[language] };
  };
}

function nearest(byKey: ReadonlyMap<string, GlossaryEntry>, key: string): GlossaryEntry | undefined {
  const limit = forgiven(key.slice(3));
  if (limit === 0) return undefined;
  let best: { entry: GlossaryEntry; distance: number } | undefined;
  for (const [known, entry] of byKey) {
    if (known.slice(0, 4) !== key.slice(0, 4)) continue;
    const distance = editDistance(known, key, limit);
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { entry, distance };
  }
  return best?.entry;
}

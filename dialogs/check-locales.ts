import path from 'node:path';
import {
  type ContentProblem,
  languages,
  type Organisation,
  readIfThere,
  readYaml,
  shownPath,
  unknownOrganisationNames,
} from '../knowledge/index.ts';
import { findFrenchMistake } from './scripts/french-typography.ts';

/** Texts of bot/locales: both languages have the same keys and, in each text, the same placeholders. */
export async function checkLocales(folder: string, organisation?: Organisation): Promise<readonly ContentProblem[]> {
  const found = await Promise.all(
    ['', 'campaigns.', 'outages.'].map((prefix) => checkPair(folder, prefix, organisation)),
  );
  return found.flat();
}

/** `<prefix>fr.json` and `<prefix>en.json`. */
async function checkPair(
  folder: string,
  prefix: string,
  organisation?: Organisation,
): Promise<readonly ContentProblem[]> {
  const files = languages.map((language) => path.join(folder, `${prefix}${language}.json`));
  const texts = await Promise.all(files.map(readIfThere));
  if (texts.every((text) => text === undefined)) return [];
  const problems: ContentProblem[] = [];
  const sources = languages.map((_, at) => {
    const text = texts[at];
    const file = shownPath(files[at]!);
    if (text === undefined) problems.push({ file, problem: 'is missing', mend: 'translate the other language' });
    return text === undefined ? undefined : { file, text };
  });
  const [french, english] = sources;
  return french && english ? [...problems, ...compareLocales(french, english, organisation)] : problems;
}

interface LocaleFile {
  readonly file: string;
  readonly text: string;
}

/** Said in both languages at once: French typography does not bind them. */
const bilingual: ReadonlySet<string> = new Set(['language.other']);

/** Compares the two languages' texts; JSON is read as YAML, which it is, to know the lines. */
export function compareLocales(
  french: LocaleFile,
  english: LocaleFile,
  organisation?: Organisation,
): readonly ContentProblem[] {
  const sides = [french, english].map(({ file, text }) => readYaml(file, text));
  const broken = sides.flatMap(({ problems }) => problems);
  if (broken.length > 0) return broken;

  const problems: ContentProblem[] = [];
  for (const [at, side] of sides.entries()) {
    const other = sides[1 - at]!;
    const report = (key: string, problem: string, mend: string) =>
      problems.push({ file: side.file, line: side.lineOf([key]), field: key, problem, mend });
    const own = textsOf(side.value);
    const others = textsOf(other.value);
    for (const [key, text] of Object.entries(own)) {
      if (typeof text !== 'string' || text.trim() === '') {
        report(key, 'is not a text', 'write the text');
        continue;
      }
      if (side.file === french.file && !bilingual.has(key)) {
        const mistake = findFrenchMistake(text);
        if (mistake) report(key, mistake.problem, mistake.mend);
      }
      for (const name of organisation ? unknownOrganisationNames(text, organisation) : [])
        report(key, `organisation.yaml has no value "${name}"`, `add "${name}:" under values, or correct the name`);
      const translation = others[key];
      if (translation === undefined) {
        report(key, `has no counterpart in ${other.file}`, `translate it there, or remove it here`);
        continue;
      }
      const missing = placeholdersOf(String(translation)).filter((name) => !placeholdersOf(text).includes(name));
      if (missing.length > 0)
        report(
          key,
          `lacks ${missing.map((name) => `{${name}}`).join(', ')}, which ${other.file} has`,
          'use the same placeholders in both',
        );
    }
  }
  return problems;
}

const textsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const placeholdersOf = (text: string): string[] => [...text.matchAll(/\{([\w.-]+)\}/g)].map(([, name]) => name!);

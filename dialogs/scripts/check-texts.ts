import {
  type ContentProblem,
  type FieldPath,
  fieldName,
  fold,
  type Language,
  languages,
} from '../../knowledge/index.ts';
import { fillTitle } from '../engine/wording.ts';
import { textsIn } from './check-references.ts';
import { findFrenchMistake } from './french-typography.ts';
import type { ScriptPath } from './paths.ts';
import type { LoadedScript } from './read.ts';

const longestTitle = 80;

/** Texts of a script that people read: neither its examples nor the words that it recognises. */
export function shownTexts({
  source,
}: LoadedScript): { readonly path: FieldPath; readonly text: string; readonly language: Language }[] {
  return textsIn(source.value).flatMap(({ path, text }) => {
    const language = languages.find((each) => each === path.at(-1));
    return language && path[0] !== 'examples' ? [{ path, text, language }] : [];
  });
}

/** Placeholders that name nothing, and mistakes of French typography. */
export function checkTexts(loaded: LoadedScript): ContentProblem[] {
  const { script, source } = loaded;
  const names = new Set(script.facts.map(({ id }) => id));
  return shownTexts(loaded).flatMap(({ path, text, language }) => {
    const place = { file: source.file, line: source.lineOf(path), field: fieldName(path) };
    const found: ContentProblem[] = [];
    for (const [written, name] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (name!.startsWith('organisation.') || names.has(name!) || (name === 'value' && path.includes('recap')))
        continue;
      found.push({
        ...place,
        problem: `${written} names no fact of this script`,
        mend: "write a fact's id, {organisation.NAME}, or {value} in a recap",
      });
    }
    const mistake = language === 'fr' ? findFrenchMistake(text) : undefined;
    if (mistake) found.push({ ...place, ...mistake });
    return found;
  });
}

/** The same text in both languages is probably not translated; names and short words may well be the same. */
export function untranslatedTexts(loaded: LoadedScript): ContentProblem[] {
  const texts = new Map(shownTexts(loaded).map((each) => [fieldName(each.path), each]));
  return [...texts.values()]
    .filter(({ path, text, language }) => {
      const other = texts.get(fieldName([...path.slice(0, -1), 'en']));
      return language === 'fr' && other?.text === text && text.replace(/\{[^}]*\}/g, '').split(/\s+/).length > 3;
    })
    .map(({ path, text }) => ({
      file: loaded.source.file,
      line: loaded.source.lineOf(path),
      field: fieldName(path.slice(0, -1)),
      problem: `"${text}" is the same in both languages`,
      mend: 'translate it, unless it is a name',
    }));
}

/** A ticket title too long for its line, found by filling it with the answers of people who walk the script. */
export function checkTitle({ script, source }: LoadedScript, paths: readonly ScriptPath[]): ContentProblem[] {
  return languages.flatMap((language) => {
    const titles = paths.map(({ facts }) =>
      fillTitle(script.ticketTitle[language], (id) => {
        const known = facts.find((fact) => fact.id === id);
        if (!known || known.value === 'unknown') return undefined;
        const declared = script.facts.find((fact) => fact.id === id);
        return declared?.options?.find((option) => option.id === known.value)?.label[language] ?? known.value;
      }),
    );
    const longest = titles.reduce((a, b) => (b.length > a.length ? b : a), '');
    if (longest.length <= longestTitle) return [];
    const path = ['ticketTitle', language];
    return [
      {
        file: source.file,
        line: source.lineOf(path),
        field: fieldName(path),
        problem: `reaches ${longest.length} characters: "${longest}"`,
        mend: `shorten the title or the labels of its facts to ${longestTitle} characters in all`,
      },
    ];
  });
}

/** Examples written twice, in one script or in two: routing could not tell them apart. */
export function checkExamples(scripts: readonly LoadedScript[]): ContentProblem[] {
  const first = new Map<string, string>();
  return scripts.flatMap(({ script, source }) =>
    languages.flatMap((language) =>
      script.examples[language].flatMap((example, at) => {
        const key = fold(example)
          .replace(/[^\p{L}\p{N}]+/gu, ' ')
          .trim();
        const path = ['examples', language, at];
        const place = `${source.file}:${source.lineOf(path)}`;
        const earlier = first.get(key);
        if (earlier === undefined) first.set(key, place);
        if (earlier === undefined) return [];
        return [
          {
            file: source.file,
            line: source.lineOf(path),
            field: fieldName(path),
            problem: `"${example}" stands at ${earlier} already`,
            mend: 'keep it where it belongs, and write another one here',
          },
        ];
      }),
    ),
  );
}

import { type Article, type Language, languages } from '../../../knowledge/index.ts';
import type { QuestioningScript } from '../../scripts/schema.ts';
import { hash } from './features.ts';

export interface Example {
  /** Families, `none` or commands; of several, any is right. */
  readonly labels: readonly string[];
  readonly text: string;
  readonly language: Language;
  /** How much it counts, 0 to 1. */
  readonly weight: number;
}

const weights = { example: 1, title: 0.5, option: 0.25, article: 0.4 } as const;

/** What scripts and articles say of themselves, in a fixed order. */
export function examplesOf(
  scripts: readonly QuestioningScript[],
  articles: readonly Pick<Article, 'title' | 'families' | 'language'>[],
): Example[] {
  return [...scripts.flatMap(ofScript), ...articles.flatMap(ofArticle)];
}

/** The number by which a model knows that it has learnt an example. */
export const exampleNumber = ({ labels, text }: Example): number => hash('e', `${labels.join('|')}\n${text}`);

const inBoth = (label: string, weight: number, of: (language: Language) => readonly string[]): Example[] =>
  languages.flatMap((language) => of(language).map((text) => ({ labels: [label], text, language, weight })));

function ofScript({ code, examples, title, facts }: QuestioningScript): Example[] {
  // The first question's options are the symptoms: what people open with.
  const options = facts[0]?.options ?? [];
  return [
    ...inBoth(code, weights.example, (language) => examples[language]),
    ...inBoth(code, weights.title, (language) => [title[language]]),
    ...options.flatMap(({ label, words }) =>
      inBoth(code, weights.option, (language) => [label[language], ...(words?.[language] ?? [])]),
    ),
  ];
}

function ofArticle({ title, families, language }: Pick<Article, 'title' | 'families' | 'language'>): Example[] {
  const [family, ...others] = families;
  return family === undefined || others.length > 0
    ? []
    : [{ labels: [family], text: title, language, weight: weights.article }];
}

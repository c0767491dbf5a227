import { type Article, type Language, languages } from '../../../knowledge/index.ts';
import type { QuestioningScript } from '../../scripts/schema.ts';
import type { ConceptLexicon } from './concepts.ts';

export interface Example {
  readonly label: string;
  readonly text: string;
  readonly language: Language;
  readonly weight: number;
}

type Texts = Readonly<Record<Language, readonly string[]>>;

export interface RoutingLexicon {
  readonly concepts: ConceptLexicon;
  /** Families of the catalogue: how people put them, whether a script exists yet or not. */
  readonly families: Readonly<Record<string, Texts>>;
  /** Family without a script -> the one whose script helps with it meanwhile. */
  readonly standIns: Readonly<Record<string, string>>;
  /** What is no business of the support: small talk, other services, gibberish. */
  readonly outside: Texts;
}

const weights = { example: 1, lexicon: 0.8, title: 0.5, option: 0.25, article: 0.4 } as const;

/** All that the router learns from, in a fixed order. */
export function gatherExamples(
  scripts: readonly QuestioningScript[],
  articles: readonly Pick<Article, 'title' | 'families' | 'language'>[],
  lexicon: RoutingLexicon,
): Example[] {
  return [
    ...scripts.flatMap(ofScript),
    ...Object.entries(lexicon.families).flatMap(([code, texts]) => ofTexts(code, texts, weights.lexicon)),
    ...ofTexts('none', lexicon.outside, weights.example),
    ...articles.flatMap(ofArticle),
  ];
}

function ofTexts(label: string, texts: Texts, weight: number): Example[] {
  return languages.flatMap((language) => texts[language].map((text) => ({ label, text, language, weight })));
}

function ofScript(script: QuestioningScript): Example[] {
  const { code } = script;
  return [
    ...ofTexts(code, script.examples, weights.example),
    ...languages.map((language) => ({ label: code, text: script.title[language], language, weight: weights.title })),
    // The first question's options are the symptoms: what people open with.
    ...(script.facts[0]?.options ?? []).flatMap((option) =>
      languages.flatMap((language) =>
        [option.label[language], ...(option.words?.[language] ?? [])].map((text) => ({
          label: code,
          text,
          language,
          weight: weights.option,
        })),
      ),
    ),
  ];
}

function ofArticle(article: Pick<Article, 'title' | 'families' | 'language'>): Example[] {
  const [family, ...others] = article.families;
  if (family === undefined || others.length > 0) return [];
  return [{ label: family, text: article.title, language: article.language, weight: weights.article }];
}

import type { Language } from '../language.ts';
import { analyse, weightOf } from '../search-index/analyse.ts';
import { fold } from '../search-index/fold.ts';
import type { Passage } from '../types.ts';
import { sentencesOf } from './sentences.ts';

export interface DraftedSentence {
  /** Without its citations: data, never markup. */
  readonly text: string;
  /** Positions of passages, from 1. */
  readonly cites: readonly number[];
}

/** Share of a sentence's weight that one place of a cited passage must hold. */
const leastSupport = 0.9;
const mostSentences = 8;

/**
 * The sentences of a model's draft that stand: each cites a passage, and one place of that passage says it, with the same
 * numbers, addresses and codes and the same yes or no. The rest is removed; nothing in it is believed (R34, R35).
 * `finished` false: the last sentence may still be growing, and waits.
 */
export function checkDraft(
  draft: string,
  passages: readonly Passage[],
  language: Language,
  finished = true,
): readonly DraftedSentence[] {
  const sentences = sentencesOf(withoutMarkup(draft));
  const whole = finished ? sentences : sentences.slice(0, -1);
  const standing: DraftedSentence[] = [];
  for (const sentence of whole) {
    const cites = [...new Set([...sentence.matchAll(/\[(\d{1,2})\]/g)].map(([, number]) => Number(number)))].filter(
      (number) => number >= 1 && number <= passages.length,
    );
    const text = tidy(sentence.replace(/\s*\[[^\]]*\]/g, ''));
    if (text === '' || text.endsWith('?')) continue;
    const supporting = cites.filter((number) => supports(passages[number - 1]!, text, language));
    if (supporting.length > 0) standing.push({ text, cites: supporting });
    if (standing.length === mostSentences) break;
  }
  return standing;
}

/** A link becomes its words; a list or a heading its text. */
const withoutMarkup = (draft: string): string =>
  draft
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, ' ')
    .replace(/^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+/gm, '')
    .replace(/[*_`~|]/g, '');

const tidy = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: invisible characters can hide what a sentence says
    .replace(/[\u0000-\u001f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,])/g, '$1')
    .trim();

function supports(passage: Passage, sentence: string, language: Language): boolean {
  // Words can be held against words of the same language alone.
  if (passage.language !== language) return false;
  const terms = [...new Set(analyse(sentence, language))];
  if (terms.length === 0) return false;
  const total = weigh(terms, language);
  return placesOf(passage).some((place) => {
    const held = new Set(analyse(place, language));
    const found = weigh(
      terms.filter((term) => held.has(term)),
      language,
    );
    return (
      found / total >= leastSupport &&
      denies(sentence, language) === denies(closest(place, sentence, language), language) &&
      exactPieces(sentence).every((piece) => fold(place).includes(fold(piece)))
    );
  });
}

const weigh = (terms: readonly string[], language: Language): number =>
  terms.reduce((sum, term) => sum + weightOf(term, language), 0);

/** Each sentence or line, with the one after it: what a short answer runs together. */
function placesOf({ heading, text }: Passage): string[] {
  const sentences = sentencesOf(withoutMarkup(text));
  return sentences.flatMap((sentence, at) => [
    `${heading}. ${sentence}`,
    ...(at + 1 < sentences.length ? [`${heading}. ${sentence} ${sentences[at + 1]}`] : []),
  ]);
}

/** The sentence of a place that says most of it: its yes or no counts. */
function closest(place: string, sentence: string, language: Language): string {
  const wanted = new Set(analyse(sentence, language));
  const score = (text: string) => analyse(text, language).filter((term) => wanted.has(term)).length;
  return sentencesOf(place).reduce((best, each) => (score(each) > score(best) ? each : best), '');
}

const denials: Readonly<Record<Language, RegExp>> = {
  fr: /(?:^|[\s'’])(?:ne|n['’]\p{L}+|pas|jamais|aucune?|sans|ni|interdit\p{L}*|évitez|sauf)(?=$|[\s,.;:!'’])/giu,
  en: /\b(?:not|never|no|none|without|don['’]t|doesn['’]t|cannot|can['’]t|won['’]t|isn['’]t|nor|avoid|forbidden|unless|except)\b/giu,
};

/** How often: one more or one less turns what is said round. */
const denies = (text: string, language: Language): number => (text.match(denials[language]) ?? []).length;

/** Numbers, addresses, names of files and keys: near enough is wrong. */
const exactPieces = (sentence: string): string[] => [
  ...(sentence.match(opposites) ?? []),
  ...(sentence.match(/\b(?:https?:\/\/|www\.)\S+|\S+@\S+|\b[\w-]+\.[a-z]{2,}(?:\/\S*)?|\S*\d\S*/giu) ?? []).map(
    (piece) => piece.replace(/^[("'«]+|[).,;:!?"'»]+$/g, ''),
  ),
];

/** Small words that turn a step into its opposite, and weigh nothing in a search. */
const opposites =
  /\b(?:turn(?:ed|ing)?\s+(?:on|off)|switch\s+(?:on|off)|before|after|only|always|all|up|down|avant|après|toujours|seulement|tous|toutes)\b/giu;

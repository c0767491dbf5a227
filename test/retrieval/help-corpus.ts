import { readHelpArticles } from '../../knowledge/cross-language/learn/corpus.ts';
import { isHeldOut } from '../../knowledge/cross-language/learn/held-out.ts';
import type { CorpusRow, QueryRow } from '../evaluate/retrieval.ts';
import { queryRow } from '../evaluate/retrieval.ts';
import { readRows } from '../evaluate/rows.ts';
import { seededRandom } from '../support/seeded-random.ts';

const rewordedTitles = new URL('../fixtures/m365-help/reworded-titles-fr.jsonl', import.meta.url).pathname;
const articles = readHelpArticles();
const french = articles.filter(({ lang }) => lang === 'fr');

/** Ids of the real help articles in French, which every corpus begins with. */
export const frenchIds: readonly string[] = french.map(({ id }) => id);

/**
 * The real French help articles, then made-up ones up to `count`: the title of two halves of real titles, the text of
 * real lines in another order. Each also holds a few made-up
 * words. They read like help and answer nothing.
 */
export function* frenchCorpus(count: number, seed: number): Generator<CorpusRow> {
  for (const { id, title, text } of french.slice(0, count)) yield { id, lang: 'fr', title, text };
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const lines = french.flatMap(({ text }) => text.split('\n').filter((line) => line.trim() !== ''));
  for (let number = french.length; number < count; number += 1) {
    const begin = pick(french).title.split(' ');
    const end = pick(french).title.split(' ');
    const title = [...begin.slice(0, Math.ceil(begin.length / 2)), ...end.slice(Math.floor(end.length / 2))].join(' ');
    const text = Array.from({ length: 2 + Math.floor(random() * 9) }, () => pick(lines)).join('\n\n');
    const rare = Array.from({ length: 6 }, () => madeUpWord(random)).join(' ');
    yield { id: `made-up-${number}`, lang: 'fr', title, text: `${text}\n\n${rare}` };
  }
}

const syllables = [
  'ba',
  'dor',
  'ile',
  'gran',
  'vel',
  'mi',
  'ston',
  'ra',
  'quo',
  'fen',
  'lu',
  'zar',
  'ti',
  'plo',
  'ner',
];

/** Of some 60,000 words, the first ones far more often than the last: the names and codes that real texts are full of. */
function madeUpWord(random: () => number): string {
  let rest = Math.floor(random() ** 3 * 60_000);
  const code = rest % 7 === 0 ? String(rest) : '';
  let word = '';
  do {
    word += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  } while (rest > 0);
  return `${word}${code}`;
}

/** Earlier wordings of the French titles of held-out articles. */
export const rewordedQueries = (): QueryRow[] => readRows(rewordedTitles, queryRow);

/** The English titles of held-out articles; the French articles of that title answer them. */
export function englishQueries(): QueryRow[] {
  const english = articles.filter(({ lang }) => lang === 'en');
  const byTitle = Map.groupBy(english, ({ title }) => title.toLowerCase());
  return english
    .filter(({ article }) => isHeldOut(article))
    .map(({ id, title }) => ({
      id,
      lang: 'en',
      text: title,
      relevant: byTitle.get(title.toLowerCase())!.map(({ article }) => `${article}#fr`),
    }));
}

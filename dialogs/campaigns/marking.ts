import type { QuestionScreen, Screen } from './screens.ts';

/** Something that can be marked or put in order, with its own id. */
interface Item {
  readonly id: string;
}

/**
 * Whether an answer is right. A fraud is recognised when at least half of its clues are marked and more clues than
 * innocent parts; a genuine message, when nothing is.
 */
export function isRight(screen: QuestionScreen, picked: readonly string[]): boolean {
  switch (screen.type) {
    case 'single':
      return screen.answers.some(({ id, right }) => right && picked.length === 1 && picked[0] === id);
    case 'several':
      return screen.answers.every(({ id, right }) => picked.includes(id) === right);
    case 'true-false':
      return picked[0] === String(screen.right);
    case 'order':
      return screen.items.length === picked.length && screen.items.every(({ id }, at) => picked[at] === id);
    case 'spot': {
      const clues = screen.parts.filter((part) => part.clue);
      if (clues.length === 0) return picked.length === 0;
      const found = clues.filter(({ id }) => picked.includes(id)).length;
      return found * 2 >= clues.length && found > picked.length - found;
    }
  }
}

/** The items in another order than the right one; the same each time, so that a question asked again is the same. */
export function shuffled<T extends Item>(items: readonly T[]): readonly T[] {
  const key = ({ id }: T) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  const mixed = items.toSorted((one, other) => key(one) - key(other));
  return mixed.every((item, at) => item === items[at]) ? [...mixed.slice(1), mixed[0]!] : mixed;
}

/** What is marked on a screen where several things may be: answers of `several`, parts of `spot`. */
export function markable(screen: Screen): readonly Item[] {
  if (screen.type === 'several') return screen.answers;
  return screen.type === 'spot' ? screen.parts : [];
}

/**
 * Words of a message that is shown as an example, such that no client makes a link of them: hxxp:// as security teams
 * write it, and an invisible joiner in mail addresses.
 */
export function unlinked<T extends Readonly<Record<string, string>>>(written: T): T {
  const safe = (text: string): string =>
    text
      .replace(/\bhttp(s?):\/\//gi, 'hxxp$1://')
      .replace(/@(?=\S)/g, '@\u2060')
      .replaceAll('<', '‹')
      .replaceAll('>', '›');
  return Object.fromEntries(Object.entries(written).map(([language, text]) => [language, safe(text)])) as T;
}

/**
 * Typed numbers as places in a list of `size`: « 1 3 », « 1, 3 et 4 », "1 and 3". Undefined when anything else is said
 * or a number is out of the list.
 */
export function readNumbers(words: string, size: number): readonly number[] | undefined {
  const rest = words
    .replace(/\d+/g, ' ')
    .replace(/\b(?:et|and|puis|then|le|la|les|the|n|no|num[eé]ros?|numbers?)\b/gi, ' ');
  if (/[\p{L}]/u.test(rest)) return undefined;
  const said = [...words.matchAll(/\d+/g)].map(([digits]) => Number(digits) - 1);
  const distinct = [...new Set(said)];
  if (distinct.length === 0 || distinct.length !== said.length) return undefined;
  return distinct.every((at) => at >= 0 && at < size) ? distinct : undefined;
}

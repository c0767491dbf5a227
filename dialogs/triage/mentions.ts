import { sameWord } from './same-word.ts';
import { words } from './text.ts';

/** A place in a message where a phrase is said. */
export interface Mention {
  readonly from: number;
  /** exclusive */
  readonly to: number;
  readonly negated: boolean;
  readonly exact: boolean;
}

const negators = new Set(
  `pas aucun aucune sans ni jamais non not no isnt arent wasnt werent dont doesnt didnt never without nor neither none
  hasnt havent cant couldnt wont cannot`.split(/\s+/),
);
const exceptions = new Set('sauf excepte hormis except excepted'.split(' '));
/** Words that may stand between the words of a phrase without changing it. */
const longestGap = 2;

/** A word of one or two letters ("me") is the answer in a short message, and another language's word in a long one. */
const isTiny = (wanted: readonly string[]) => wanted.length === 1 && wanted[0]!.length <= 2;
const shortMessage = 3;

const compiled = new Map<string, readonly string[]>();

function wordsOf(phrase: string): readonly string[] {
  const known = compiled.get(phrase);
  if (known !== undefined) return known;
  const found = words(phrase);
  if (compiled.size > 20_000) compiled.clear();
  compiled.set(phrase, found);
  return found;
}

/** Every place where the phrase is said, in order, a few words apart at most. */
export function mentionsOf(said: readonly string[], phrase: string): Mention[] {
  const wanted = wordsOf(phrase);
  if (wanted.length === 0 || (isTiny(wanted) && said.length > shortMessage)) return [];
  const found: Mention[] = [];
  for (let from = 0; from + wanted.length <= said.length; from += 1) {
    const mention = mentionAt(said, wanted, from);
    if (mention !== undefined) found.push(mention);
  }
  return found;
}

function mentionAt(said: readonly string[], wanted: readonly string[], from: number): Mention | undefined {
  let at = from;
  let exact = true;
  let negatedInside = false;
  for (const [index, word] of wanted.entries()) {
    const farthest = index === 0 ? at : Math.min(said.length - 1, at + longestGap);
    let place = at;
    while (place <= farthest && !(place < said.length && sameWord(said[place]!, word))) place += 1;
    if (place > farthest) return undefined;
    for (let between = at; between < place; between += 1) negatedInside ||= negators.has(said[between]!);
    exact &&= said[place] === word;
    at = place + 1;
  }
  const saysNo = wanted.some((word) => negators.has(word));
  const negated = negatedInside || (!saysNo && isNegated(said, from, at));
  return { from, to: at, negated, exact };
}

function isNegated(said: readonly string[], from: number, to: number): boolean {
  for (let index = Math.max(0, from - 2); index < from; index += 1) {
    if (negators.has(said[index]!) && !(index === 0 && (said[0] === 'non' || said[0] === 'no'))) return true;
  }
  return said[to] === 'pas' && (said[to + 1] === undefined || said.length - to <= 2);
}

/** Where an exception is made (« sauf moi », "except me"), or -1. */
export function exceptionAt(said: readonly string[]): number {
  return said.findIndex(
    (word, index) =>
      exceptions.has(word) ||
      (word === 'a' && said[index + 1] === 'part') ||
      (word === 'apart' && said[index + 1] === 'from') ||
      (word === 'but' && (said[index + 1] === 'me' || said[index + 1] === 'mine')),
  );
}

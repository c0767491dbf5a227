import { fold } from '../../knowledge/index.ts';
import { loadLexicon } from './lexicon.ts';

interface Spelling {
  /** Written this way -> canonical words; keys are single folded tokens. */
  readonly words: Readonly<Record<string, string>>;
  /** Two words -> two others that say the same. */
  readonly pairs: Readonly<Record<string, string>>;
  /** Ordinary words that are never taken for a misspelling of another. */
  readonly ordinary: string;
}

/** Longer messages are read by their beginning: nobody describes a problem in more, and reading stays quick. */
const longestRead = 2000;

const spelling = loadLexicon<Spelling>('spelling');
const canonical = new Map(Object.entries(spelling.words));
const pairs = new Map(Object.entries(spelling.pairs).map(([said, meant]) => [said, meant.split(' ')]));
const ordinary = new Set(spelling.ordinary.split(/\s+/).filter(Boolean));

const elided = /\b(l|d|j|c|s|m|t|n|qu|jusqu|lorsqu|puisqu)'(?=[a-z0-9])/g;

/** The beginning of a message, without accents or capitals, with plain apostrophes. */
export function plain(text: string): string {
  return fold(text.slice(0, longestRead)).replace(/[’‘`´ʼ]/g, "'");
}

/**
 * The words of a message in one canonical spelling: no accents, no apostrophes, SMS forms written out, « ne » dropped
 * (spoken French leaves it out), letters held down shortened. Phrases of the lexicons go through the same door, so
 * that both sides always meet.
 */
export function words(text: string): readonly string[] {
  const known = remembered.get(text);
  if (known) return known;
  const read = readWords(text);
  if (text.length > longestRead) return read;
  if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value!);
  remembered.set(text, read);
  return read;
}

/** One message is read by a dozen readers, a few at once: its words are found once. */
const remembered = new Map<string, readonly string[]>();
const mostRemembered = 32;

function readWords(text: string): readonly string[] {
  const separated = plain(text)
    .replace(/aujourd'hui/g, 'aujourdhui')
    .replace(/quelqu'une?/g, 'quelquun')
    .replace(/s'? ?il (vous|te) pla[iî]?[ti]+\b/g, 'svp')
    .replace(/(\d)\s*(?:°|º)/g, '$1e ')
    .replace(elided, '$1 ')
    .replace(/'/g, '');
  const found: string[] = [];
  for (const match of separated.matchAll(/[a-z0-9]+/g)) pushCanonical(match[0], found);
  return joinPairs(joinC(found));
}

function pushCanonical(token: string, found: string[]): void {
  const word = /^[a-z]+$/.test(token) ? token.replace(/(.)\1{2,}$/, '$1').replace(/(.)\1{2,}/g, '$1$1') : token;
  const held = token.replace(/(.)\1{2,}/g, '$1');
  const written = canonical.get(word) ?? canonical.get(word.replace(/(.)\1+$/, '$1')) ?? canonical.get(held);
  if (written === undefined) {
    found.push(word);
    return;
  }
  for (const part of written.split(' ')) if (part !== '') found.push(part);
}

/** « c'est », « cest », « c est » and « c ça » are one form: `cest`. */
function joinC(found: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < found.length; index += 1) {
    const word = found[index]!;
    if (word !== 'c') {
      joined.push(word);
      continue;
    }
    joined.push('cest');
    if (found[index + 1] === 'est') index += 1;
  }
  return joined;
}

function joinPairs(found: string[]): string[] {
  for (let at = 0; at + 1 < found.length; at += 1) {
    const meant = pairs.get(`${found[at]} ${found[at + 1]}`);
    if (meant !== undefined) found.splice(at, 2, ...meant);
  }
  return found;
}

/** Whether a word is an ordinary one, which must not be read as another misspelt. */
export function isOrdinary(word: string): boolean {
  return ordinary.has(word);
}

/** How many slips of the finger are forgiven in a word of this length. */
export function allowance(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}

/** Whether two words are the same but for slips: a letter more, less, other, or two swapped. */
export function near(one: string, other: string): boolean {
  if (one === other) return true;
  const allowed = allowance(Math.min(one.length, other.length));
  if (allowed === 0 || Math.abs(one.length - other.length) > allowed) return false;
  if (one[0] !== other[0] && one[0] !== other[1] && one[1] !== other[0]) return false;
  return distance(one, other, allowed) <= allowed;
}

/** Optimal string alignment distance, given up past `limit`. */
export function distance(one: string, other: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return best;
    beforeLast = last;
    last = current;
  }
  return last[other.length]!;
}

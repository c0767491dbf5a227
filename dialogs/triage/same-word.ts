import { analyse } from '../../knowledge/index.ts';
import { isOrdinary, near } from './text.ts';

const stems = new Map<string, readonly string[]>();
const remembered = 20_000;

function stemsOf(word: string): readonly string[] {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = [analyse(word, 'fr').join(' '), analyse(word, 'en').join(' ')].filter((stem) => stem.length > 2);
  if (stems.size > remembered) stems.clear();
  stems.set(word, found);
  return found;
}

/** Whether a said word is a word of the lexicon, but for its ending or a slip of the finger. */
export function sameWord(said: string, word: string): boolean {
  if (said === word) return true;
  if (said.length < 4 || word.length < 4) return false;
  if (said[0] !== word[0] && said[0] !== word[1] && said[1] !== word[0]) return false;
  const wordStems = stemsOf(word);
  if (isLonger(said, word) || isLonger(word, said)) return true;
  if (stemsOf(said).some((stem) => wordStems.includes(stem))) return true;
  return !isOrdinary(said) && near(said, word);
}

const endings = /^(?:e|s|x|es|he|hes|er|ers|ed|d|r|rs|ez|ee|ees|ing|nt|ent|ly)$/;

/** « blanc », « blanches »: the same beginning, and an ending that words take. */
function isLonger(long: string, short: string): boolean {
  return short.length >= 5 && long.startsWith(short) && endings.test(long.slice(short.length));
}

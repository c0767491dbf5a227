import { loadLexicon, type Phrases } from './lexicon.ts';
import { phraseBook } from './phrases.ts';
import { words } from './text.ts';

const lexicon = loadLexicon<Readonly<Record<'none' | 'angry' | 'deadline', Phrases>>>('urgency');
const none = phraseBook([['none', lexicon.none]]);
const book = phraseBook([
  ['angry', lexicon.angry],
  ['deadline', lexicon.deadline],
]);

const byClock = /\b(?:a|avant|pour|at|by|before)\s+\d{1,2}\s?(?:h\d{0,2}|:\d\d|am|pm|heures?)\b/;

/** Whether the words are those of someone pressed by time or losing patience: the tone of what is said back. */
export function mentionsUrgency(text: string): 'deadline' | 'angry' | undefined {
  const said = words(text);
  const calm = none.locate(said);
  const found = book.find(calm === undefined ? said : [...said.slice(0, calm.from), ...said.slice(calm.to)]);
  if (found !== undefined) return found;
  return byClock.test(text.slice(0, 2000).toLowerCase().replace(/à/g, 'a')) ? 'deadline' : undefined;
}

/** Whether the words say that it can wait: « rien d'urgent », "no rush". A day or an hour said besides still stands. */
export function saysNoHurry(text: string): boolean {
  return none.find(words(text)) !== undefined && mentionsUrgency(text) !== 'deadline';
}

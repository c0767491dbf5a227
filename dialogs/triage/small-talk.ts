import { loadLexicon, type Phrases } from './lexicon.ts';
import { phraseBook } from './phrases.ts';
import { words } from './text.ts';

export const smallTalks = [
  'how-are-you',
  'who-are-you',
  'greeting',
  'thanks',
  'goodbye',
  'insult',
  'praise',
  'acknowledgement',
] as const;
export type SmallTalk = (typeof smallTalks)[number];

const lexicon = loadLexicon<Record<SmallTalk, Phrases>>('small-talk');
const whole = phraseBook(smallTalks.map((kind) => [kind, lexicon[kind].map((text) => `^ ${text} $`)]));
const greetings = phraseBook([['greeting', lexicon.greeting.map((text) => `^ ${text}`)]]);

const symbols = /[\p{Extended_Pictographic}]|[:;=8][-']?[()dpox/|]|<3|\^\^/giu;
const longest = 14;

/** Small talk when the whole message is nothing else; « bonjour, mon imprimante… » is not. */
export function smallTalk(text: string): SmallTalk | undefined {
  if (text.length > 300) return undefined;
  const said = words(text.replace(symbols, ' '));
  if (said.length === 0 || said.length > longest) return undefined;
  const found = whole.find(said);
  if (found !== undefined) return found;
  const greeting = greetings.locate(said);
  if (greeting === undefined) return undefined;
  return whole.find(said.slice(greeting.to));
}

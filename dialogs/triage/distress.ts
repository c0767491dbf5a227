import { loadLexicon, type Phrases } from './lexicon.ts';
import { phraseBook } from './phrases.ts';
import { words } from './text.ts';

export const distresses = ['threat', 'distress', 'harassment'] as const;
export type Distress = (typeof distresses)[number];

interface DistressLexicon extends Readonly<Record<Distress, { readonly always: Phrases; readonly unless: Phrases }>> {
  readonly words: Readonly<Record<'PERSON' | 'HE', string>>;
  readonly things: string;
  readonly never: Phrases;
}

const lexicon = loadLexicon<DistressLexicon>('distress');
const listed = Object.entries(lexicon.words).map(([name, list]) => [name, list.trim().split(/\s+/).join('/')] as const);
const written = (phrase: string): string =>
  listed.reduce((text, [name, list]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), list), phrase);

const bookOf = (tier: 'always' | 'unless') =>
  phraseBook<Distress>(
    distresses.map((kind) => [kind, lexicon[kind][tier].map(written)]),
    'exact',
  );
const always = bookOf('always');
const unless = bookOf('unless');
const never = phraseBook([['never', lexicon.never.map(written)]], 'exact');

const things = new Set(lexicon.things.split(/\s+/));
const people = new Set(lexicon.words.PERSON.split(/\s+/));
const agents = new Set('par by avec with quand when si if chaque every a ce cet cette this that de'.split(' '));
/** How the person was reached is no agent: « il me menace par mail ». */
const channel =
  /\b(?:par|via|sur|dans|by|on|over|through|in)\s+(?:un |une |des |mes |les |le |my |the |an? )?(?:(?:(?:e-?)?mails?|courriels?|teams|sms|t[ée]l[ée]phone|messages?|whatsapp|messagerie|chat|phone|texts?)\b ?)+/giu;
const nearby = 4;
const mostCuts = 5;

/**
 * Words of someone who suffers, is harassed or is threatened (R39), read exactly; undefined for anger at a machine
 * (« ce PC me tue »), and for the threats that an antivirus finds.
 */
export function mentionsDistress(text: string): Distress | undefined {
  const said = withoutNever(words(text.replace(channel, ' ')));
  const certain = always.find(said);
  if (certain !== undefined) return certain;
  const found = unless.locate(said);
  return found === undefined || isAboutThing(said, found) ? undefined : found.label;
}

function withoutNever(said: readonly string[]): readonly string[] {
  let left = said;
  for (let cuts = 0; cuts < mostCuts; cuts += 1) {
    const found = never.locate(left);
    if (found === undefined) return left;
    // A stop keeps the words on either side from meeting.
    left = [...left.slice(0, found.from), '-', ...left.slice(found.to)];
  }
  return left;
}

/** Whether a thing is what does it: said before and nobody with it, or soon after « par » or « quand ». */
function isAboutThing(said: readonly string[], { from, to }: { from: number; to: number }): boolean {
  const before = said.slice(0, from);
  if (before.some((word) => things.has(word)) && !before.some((word) => people.has(word))) return true;
  const after = said.slice(to, to + nearby);
  if (said.slice(from, to).some((word) => things.has(word))) return true;
  return agents.has(after[0] ?? '') && after.some((word) => things.has(word));
}

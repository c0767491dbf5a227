import { withoutCourtesy } from './courtesy.ts';
import { loadLexicon, type Phrases } from './lexicon.ts';
import { phraseBook } from './phrases.ts';
import { words } from './text.ts';

export const commands = [
  'human',
  'status',
  'cancel',
  'restart',
  'language',
  'language:fr',
  'language:en',
  'help',
  'privacy',
  'plain',
  'cards',
] as const;
export type Command = (typeof commands)[number];

type Forms = Readonly<Record<Command, { whole?: Phrases; inside?: Phrases; never?: Phrases }>>;

const forms = loadLexicon<Forms>('commands');
const entries = Object.entries(forms) as [Command, Forms[Command]][];
const whole = phraseBook(entries.map(([command, { whole = [] }]) => [command, whole.map((text) => `^ ${text} $`)]));
const inside = phraseBook(entries.map(([command, form]) => [command, form.inside ?? []]));
const never = new Map(entries.map(([command, form]) => [command, phraseBook([[command, form.never ?? []]])]));

/** Past this many words a message tells a story; what sounds like a command in it is part of the story. */
const longestRequest = 30;
/** A reference alone asks how its ticket is doing. */
const referenceAlone = /^\W*gu[- ]?\d{4}[- ]?\d{1,6}\W*$/i;

/** What the person asks of Guichet itself rather than of the support, anywhere in a conversation; both languages. */
export function findCommand(text: string): Command | undefined {
  if (referenceAlone.test(text.slice(0, 40))) return 'status';
  const said = words(text);
  if (said.length === 0 || said.length > longestRequest) return undefined;
  const allowed = (command: Command | undefined) =>
    command !== undefined && never.get(command)?.find(said) === undefined ? command : undefined;
  return allowed(whole.find(withoutCourtesy(said))) ?? allowed(whole.find(said)) ?? allowed(inside.find(said));
}

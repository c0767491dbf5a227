import { withoutCourtesy } from './courtesy.ts';
import { loadLexicon, type Phrases } from './lexicon.ts';
import { type PhraseBook, phraseBook } from './phrases.ts';
import { createSlips } from './slips.ts';
import { words } from './text.ts';

export type YesNo = 'yes' | 'no' | 'unknown';
export type Outcome = 'worked' | 'did_not_work' | 'could_not';

type Forms = Readonly<Record<string, { whole?: Phrases; start?: Phrases; inside?: Phrases; clearly?: Phrases }>>;
type Place = keyof Forms[string];

/** One book for a place in the message, its labels looked for in the order given. */
function book<Label extends string>(forms: Forms, place: Place, order: readonly Label[]): PhraseBook<Label> {
  const [before, after] = { whole: ['^ ', ' $'], start: ['^ ', ''], inside: ['', ''], clearly: ['', ''] }[place] as [
    string,
    string,
  ];
  return phraseBook(order.map((label) => [label, (forms[label]?.[place] ?? []).map((text) => before + text + after)]));
}

const answers = loadLexicon<Forms>('answers');
const wholeAnswer = book<YesNo>(answers, 'whole', ['unknown', 'no', 'yes']);
const startOfAnswer = book<YesNo>(answers, 'start', ['no', 'yes']);

const outcomes = loadLexicon<Forms>('outcomes');
const wholeOutcome = book<Outcome>(outcomes, 'whole', ['did_not_work', 'could_not', 'worked']);
const clearOutcome = book<Outcome>(outcomes, 'clearly', ['did_not_work']);
const insideOutcome = book<Outcome>(outcomes, 'inside', ['could_not', 'did_not_work', 'worked']);

const mendSlips = createSlips(loadLexicon('slips'));

const longestAnswer = 12;
const longestOutcome = 40;
const thumbsUp = /^[\s\p{P}]*(?:👍|✅|👌|🆗)/u;
const thumbsDown = /^[\s\p{P}]*(?:👎|❌)/u;

/** Yes, no or "I don't know", when that is all the message says (or how a short one begins). */
export function readYesNo(text: string): YesNo | undefined {
  if (thumbsUp.test(text)) return 'yes';
  if (thumbsDown.test(text)) return 'no';
  const said = words(text);
  if (said.length === 0 || said.length > longestAnswer) return undefined;
  return findYesNo(said) ?? findYesNo(mendSlips(said));
}

/** What became of the step that was just proposed. */
export function readOutcome(text: string): Outcome | undefined {
  if (thumbsUp.test(text)) return 'worked';
  if (thumbsDown.test(text)) return 'did_not_work';
  const said = words(text);
  if (said.length === 0 || said.length > longestOutcome) return undefined;
  return findOutcome(said) ?? findOutcome(mendSlips(said));
}

function findYesNo(said: readonly string[]): YesNo | undefined {
  const bare = withoutCourtesy(said);
  return wholeAnswer.find(bare) ?? wholeAnswer.find(said) ?? startOfAnswer.find(bare);
}

function findOutcome(said: readonly string[]): Outcome | undefined {
  const bare = withoutCourtesy(said);
  return wholeOutcome.find(bare) ?? wholeOutcome.find(said) ?? clearOutcome.find(said) ?? insideOutcome.find(said);
}

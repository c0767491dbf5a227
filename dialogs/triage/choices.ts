import { withoutCourtesy } from './courtesy.ts';
import { mentionsOf } from './mentions.ts';
import { readPosition } from './numbers.ts';
import { sameWord } from './same-word.ts';
import { words } from './text.ts';

export interface Choosable {
  readonly id: string;
  /** Both languages, and other ways of saying it. */
  readonly labels: readonly string[];
}

export interface Chosen {
  readonly id: string;
  readonly confidence: number;
}

const longestChoice = 25;
const sure = 0.5;
const margin = 0.12;
/** Words that carry no choice. */
export const isLight = (word: string): boolean => light.has(word);
const light = new Set(
  `le la les l un une des de du a au aux en et ou the an of to in on is are it its je me moi tu vous i my
  cest ca ce que pas plus svp est suis that this un`.split(/\s+/),
);

/** The one choice that is meant: by its number or place, or by its label, slips forgiven; undefined when unclear. */
export function readChoice(text: string, choices: readonly Choosable[]): Chosen | undefined {
  const position = readPosition(text, choices.length);
  const said = withoutCourtesy(words(text));
  if (said.length === 0 || said.length > longestChoice) return undefined;
  const scored = choices
    .map((choice) => ({
      id: choice.id,
      confidence: Math.max(0, ...choice.labels.map((label) => likeness(said, label))),
    }))
    .sort((one, other) => other.confidence - one.confidence);
  const [best, second] = scored;
  // A label that is a number itself ("2") is meant before the place in the list.
  if (best !== undefined && best.confidence === 1 && (second?.confidence ?? 0) < 1) return best;
  if (position !== undefined) return { id: choices[position]!.id, confidence: 0.95 };
  if (best === undefined || best.confidence < sure) return undefined;
  return best.confidence - (second?.confidence ?? 0) >= margin ? best : undefined;
}

/** 1 for the label itself; else how much of the label is said, and how much of what is said is the label. */
function likeness(said: readonly string[], label: string): number {
  const wanted = withoutCourtesy(words(label));
  if (wanted.length === 0) return 0;
  if (wanted.length === said.length && wanted.every((word, index) => word === said[index])) return 1;
  const mentions = mentionsOf(said, label);
  if (mentions.length > 0 && mentions.every((mention) => mention.negated)) return 0;
  const heavy = wanted.filter((word) => !light.has(word));
  const core = heavy.length > 0 ? heavy : wanted;
  const hits = core.filter((word) => said.some((other) => sameWord(other, word))).length;
  if (hits === 0) return 0;
  const saidCore = said.filter((word) => !light.has(word));
  const covered = hits / core.length;
  const precise = Math.min(1, hits / Math.max(1, saidCore.length));
  const whole = mentions.length > 0 ? 0.15 : 0;
  return Math.min(0.97, 0.62 * covered + 0.25 * precise + whole);
}

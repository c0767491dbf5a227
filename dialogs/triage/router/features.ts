import { lightStem } from './stem.ts';

/** A text as weighted features by number: stems, pairs of stems, concepts and pairs of them, letters of words. */
export interface Features {
  readonly keys: readonly number[];
  readonly values: readonly number[];
  /** How many of the first keys are stems and concepts, which carry the sense. */
  readonly senses: number;
}

const weights = { stem: 1, pair: 0.7, concept: 1.8, conceptPair: 0.7, letters: 0.7 } as const;
const grams = [3, 4, 5] as const;

/** Words that say nothing of the subject by themselves; they count in pairs (« ne pas recevoir »). */
const empty = new Set(
  `le la l les un une des du de a au aux en et ou mais donc car que qui quoi ce cet cette ces cest se me te je tu il elle on nous vous ils elles
  mon ma mes ton ta tes son ses notre nos votre vos leur leurs y est sont suis etait ai as avons avez ont dans sur pour par avec sans
  the an of to in on at for from with by and or but so it its is are was were be been i im ive you he she we they my your his her our their this that these those
  do does did has have had there here bonjour hello hi svp please merci thanks`.split(/\s+/),
);

/** Features of canonical words and of the concepts found in them. */
export function extract(said: readonly string[], concepts: ReadonlySet<string>): Features {
  const keys: number[] = [];
  const values: number[] = [];
  const seen = new Set<number>();
  const add = (key: number, value: number) => {
    if (seen.has(key)) return;
    seen.add(key);
    keys.push(key);
    values.push(value);
  };
  const stems = said.map(lightStem);
  for (const [at, stem] of stems.entries()) if (!empty.has(said[at]!)) add(hash('s', stem), weights.stem);
  const found = [...concepts].sort();
  for (const concept of found) add(hash('c', concept), weights.concept);
  const senses = keys.length;
  for (const [at, one] of found.entries())
    for (const other of found.slice(at + 1)) add(hash('d', `${one}+${other}`), weights.conceptPair);
  for (let at = 1; at < stems.length; at += 1) add(hash('p', `${stems[at - 1]} ${stems[at]}`), weights.pair);
  for (const word of said) if (!empty.has(word)) addLetters(`<${word}>`, add);
  return { keys, values, senses };
}

/** Beginnings, ends and middles of words: endings, compounds and slips of the finger share most of them. */
function addLetters(padded: string, add: (key: number, value: number) => void): void {
  const count = grams.reduce((sum, gram) => sum + Math.max(0, padded.length - gram + 1), 0);
  const value = weights.letters / Math.sqrt(count);
  for (const gram of grams)
    for (let at = 0; at + gram <= padded.length; at += 1) add(hash('l', padded, at, at + gram), value);
}

/** FNV-1a over a kind and a piece of text: features need no names. */
export function hash(kind: string, text: string, from = 0, to = text.length): number {
  let state = Math.imul(2166136261 ^ kind.charCodeAt(0), 16777619);
  for (let at = from; at < to; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 16777619);
  return state | 0;
}

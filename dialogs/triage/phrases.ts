import { allowance, isOrdinary, near, words } from './text.ts';

/**
 * Phrases of the lexicons, written as people say them. `a/b` either word, `a?` may be left out, `*` up to three words
 * of any kind, `^` and `$` the beginning and the end of the message. Slips of the finger are forgiven in longer words,
 * unless the reading is exact.
 */
export interface PhraseBook<Label extends string> {
  /** The first label, in the order given, of which a phrase is in the words. */
  find(said: readonly string[]): Label | undefined;
  /** Where a phrase is: the label, and the words it spans. */
  locate(said: readonly string[]): { label: Label; from: number; to: number } | undefined;
}

type Element =
  | { readonly any: true }
  | { readonly any: false; readonly words: readonly string[]; readonly optional: boolean };

interface Phrase<Label> {
  readonly label: Label;
  readonly elements: readonly Element[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

const gap = 3;

export function phraseBook<Label extends string>(
  entries: readonly (readonly [Label, readonly string[]])[],
  reading: 'forgiving' | 'exact' = 'forgiving',
): PhraseBook<Label> {
  const phrases = entries.flatMap(([label, texts]) => texts.map((text) => compile(label, text)));
  const vocabulary = new Set(
    phrases.flatMap((phrase) => phrase.elements.flatMap((element) => (element.any ? [] : element.words))),
  );
  const byStart = new Map<string, string[]>();
  for (const word of vocabulary) {
    if (allowance(word.length) === 0) continue;
    const key = word.slice(0, 1);
    byStart.set(key, [...(byStart.get(key) ?? []), word]);
  }

  /** The words of the book that a said word stands for. */
  function meanings(said: string): ReadonlySet<string> {
    if (reading === 'exact' || isOrdinary(said) || said.length < 4) return new Set([said]);
    const candidates = byStart.get(said[0]!) ?? [];
    // A word of the book is itself, or another form of it (« parle » for « parler »); others may be misspelt.
    if (vocabulary.has(said)) return new Set([said, ...candidates.filter((word) => isForm(said, word))]);
    return new Set([said, ...[...candidates, ...(byStart.get(said[1]!) ?? [])].filter((word) => near(said, word))]);
  }

  // A phrase can only be there if the word it cannot do without is: most phrases are never looked at.
  const needing = new Map<string, number[]>();
  const always: number[] = [];
  for (const [index, phrase] of phrases.entries()) {
    const needed = phrase.elements.find((element) => !element.any && !element.optional);
    if (!needed || needed.any) {
      always.push(index);
      continue;
    }
    for (const word of needed.words) {
      const indexes = needing.get(word);
      if (!indexes) needing.set(word, [index]);
      else if (indexes.at(-1) !== index) indexes.push(index);
    }
  }

  function candidates(read: readonly ReadonlySet<string>[]): number[] {
    const found = new Set(always);
    for (const meaning of read)
      for (const word of meaning) for (const index of needing.get(word) ?? []) found.add(index);
    return [...found].sort((one, other) => one - other);
  }

  function locate(said: readonly string[]) {
    const read = said.map(meanings);
    for (const index of candidates(read)) {
      const phrase = phrases[index]!;
      const lastStart = phrase.atStart ? 0 : read.length - 1;
      for (let from = 0; from <= lastStart; from += 1) {
        const to = matchFrom(phrase, 0, read, from);
        if (to !== undefined) return { label: phrase.label, from, to };
      }
    }
    return undefined;
  }
  return { locate, find: (said) => locate(said)?.label };
}

function isForm(said: string, word: string): boolean {
  const shorter = Math.min(said.length, word.length);
  return shorter >= 5 && Math.abs(said.length - word.length) === 1 && said.slice(0, shorter) === word.slice(0, shorter);
}

function compile<Label>(label: Label, text: string): Phrase<Label> {
  const pieces = text.trim().split(/\s+/);
  const atStart = pieces[0] === '^';
  const atEnd = pieces.at(-1) === '$';
  const elements = pieces
    .filter((piece) => piece !== '^' && piece !== '$')
    .flatMap((piece): Element[] => {
      if (piece === '*') return [{ any: true }];
      const optional = piece.endsWith('?');
      const said = (optional ? piece.slice(0, -1) : piece).split('/').map((word) => words(word));
      // A canonical form of several words ("s'il") is a sequence; only single words can be alternatives.
      if (said.length === 1) return said[0]!.map((word) => ({ any: false, words: [word], optional }));
      return [{ any: false, words: said.flatMap((form) => (form.length === 1 ? form : [form.join('')])), optional }];
    });
  return { label, elements, atStart, atEnd };
}

/** The index after the last word matched, or undefined. */
function matchFrom(
  phrase: Phrase<unknown>,
  index: number,
  read: readonly ReadonlySet<string>[],
  at: number,
): number | undefined {
  const element = phrase.elements[index];
  if (element === undefined) return !phrase.atEnd || at === read.length ? at : undefined;
  if (element.any) {
    for (let skipped = 0; skipped <= gap && at + skipped <= read.length; skipped += 1) {
      const to = matchFrom(phrase, index + 1, read, at + skipped);
      if (to !== undefined) return to;
    }
    return undefined;
  }
  const said = read[at];
  if (said !== undefined && element.words.some((word) => said.has(word))) {
    const to = matchFrom(phrase, index + 1, read, at + 1);
    if (to !== undefined) return to;
  }
  return element.optional ? matchFrom(phrase, index + 1, read, at) : undefined;
}

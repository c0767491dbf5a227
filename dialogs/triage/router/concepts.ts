import { near, words } from '../text.ts';

interface Form {
  readonly concept: string;
  readonly rest: readonly string[];
}

export type ConceptLexicon = Readonly<Record<string, readonly string[]>>;

/** Finds the concepts (a printer, a refusal, a mail…) that words stand for, whatever the language. */
export function createConcepts(lexicon: ConceptLexicon, stem: (word: string) => readonly string[]) {
  const forms = new Map<string, Form[]>();
  const spoken = new Set<string>();
  for (const [concept, phrases] of Object.entries(lexicon)) {
    for (const phrase of phrases) {
      const [head, ...rest] = words(phrase);
      if (head === undefined) continue;
      for (const word of [head, ...rest]) spoken.add(word);
      for (const key of new Set([head, ...stem(head)])) forms.set(key, [...(forms.get(key) ?? []), { concept, rest }]);
    }
  }

  function find(said: readonly string[]): Set<string> {
    const found = new Set<string>();
    for (const [index, word] of said.entries()) {
      for (const key of new Set([word, ...stem(word)])) {
        for (const form of forms.get(key) ?? []) if (follows(said, index + 1, form.rest, stem)) found.add(form.concept);
      }
    }
    return found;
  }
  return { find, words: spoken };
}

/** The rest of a phrase comes in order, a word or two apart at most. */
function follows(
  said: readonly string[],
  from: number,
  rest: readonly string[],
  stem: (word: string) => readonly string[],
): boolean {
  let at = from;
  for (const wanted of rest) {
    const stems = stem(wanted);
    const same = (word: string | undefined) =>
      word !== undefined && (near(word, wanted) || stem(word).some((one) => stems.includes(one)));
    if (same(said[at])) at += 1;
    else if (same(said[at + 1])) at += 2;
    else return false;
  }
  return true;
}

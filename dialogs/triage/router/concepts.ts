import { words } from '../text.ts';
import { lightStem } from './stem.ts';

interface Form {
  readonly concept: string;
  readonly rest: readonly string[];
}

export type ConceptLexicon = Readonly<Record<string, readonly string[]>>;

/** Finds the concepts (a printer, a refusal, a mail…) that words stand for, whatever the language. */
export function createConcepts(lexicon: ConceptLexicon) {
  const forms = new Map<string, Form[]>();
  const spoken = new Set<string>();
  for (const [concept, phrases] of Object.entries(lexicon)) {
    for (const phrase of phrases) {
      const [head, ...rest] = words(phrase);
      if (head === undefined) continue;
      for (const word of [head, ...rest]) spoken.add(word);
      const key = lightStem(head);
      forms.set(key, [...(forms.get(key) ?? []), { concept, rest: rest.map(lightStem) }]);
    }
  }

  function find(said: readonly string[]): Set<string> {
    const found = new Set<string>();
    const stems = said.map(lightStem);
    for (const [index, stem] of stems.entries())
      for (const form of forms.get(stem) ?? []) if (follows(stems, index + 1, form.rest)) found.add(form.concept);
    return found;
  }
  return { find, words: spoken };
}

/** The rest of a phrase comes in order, a word apart at most. */
function follows(stems: readonly string[], from: number, rest: readonly string[]): boolean {
  let at = from;
  for (const wanted of rest) {
    if (stems[at] === wanted) at += 1;
    else if (stems[at + 1] === wanted) at += 2;
    else return false;
  }
  return true;
}

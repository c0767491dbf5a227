import type { Language } from '../language.ts';
import { createGrowingNumbers } from './growing-numbers.ts';
import { invert } from './invert.ts';
import { ownCopy } from './own-copy.ts';
import type { SearchIndex } from './search-index.ts';

/** A document as an index takes it in: the terms of each field. */
export interface DocumentTerms {
  readonly title: readonly string[];
  /** At least one. */
  readonly passages: readonly { readonly heading: readonly string[]; readonly body: readonly string[] }[];
}

/** Takes documents one at a time, so that none has to be kept. */
export interface IndexBuilder {
  /** Numbers documents from 0, in order; their passages likewise. */
  add(document: DocumentTerms): void;
  /** The builder cannot be used afterwards. */
  finish(): SearchIndex;
}

export function createIndexBuilder(language: Language): IndexBuilder {
  const numberOf = new Map<string, number>();
  const sequence = createGrowingNumbers();
  const documentAt = createGrowingNumbers();
  const firstPassage = createGrowingNumbers();
  const headingAt = createGrowingNumbers();
  const bodyAt = createGrowingNumbers();

  function append(terms: readonly string[]): void {
    for (const term of terms) {
      let number = numberOf.get(term);
      if (number === undefined) {
        number = numberOf.size;
        numberOf.set(ownCopy(term), number);
      }
      sequence.push(number);
    }
  }

  return {
    add({ title, passages }) {
      documentAt.push(sequence.length);
      firstPassage.push(bodyAt.length);
      append(title);
      for (const { heading, body } of passages) {
        headingAt.push(sequence.length);
        append(heading);
        bodyAt.push(sequence.length);
        append(body);
      }
    },
    finish() {
      const documentCount = documentAt.length;
      documentAt.push(sequence.length);
      firstPassage.push(bodyAt.length);
      headingAt.push(sequence.length);
      return invert({
        language,
        documentCount,
        numberOf,
        sequence: sequence.take(),
        documentAt: documentAt.take(),
        firstPassage: firstPassage.take(),
        headingAt: headingAt.take(),
        bodyAt: bodyAt.take(),
      });
    },
  };
}

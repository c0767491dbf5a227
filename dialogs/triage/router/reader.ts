import { loadLexicon } from '../lexicon.ts';
import { words } from '../text.ts';
import { type ConceptLexicon, createConcepts } from './concepts.ts';
import { extract, type Features } from './features.ts';
import { createMender } from './mend.ts';

const concepts = createConcepts(loadLexicon<ConceptLexicon>('concepts'));

/** Words of the lexicon, which no message needs to have taught. */
export const lexiconWords: ReadonlySet<string> = concepts.words;

/** What learning sees of a message: its words as they are written. */
export const featuresOf = (said: readonly string[]): Features => extract(said, concepts.find(said));

/** What routing sees of a message: words that nobody taught are mended to the ones they resemble. */
export function createReader(vocabulary: ReadonlySet<string>): (text: string) => Features {
  const mend = createMender(vocabulary);
  return (text) => featuresOf(words(text).map(mend));
}

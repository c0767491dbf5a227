import { shippedLexicon } from '../../../knowledge/cross-language/lexicon.ts';
import { createRank } from '../../../knowledge/retrieval/rank.ts';
import { readIndex } from '../../../knowledge/search-index/index-file.ts';
import type { QueryRow } from '../../evaluate/retrieval.ts';
import { englishQueries, frenchIds, rewordedQueries } from '../help-corpus.ts';
import { type Measured, measure, residentMegabytes } from '../measure.ts';
import { mistype } from '../mistype.ts';

export interface Asked {
  readonly loadSeconds: number;
  readonly megabytes: number;
  readonly rounds: readonly (Measured & { readonly name: string })[];
}

// A process of the proof: reads an index from its file and asks it real questions.
const reworded = rewordedQueries();
const english = englishQueries();
const started = performance.now();
const rank = createRank(readIndex(process.argv[2]!), shippedLexicon);
rank({ text: 'premier', language: 'fr' });
const loadSeconds = (performance.now() - started) / 1000;
const find = ({ text, lang }: QueryRow) =>
  rank({ text, language: lang }).map(({ document }) => frenchIds[document] ?? '');
const rounds = [
  { name: 'French', ...(await measure(reworded, find)) },
  { name: 'French, mistyped', ...(await measure(reworded.map(mistype), find)) },
  { name: 'English', ...(await measure(english, find)) },
];
const asked: Asked = { loadSeconds, megabytes: residentMegabytes(), rounds };
process.send?.(asked);

import { statSync } from 'node:fs';
import { createIndexBuilder } from '../../../knowledge/search-index/build.ts';
import { analyseArticle } from '../../../knowledge/search-index/digest.ts';
import { writeIndex } from '../../../knowledge/search-index/index-file.ts';
import { toArticle } from '../../evaluate/retrieval.ts';
import { frenchCorpus } from '../help-corpus.ts';
import { peakMegabytes } from '../measure.ts';

export interface Built {
  readonly seconds: number;
  readonly megabytes: number;
  readonly fileMegabytes: number;
}

// A process of the proof: indexes so many documents one by one, and writes the index to a file.
const [count, seed, file] = process.argv.slice(2);
const started = performance.now();
const builder = createIndexBuilder('fr');
for (const row of frenchCorpus(Number(count), Number(seed))) builder.add(analyseArticle(toArticle(row)));
writeIndex(builder.finish(), file!);
const built: Built = {
  seconds: (performance.now() - started) / 1000,
  megabytes: peakMegabytes(),
  fileMegabytes: statSync(file!).size / 1024 / 1024,
};
process.send?.(built);

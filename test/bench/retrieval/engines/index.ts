import type { Engine } from '../engine.ts';
import { flexsearch } from './flexsearch.ts';
import { guichet } from './guichet.ts';
import { minisearch } from './minisearch.ts';
import { orama } from './orama.ts';
import { plainBm25 } from './plain-bm25.ts';
import { sqlite } from './sqlite.ts';

export const engines: Readonly<Record<string, () => Engine>> = {
  Guichet: guichet,
  'plain BM25': plainBm25,
  MiniSearch: minisearch,
  Orama: orama,
  FlexSearch: flexsearch,
  'SQLite FTS5': sqlite,
};

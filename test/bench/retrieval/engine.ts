import type { CorpusRow, QueryRow } from '../../evaluate/retrieval.ts';

/** A search library, set up as its documentation advises for French texts with a title. */
export interface Engine {
  add(row: CorpusRow): void | Promise<void>;
  /** After the last document. */
  finish?(): void;
  /** Ids, best first. */
  find(query: QueryRow): readonly string[] | Promise<readonly string[]>;
}

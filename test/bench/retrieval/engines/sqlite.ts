import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../engine.ts';

/** FTS5 without accents; any of the words, by its own BM25. */
export function sqlite(): Engine {
  const database = new DatabaseSync(':memory:');
  database.exec(
    "CREATE VIRTUAL TABLE documents USING fts5(id UNINDEXED, title, text, tokenize = 'unicode61 remove_diacritics 2')",
  );
  database.exec('BEGIN');
  const insert = database.prepare('INSERT INTO documents (id, title, text) VALUES (?, ?, ?)');
  const select = database.prepare(
    'SELECT id FROM documents WHERE documents MATCH ? ORDER BY bm25(documents, 0, 2, 1) LIMIT 10',
  );
  return {
    add({ id, title, text }) {
      insert.run(id, title, text);
    },
    finish: () => database.exec('COMMIT'),
    find({ text }) {
      const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
      return select.all(words.map((word) => `"${word}"`).join(' OR ')).map(({ id }) => id as string);
    },
  };
}

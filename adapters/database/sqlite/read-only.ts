import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Queries } from '../port.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from './dialect.ts';
import { translateSqliteError } from './errors.ts';

/** The embedded file for reading alone, also while Guichet runs on it; nothing is migrated. */
export function readSqlite(dataFolder: string): { queries: Queries; close: () => Promise<void> } {
  try {
    const file = new DatabaseSync(join(dataFolder, 'guichet.db'), { readOnly: true, timeout: 5_000 });
    const queries = new Kysely<Schema>({ dialect: sqliteDialect(file) });
    return { queries, close: () => queries.destroy() };
  } catch (error) {
    throw translateSqliteError(error);
  }
}

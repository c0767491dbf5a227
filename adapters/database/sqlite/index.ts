import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { databaseUnavailable } from '../errors.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Database } from '../port.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from './dialect.ts';
import { translateSqliteError } from './errors.ts';
import { lockDatabaseFile } from './lock.ts';

/** Outside tools that read the file (a backup) are waited for this long, in ms. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens `guichet.db` in the folder, made if missing, and migrates it. Throws `database_in_use` when another live process
 * holds it, `database_unavailable` when the folder or the file cannot be used.
 */
export async function openSqlite(dataFolder: string): Promise<Database> {
  const file = join(dataFolder, 'guichet.db');
  makeFolder(dataFolder);
  const unlock = lockOrExplain(file);
  const queries = new Kysely<Schema>({ dialect: sqliteDialect(openFile(file, unlock)) });
  try {
    await migrate(queries, 'sqlite');
  } catch (error) {
    await queries.destroy();
    unlock();
    throw error;
  }
  return {
    dialect: 'sqlite',
    shared: false,
    queries,
    transaction: (work) => queries.transaction().execute(work),
    ping: async () => {
      await sql`select 1`.execute(queries);
    },
    close: async () => {
      await queries.destroy();
      unlock();
    },
  };
}

function makeFolder(dataFolder: string): void {
  try {
    // Conversations are personal data: the folder is for this account alone.
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw databaseUnavailable(`the data folder ${dataFolder} cannot be made`, error);
  }
}

function lockOrExplain(file: string): () => void {
  try {
    return lockDatabaseFile(file);
  } catch (error) {
    throw translateSqliteError(error);
  }
}

function openFile(file: string, unlock: () => void): DatabaseSync {
  try {
    // Made here when missing, for this account alone; SQLite gives its companions the same rights.
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    // WAL with FULL: a commit is on the disk before anyone is told that it happened (R9).
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma wal_autocheckpoint = 4000',
    );
    return database;
  } catch (error) {
    unlock();
    throw translateSqliteError(error);
  }
}

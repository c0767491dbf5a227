import type { DatabaseSync } from 'node:sqlite';
import { type Dialect, type Driver, type Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { SqliteConnection } from './connection.ts';
import { FifoMutex } from './mutex.ts';

/** Kysely's own mutex lets a newcomer pass; the driver below keeps strict order itself. SQLite's DDL is transactional. */
class OneConnectionAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely over node:sqlite, which is built into Node: no native add-on to build. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => sqliteDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new OneConnectionAdapter(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  };
}

function sqliteDriver(database: DatabaseSync): Driver {
  const connection = new SqliteConnection(database);
  const mutex = new FifoMutex();
  return {
    init: async () => {},
    acquireConnection: async () => {
      await mutex.acquire();
      return connection;
    },
    releaseConnection: async () => mutex.release(),
    // IMMEDIATE takes the write lock at once: a transaction never fails half-way because it read first.
    beginTransaction: async () => connection.run('begin immediate'),
    commitTransaction: async () => connection.run('commit'),
    // A full disk makes SQLite roll back by itself; a second rollback would hide the reason.
    rollbackTransaction: async () => {
      if (connection.inTransaction()) connection.run('rollback');
    },
    destroy: async () => database.close(),
  };
}

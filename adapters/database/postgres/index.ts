import { Kysely, sql } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import { migrate } from '../migrations/migrate.ts';
import type { Database } from '../port.ts';
import type { Schema } from '../schema.ts';
import { postgresDialect } from './dialect.ts';
import { translatePostgresError } from './errors.ts';

/** ms. A turn's transaction takes a few; what takes this long is stuck. */
const STATEMENT_TIMEOUT = 10_000;
const CONNECT_TIMEOUT = 5_000;
const POOL_SIZE = 10;
const INT8 = 20;

/**
 * Opens the PostgreSQL database at the URL and migrates it; several nodes may do so at once. Throws
 * `database_unavailable` when it cannot be reached.
 */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const types = new TypeOverrides();
  // Times and counts stay far below 2^53.
  types.setTypeParser(INT8, Number);
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'guichet',
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    types,
  });
  // A connection that breaks, idle or between two statements, fails its next use; unheard it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const queries = new Kysely<Schema>({ dialect: postgresDialect(pool) });
  try {
    // A migration, or the wait for another node's, may take longer than any statement of a turn.
    await queries.connection().execute(async (connection) => {
      await sql`set statement_timeout = 0`.execute(connection);
      await migrate(connection, 'postgres');
      await sql`reset statement_timeout`.execute(connection);
    });
  } catch (error) {
    await queries.destroy();
    throw translatePostgresError(error);
  }
  const database: Database = {
    dialect: 'postgres',
    shared: true,
    queries,
    transaction: (work) => queries.transaction().execute(work),
    ping: async () => {
      await sql`select 1`.execute(queries);
    },
    close: () => queries.destroy(),
  };
  pools.set(database, pool);
  return database;
}

const pools = new WeakMap<Database, Pool>();

/** The connections of an open PostgreSQL database, for pg-boss: it speaks plain SQL, several statements at a time. */
export function poolOf(database: Database): Pool {
  const pool = pools.get(database);
  if (!pool) throw new TypeError('not an open PostgreSQL database');
  return pool;
}

import { Kysely } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import type { Queries } from '../port.ts';
import type { Schema } from '../schema.ts';
import { postgresDialect } from './dialect.ts';

const INT8 = 20;

/** The PostgreSQL database for reading alone; nothing is migrated, and the server refuses a write. */
export function readPostgres(databaseUrl: string): { queries: Queries; close: () => Promise<void> } {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, Number);
  const options = '-c default_transaction_read_only=on';
  const pool = new Pool({ connectionString: databaseUrl, application_name: 'guichet-audit', max: 1, types, options });
  const queries = new Kysely<Schema>({ dialect: postgresDialect(pool) });
  return { queries, close: () => queries.destroy() };
}

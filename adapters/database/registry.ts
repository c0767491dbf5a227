import { SupportError } from '../support-error.ts';
import type { Database, Queries } from './port.ts';

export interface DatabaseOptions {
  /** `postgres://…` or `postgresql://…`; without it, a file in the data folder. */
  readonly databaseUrl?: string | undefined;
  readonly dataFolder: string;
}

/** Which URL is whose; nothing configured is the embedded file. */
export const databases = {
  sqlite: async (options: DatabaseOptions) => (await import('./sqlite/index.ts')).openSqlite(options.dataFolder),
  // pg is loaded only where it is used.
  postgres: async (options: DatabaseOptions) =>
    (await import('./postgres/index.ts')).openPostgres(options.databaseUrl!),
} satisfies Record<Database['dialect'], (options: DatabaseOptions) => Promise<Database>>;

/** Opens the database that the configuration names, and migrates it. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (!options.databaseUrl) return databases.sqlite(options);
  if (/^postgres(ql)?:\/\//.test(options.databaseUrl)) return databases.postgres(options);
  throw new SupportError(
    'database_url_invalid',
    'DATABASE_URL must begin with postgres:// or be absent (the embedded database is then used)',
  );
}

/** For reading alone, beside a Guichet that runs: nothing is locked or migrated. */
export async function openReadOnly(
  options: DatabaseOptions,
): Promise<{ queries: Queries; close: () => Promise<void> }> {
  if (!options.databaseUrl) return (await import('./sqlite/read-only.ts')).readSqlite(options.dataFolder);
  return (await import('./postgres/read-only.ts')).readPostgres(options.databaseUrl);
}

import {
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  type PostgresPool,
  PostgresQueryCompiler,
} from 'kysely';
import { translatePostgresError } from './errors.ts';

/** Kysely's own PostgreSQL dialect, whose failures to reach the database are `database_unavailable` (R17). */
export function postgresDialect(pool: PostgresPool): Dialect {
  return {
    createDriver: () => new TranslatingDriver({ pool }),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

class TranslatingDriver extends PostgresDriver {
  readonly #translated = new WeakSet<DatabaseConnection>();

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection().catch((error) => {
      throw translatePostgresError(error);
    });
    if (this.#translated.has(connection)) return connection;
    const executeQuery = connection.executeQuery.bind(connection);
    connection.executeQuery = (query, options) =>
      executeQuery<never>(query, options).catch((error) => {
        throw translatePostgresError(error);
      });
    this.#translated.add(connection);
    return connection;
  }
}

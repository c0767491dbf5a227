import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { SupportError } from '../../support-error.ts';
import type { Database } from '../port.ts';
import type { Schema } from '../schema.ts';
import { firstTables } from './0001-first-tables.ts';
import { selfService } from './0002-self-service.ts';
import { ticketCopies } from './0003-ticket-copies.ts';
import { outages } from './0005-outages.ts';
import { campaigns } from './0006-campaigns.ts';
import { participation } from './0007-participation.ts';
import { answerFeedback } from './0008-answer-feedback.ts';

/** Applied in the order of their names; one that has shipped is never changed. */
function migrations(dialect: Database['dialect']): Record<string, Migration> {
  return {
    '0001-first-tables': firstTables(dialect),
    '0002-self-service': selfService(dialect),
    '0003-ticket-copies': ticketCopies(dialect),
    '0005-outages': outages(dialect),
    '0006-campaigns': campaigns(dialect),
    '0007-participation': participation(dialect),
    '0008-answer-feedback': answerFeedback(dialect),
  };
}

/**
 * Brings the database to today's tables. Safe when several nodes start together: Kysely takes PostgreSQL's advisory lock
 * around the whole, and the embedded file has one owner. Throws `database_migration_failed`.
 */
export async function migrate(queries: Kysely<Schema>, dialect: Database['dialect']): Promise<void> {
  const migrator = new Migrator({ db: queries, provider: { getMigrations: async () => migrations(dialect) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof SupportError) throw error;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first migration';
  throw new SupportError('database_migration_failed', `migrating the database failed: ${failed}: ${error}`, {
    cause: error,
  });
}

import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { Database, Queries } from '../../database/port.ts';
import type { JobTable, Schema } from '../../database/schema.ts';
import { addDeadLetter, type Buried } from '../dead-letters.ts';
import type { QueueSettings } from '../options.ts';
import type { Job } from '../port.ts';
import type { JobStore } from '../store.ts';

export type EmbeddedJob = Job & Buried;

/** Jobs as rows; a taken one carries its holder and the time until which it is his. */
export function embeddedStore(database: Database, holder: string, settings: QueueSettings): JobStore<EmbeddedJob> {
  return {
    take: (limit) => take(database.queries, holder, limit, settings.lease),
    async complete(job) {
      await stillHeld(database.queries.deleteFrom('job'), job, holder).execute();
    },
    async retryLater(job, error) {
      await stillHeld(database.queries.updateTable('job'), job, holder)
        .set({
          run_at: Date.now() + retryDelay(job.attempt, settings),
          last_error: error,
          lease_holder: null,
          lease_until: null,
        })
        .execute();
    },
    async bury(job, error) {
      await database.transaction(async (transaction) => {
        const deleted = await stillHeld(transaction.deleteFrom('job'), job, holder).executeTakeFirst();
        if (deleted.numDeletedRows === 1n) await addDeadLetter(transaction, job, error);
      });
    },
    async giveBack(job) {
      await stillHeld(database.queries.updateTable('job'), job, holder)
        .set({ attempts: job.attempt - 1, lease_holder: null, lease_until: null })
        .execute();
    },
  };
}

/** One statement: nothing is written, and no transaction begun, when no job is due. */
async function take(db: Queries, holder: string, limit: number, lease: number): Promise<EmbeddedJob[]> {
  const now = Date.now();
  const rows = await db
    .updateTable('job')
    .set((expression) => ({
      lease_holder: holder,
      lease_until: now + lease,
      attempts: expression('attempts', '+', 1),
    }))
    .where('id', 'in', (select) =>
      select
        .selectFrom('job as candidate')
        .select('candidate.id')
        .where('candidate.run_at', '<=', now)
        .where(sql<boolean>`coalesce(candidate.lease_until, 0) <= ${now}`)
        .where((expression) => expression.not(expression.exists(ahead(expression, now))))
        .orderBy('candidate.sequence')
        .limit(limit),
    )
    .returningAll()
    .execute();
  return rows.sort((one, other) => one.sequence - other.sequence).map(toJob);
}

/**
 * Whoever the candidate must wait for: of the same order key, one that runs or waits for another try, or one enqueued
 * earlier that is due. One enqueued earlier for later (`run_at`) is not in the line yet.
 */
function ahead(expression: ExpressionBuilder<Schema & { candidate: JobTable }, 'candidate'>, now: number) {
  return expression
    .selectFrom('job as first')
    .select('first.id')
    .whereRef('first.order_key', '=', 'candidate.order_key')
    .whereRef('first.id', '!=', 'candidate.id')
    .where((either) =>
      either.or([
        either('first.attempts', '>', 0),
        either.and([
          either('first.run_at', '<=', now),
          either('first.sequence', '<', either.ref('candidate.sequence')),
        ]),
      ]),
    );
}

interface Filterable<Self> {
  where(column: 'id' | 'lease_holder', operator: '=', value: string): Self;
  where(column: 'attempts', operator: '=', value: number): Self;
}

/** A lease that lapsed and was taken again has another holder or another count of attempts: nothing is touched then. */
function stillHeld<Query extends Filterable<Query>>(query: Query, job: EmbeddedJob, holder: string): Query {
  return query.where('id', '=', job.id).where('lease_holder', '=', holder).where('attempts', '=', job.attempt);
}

function retryDelay(attempt: number, settings: QueueSettings): number {
  const longest = Math.min(settings.maxRetryDelay, settings.retryDelay * 2 ** (attempt - 1));
  return Math.round(longest * (0.5 + Math.random() / 2));
}

function toJob(row: Selectable<JobTable>): EmbeddedJob {
  return {
    id: row.id,
    kind: row.kind,
    dedupeKey: row.dedupe_key,
    orderKey: row.order_key ?? undefined,
    payload: JSON.parse(row.payload),
    attempt: row.attempts,
  };
}

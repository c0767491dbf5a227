import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../database/port.ts';
import { SupportError } from '../support-error.ts';
import type { DeadLetter, NewJob } from './port.ts';

export interface Buried {
  readonly kind: string;
  readonly dedupeKey: string;
  readonly orderKey: string | undefined;
  readonly payload: unknown;
  readonly attempt: number;
}

export async function addDeadLetter(db: Queries, job: Buried, error: string): Promise<void> {
  await db
    .insertInto('dead_letter')
    .values({
      id: randomUUID(),
      kind: job.kind,
      dedupe_key: job.dedupeKey,
      order_key: job.orderKey ?? null,
      payload: JSON.stringify(job.payload),
      attempts: job.attempt,
      last_error: error,
      died_at: Date.now(),
    })
    .execute();
}

/** Newest first. */
export async function listDeadLetters(db: Queries, limit: number): Promise<DeadLetter[]> {
  const rows = await db.selectFrom('dead_letter').selectAll().orderBy('died_at', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    payload: JSON.parse(row.payload),
    attempts: row.attempts,
    lastError: row.last_error,
    diedAt: row.died_at,
  }));
}

/** Puts it back at the end of its line, with all its tries. Throws `dead_letter_unknown`. */
export async function retryDeadLetter(
  database: Database,
  id: string,
  enqueue: (transaction: Queries, job: NewJob) => Promise<void>,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const row = await transaction.deleteFrom('dead_letter').where('id', '=', id).returningAll().executeTakeFirst();
    if (!row) throw new SupportError('dead_letter_unknown', `no dead letter ${id}`);
    await enqueue(transaction, {
      kind: row.kind,
      dedupeKey: row.dedupe_key,
      ...(row.order_key === null ? {} : { orderKey: row.order_key }),
      payload: JSON.parse(row.payload),
    });
  });
}

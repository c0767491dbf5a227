import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../../database/port.ts';
import type { NewJob } from '../port.ts';

export async function insertJob(db: Queries, job: NewJob): Promise<void> {
  const now = Date.now();
  await db
    .insertInto('job')
    .values({
      id: randomUUID(),
      kind: job.kind,
      dedupe_key: job.dedupeKey,
      order_key: job.orderKey ?? null,
      sequence: sql<number>`(select coalesce(max(sequence), 0) + 1 from job)`,
      payload: JSON.stringify(job.payload ?? null),
      attempts: 0,
      run_at: job.runAt ?? now,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute();
}

export async function countJobs(db: Queries): Promise<number> {
  const row = await db
    .selectFrom('job')
    .select((expression) => expression.fn.countAll<number>().as('jobs'))
    .executeTakeFirstOrThrow();
  return row.jobs;
}

export async function releaseAllLeases(db: Queries): Promise<void> {
  await db
    .updateTable('job')
    .set({ lease_holder: null, lease_until: null })
    .where('lease_holder', 'is not', null)
    .execute();
}

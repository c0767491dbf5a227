import { fromKysely, type PgBoss } from 'pg-boss';
import type { Database, Queries } from '../../database/port.ts';
import { addDeadLetter, type Buried } from '../dead-letters.ts';
import type { Job, NewJob } from '../port.ts';
import type { JobStore } from '../store.ts';
import { QUEUE } from './boss.ts';
import { orderedId } from './ordered-id.ts';

/** What pg-boss keeps as a job's data. */
interface Data {
  readonly kind: string;
  readonly dedupeKey: string;
  readonly orderKey?: string;
  readonly payload: unknown;
}

export type BossJob = Job & Buried & { readonly retryCount: number };

/** Adds a job in the caller's transaction, unless one with the same dedupe key is not done yet. */
export async function sendJob(boss: PgBoss, db: Queries, job: NewJob): Promise<void> {
  const id = orderedId();
  // A concurrent transaction with the same key is waited for: it commits, or this one takes its place.
  const claimed = await db
    .insertInto('job_key')
    .values({ dedupe_key: job.dedupeKey, job_id: id })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('job_id')
    .executeTakeFirst();
  if (!claimed) return;
  const { kind, dedupeKey, orderKey, payload = null } = job;
  const data: Data = { kind, dedupeKey, payload, ...(orderKey === undefined ? {} : { orderKey }) };
  await boss.send(QUEUE, data, {
    id,
    // Every job of this kind of queue needs a key: one without an order has a key of its own.
    singletonKey: orderKey === undefined ? `job:${id}` : `order:${orderKey}`,
    ...(job.runAt === undefined ? {} : { startAfter: new Date(job.runAt) }),
    db: fromKysely(db),
  });
}

/** Every change is fenced by the attempt: after a lease has lapsed it touches nothing. */
export function bossStore(database: Database, boss: PgBoss): JobStore<BossJob> {
  return {
    async take(limit) {
      const jobs = await boss.fetch<Data>(QUEUE, { batchSize: limit, includeMetadata: true });
      return jobs
        .map(({ id, retryCount, data }) => ({
          ...data,
          id,
          retryCount,
          attempt: retryCount + 1,
          orderKey: data.orderKey,
        }))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    complete: (job) =>
      database.transaction(async (transaction) => {
        const completed = await boss.complete(QUEUE, job, null, { db: fromKysely(transaction) });
        if (changedOne(completed)) await freeKey(transaction, job);
      }),
    async retryLater(job, error) {
      await boss.fail(QUEUE, job, { message: error });
    },
    bury: (job, error) =>
      database.transaction(async (transaction) => {
        const deleted = await boss.deleteJob(QUEUE, job, { db: fromKysely(transaction) });
        if (!changedOne(deleted)) return;
        await freeKey(transaction, job);
        await addDeadLetter(transaction, job, error);
      }),
    // Cancelled and resumed at once, it is waiting again, without the delay of a failure.
    giveBack: (job) =>
      database.transaction(async (transaction) => {
        const db = fromKysely(transaction);
        const cancelled = await boss.cancel(QUEUE, job, { db });
        if (changedOne(cancelled)) await boss.resume(QUEUE, job.id, { db });
      }),
  };
}

async function freeKey(db: Queries, job: BossJob): Promise<void> {
  await db.deleteFrom('job_key').where('dedupe_key', '=', job.dedupeKey).where('job_id', '=', job.id).execute();
}

/** pg-boss answers with how many jobs it touched, which its types leave out. */
const changedOne = (response: unknown) => (response as { readonly affected?: number }).affected === 1;

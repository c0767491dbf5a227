import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import type { Database } from '../../database/port.ts';
import { poolOf } from '../../database/postgres/index.ts';
import type { QueueSettings } from '../options.ts';

/** One queue for all kinds: an order key holds across kinds. */
export const QUEUE = 'guichet';

/** The worker counts tries and buries; pg-boss must never fail a job for good, which would hold its key for ever. */
const NEVER_FAIL = 1_000_000;
const TEN_YEARS = 10 * 365 * 24 * 3_600;
const ONE_DAY = 24 * 3_600;
/** Any number that nothing else in the database locks. */
const START_LOCK = 4_839_217_005;

/** pg-boss over the database's own connections; makes its schema and the queue, on any number of nodes at once. */
export async function startBoss(database: Database, settings: QueueSettings): Promise<PgBoss> {
  const lease = seconds(settings.lease);
  // How long after a lease lapsed somebody notices.
  const watch = Math.max(1, Math.floor(lease / 4));
  const pool = poolOf(database);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schedule: false,
    superviseIntervalSeconds: watch,
    monitorIntervalSeconds: watch,
  });
  boss.on('error', (error) => settings.logger.warn({ error: String(error) }, 'queue: pg-boss reports an error'));
  const options = {
    expireInSeconds: lease,
    retryLimit: NEVER_FAIL,
    retryBackoff: true,
    retryDelay: seconds(settings.retryDelay),
    retryDelayMax: seconds(settings.maxRetryDelay),
    retentionSeconds: TEN_YEARS,
    deleteAfterSeconds: ONE_DAY,
  };
  await alone(pool, async () => {
    await boss.start();
    await boss.createQueue(QUEUE, { policy: 'key_strict_fifo', ...options });
    // A queue that was there keeps the options of its creation otherwise.
    await boss.updateQueue(QUEUE, options);
  });
  return boss;
}

/** One node at a time: pg-boss's first `create schema` fails on a node that makes it in the same instant. */
async function alone(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [START_LOCK]);
    await work();
  } finally {
    // The lock goes with its connection.
    client.release(true);
  }
}

const seconds = (milliseconds: number) => Math.max(1, Math.round(milliseconds / 1_000));

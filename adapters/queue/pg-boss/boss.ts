import { fromKysely, PgBoss } from 'pg-boss';
import type { Database } from '../../database/port.ts';
import type { QueueSettings } from '../options.ts';

/** One queue for all kinds: an order key holds across kinds. */
export const QUEUE = 'guichet';

/** The worker counts tries and buries; pg-boss must never fail a job for good, which would hold its key for ever. */
const NEVER_FAIL = 1_000_000;
const TEN_YEARS = 10 * 365 * 24 * 3_600;
const ONE_DAY = 24 * 3_600;

/** pg-boss over the database's own connections; makes its schema and the queue, on any number of nodes at once. */
export async function startBoss(database: Database, settings: QueueSettings): Promise<PgBoss> {
  const lease = seconds(settings.lease);
  // How long after a lease lapsed somebody notices.
  const watch = Math.max(1, Math.floor(lease / 4));
  const boss = new PgBoss({
    db: fromKysely(database.queries),
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
  await boss.start();
  await boss.createQueue(QUEUE, { policy: 'key_strict_fifo', ...options });
  // A queue that was there keeps the options of its creation otherwise.
  await boss.updateQueue(QUEUE, options);
  return boss;
}

const seconds = (milliseconds: number) => Math.max(1, Math.round(milliseconds / 1_000));

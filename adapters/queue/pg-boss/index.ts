import type { Database, Queries } from '../../database/port.ts';
import { listDeadLetters, retryDeadLetter } from '../dead-letters.ts';
import type { QueueSettings } from '../options.ts';
import type { JobHandler, NewJob, Queue } from '../port.ts';
import { createWorker, type Worker } from '../worker.ts';

interface Opened {
  readonly worker: Worker;
  send(db: Queries, job: NewJob): Promise<void>;
  close(): Promise<void>;
}

/** The queue that several nodes share, in the same PostgreSQL database as everything else. */
export function createPgBossQueue(database: Database, settings: QueueSettings): Queue {
  const handlers = new Map<string, JobHandler>();
  let opening: Promise<Opened> | undefined;
  let worker: Worker | undefined;

  // Jobs may be enqueued before this node works: pg-boss then makes its tables first.
  function opened(): Promise<Opened> {
    opening ??= open(database, handlers, settings).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function enqueue(transaction: Queries, job: NewJob): Promise<void> {
    const { send } = await opened();
    await send(transaction, job);
  }

  return {
    enqueue,
    handle: (kind, handler) => {
      handlers.set(kind, handler);
    },
    async start() {
      ({ worker } = await opened());
      worker.start();
    },
    async stop(deadline) {
      await worker?.stop(deadline);
      const last = opening;
      opening = undefined;
      await (await last)?.close();
    },
    deadLetters: (limit) => listDeadLetters(database.queries, limit),
    async retry(id) {
      await retryDeadLetter(database, id, enqueue);
      worker?.wake();
    },
    async depth() {
      const row = await database.queries
        .selectFrom('job_key')
        .select((expression) => expression.fn.countAll<number>().as('jobs'))
        .executeTakeFirstOrThrow();
      return row.jobs;
    },
    wake: () => worker?.wake(),
  };
}

/** pg-boss is loaded only where it is used: an embedded start does not pay for it. */
async function open(
  database: Database,
  handlers: ReadonlyMap<string, JobHandler>,
  settings: QueueSettings,
): Promise<Opened> {
  const [{ startBoss }, { bossStore, sendJob }] = await Promise.all([import('./boss.ts'), import('./store.ts')]);
  const boss = await startBoss(database, settings);
  return {
    worker: createWorker(bossStore(database, boss), handlers, settings),
    send: (db, job) => sendJob(boss, db, job),
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

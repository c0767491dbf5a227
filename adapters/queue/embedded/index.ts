import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/port.ts';
import { listDeadLetters, retryDeadLetter } from '../dead-letters.ts';
import type { QueueSettings } from '../options.ts';
import type { JobHandler, Queue } from '../port.ts';
import { createWorker } from '../worker.ts';
import { countJobs, insertJob, releaseAllLeases } from './jobs.ts';
import { embeddedStore } from './store.ts';

/** The queue of a single node, in the tables of its SQLite file. */
export function createEmbeddedQueue(database: Database, settings: QueueSettings): Queue {
  const handlers = new Map<string, JobHandler>();
  const store = embeddedStore(database, randomUUID(), settings);
  const worker = createWorker(store, handlers, settings);
  return {
    enqueue: insertJob,
    handle: (kind, handler) => {
      handlers.set(kind, handler);
    },
    async start() {
      // One process owns the file: whoever held these leases is gone, so that nobody waits for them to lapse.
      await releaseAllLeases(database.queries);
      worker.start();
    },
    stop: worker.stop,
    deadLetters: (limit) => listDeadLetters(database.queries, limit),
    async retry(id) {
      await retryDeadLetter(database, id, insertJob);
      worker.wake();
    },
    depth: () => countJobs(database.queries),
    wake: worker.wake,
  };
}

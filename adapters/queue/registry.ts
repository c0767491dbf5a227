import type { Database } from '../database/port.ts';
import { createEmbeddedQueue } from './embedded/index.ts';
import { type QueueOptions, type QueueSettings, queueSettings } from './options.ts';
import { createPgBossQueue } from './pg-boss/index.ts';
import type { Queue } from './port.ts';

type QueueName = 'embedded' | 'pg-boss';

export const queues: Readonly<Record<QueueName, (database: Database, settings: QueueSettings) => Queue>> = {
  embedded: createEmbeddedQueue,
  'pg-boss': createPgBossQueue,
};

/** The queue that fits the database: a job is committed with the records that ask for it. */
export function createQueue(database: Database, options: QueueOptions = {}): Queue {
  const name: QueueName = database.dialect === 'postgres' ? 'pg-boss' : 'embedded';
  return queues[name](database, queueSettings(options));
}

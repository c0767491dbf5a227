// A node whose handler never ends: it takes a job, says so, and is killed.
import { openDatabase } from '../../adapters/database/registry.ts';
import { createQueue } from '../../adapters/queue/registry.ts';

const { database: options, queue: queueOptions } = JSON.parse(process.argv[2]!);
const database = await openDatabase(options);
const queue = createQueue(database, queueOptions);
queue.handle('fragile', async (job) => {
  process.send?.({ attempt: job.attempt });
  await new Promise(() => {});
});
await database.transaction((transaction) =>
  queue.enqueue(transaction, { kind: 'fragile', dedupeKey: 'fragile', payload: { ticket: 7 } }),
);
await queue.start();

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../../adapters/database/port.ts';
import type { QueueOptions } from '../../adapters/queue/options.ts';
import type { Job, NewJob, Queue } from '../../adapters/queue/port.ts';
import { createQueue } from '../../adapters/queue/registry.ts';
import { describeOnEachDialect } from '../support/databases.ts';
import { runningJobs } from '../support/queue-state.ts';

/** Small, so that failures and lapses take a second, the smallest unit that pg-boss knows. */
const OPTIONS: QueueOptions = { pollInterval: 50, retryDelay: 20, maxRetryDelay: 1_000, maxAttempts: 3, lease: 20_000 };
const PATIENCE = { timeout: 15_000, interval: 20 };

describeOnEachDialect('queue', (under) => {
  let queue: Queue;
  let kind = '';
  let unique = 0;
  const opened: Queue[] = [];

  function open(options: QueueOptions = {}, database: Database = under.database): Queue {
    const another = createQueue(database, { ...OPTIONS, ...options });
    opened.push(another);
    return another;
  }

  beforeEach(() => {
    unique += 1;
    kind = `kind-${unique}`;
    queue = open();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.stop(0);
  });

  const job = (name: string, more: Partial<NewJob> = {}): NewJob => ({
    kind,
    dedupeKey: `${kind}-${name}`,
    payload: { name },
    ...more,
  });
  const enqueue = (...jobs: NewJob[]) =>
    under.database.transaction(async (transaction) => {
      for (const one of jobs) await queue.enqueue(transaction, one);
    });
  const nameOf = (one: Job) => (one.payload as { name: string }).name;

  /** Records each run; the jobs named fail as many times as said. */
  function record(on: Queue, failures: Record<string, number> = {}): string[] {
    const runs: string[] = [];
    on.handle(kind, async (one) => {
      const name = nameOf(one);
      runs.push(name);
      if (one.attempt <= (failures[name] ?? 0)) throw new Error(`${name} does not work yet`);
    });
    return runs;
  }

  test('runs a job once, with its payload', async () => {
    const jobs: Job[] = [];
    queue.handle(kind, async (one) => {
      jobs.push(one);
    });
    await queue.start();
    await enqueue(job('only', { payload: { text: "l'été", list: [1, null] } }));
    queue.wake();
    await vi.waitFor(() => expect(jobs).toHaveLength(1), PATIENCE);
    await vi.waitFor(async () => expect(await queue.depth()).toBe(0), PATIENCE);
    expect(jobs).toMatchObject([{ kind, attempt: 1, payload: { text: "l'été", list: [1, null] } }]);
  });

  test('R9: a rollback of the caller leaves no job', async () => {
    const runs = record(queue);
    await queue.start();
    const rolledBack = under.database.transaction(async (transaction) => {
      await queue.enqueue(transaction, job('ghost'));
      throw new Error('the turn failed');
    });
    await expect(rolledBack).rejects.toThrow('the turn failed');
    expect(await queue.depth()).toBe(0);
    await enqueue(job('real'));
    await vi.waitFor(async () => expect(await queue.depth()).toBe(0), PATIENCE);
    expect(runs).toEqual(['real']);
  });

  test('two jobs with one key are one while the first is not done, and two once it is', async () => {
    const runs = record(queue);
    await enqueue(job('same'), job('same'));
    await enqueue(job('same'));
    expect(await queue.depth()).toBe(1);
    await queue.start();
    await vi.waitFor(async () => expect(await queue.depth()).toBe(0), PATIENCE);
    expect(runs).toEqual(['same']);
    await enqueue(job('same'));
    queue.wake();
    await vi.waitFor(() => expect(runs).toEqual(['same', 'same']), PATIENCE);
  });

  test('R4: jobs of one order key run one at a time, first in first out; others do not wait for them', async () => {
    let running = 0;
    let most = 0;
    const order: string[] = [];
    queue.handle(kind, async (one) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(nameOf(one));
      running -= 1;
    });
    const names = Array.from({ length: 8 }, (_, index) => `${index}`);
    await enqueue(...names.slice(0, 5).map((name) => job(name, { orderKey: kind })));
    await enqueue(...names.slice(5).map((name) => job(name, { orderKey: kind })));
    await queue.start();
    await vi.waitFor(() => expect(order).toHaveLength(8), PATIENCE);
    expect(order).toEqual(names);
    expect(most).toBe(1);
  });

  test('a failing head holds back those behind it, of its key only, until it is done', async () => {
    const runs = record(queue, { head: 2 });
    await enqueue(
      job('head', { orderKey: kind }),
      job('behind', { orderKey: kind }),
      job('other', { orderKey: `${kind}-other` }),
      job('free'),
    );
    await queue.start();
    await vi.waitFor(() => expect(runs).toContain('behind'), PATIENCE);
    expect(runs.filter((name) => name === 'head' || name === 'behind')).toEqual(['head', 'head', 'head', 'behind']);
    expect(runs.indexOf('other')).toBeLessThan(runs.lastIndexOf('head'));
    expect(runs.indexOf('free')).toBeLessThan(runs.lastIndexOf('head'));
  });

  test('a job that fails for the last time is a dead letter, frees its line, and can be tried again', async () => {
    const failures = { doomed: 3 };
    const runs = record(queue, failures);
    await enqueue(job('doomed', { orderKey: kind }), job('behind', { orderKey: kind }));
    await queue.start();
    await vi.waitFor(async () => expect(await queue.depth()).toBe(0), PATIENCE);
    expect(runs).toEqual(['doomed', 'doomed', 'doomed', 'behind']);
    const [dead] = (await queue.deadLetters(10)).filter((letter) => letter.kind === kind);
    expect(dead).toMatchObject({ attempts: 3, payload: { name: 'doomed' } });
    expect(dead!.lastError).toContain('doomed does not work yet');
    failures.doomed = 0;
    await queue.retry(dead!.id);
    await vi.waitFor(() => expect(runs).toHaveLength(5), PATIENCE);
    expect((await queue.deadLetters(10)).filter((letter) => letter.kind === kind)).toEqual([]);
    await expect(queue.retry(dead!.id)).rejects.toMatchObject({ code: 'dead_letter_unknown' });
  });

  test('runAt: not before its time, and nobody waits behind it meanwhile', async () => {
    const runs = record(queue);
    const runAt = Date.now() + 1_500;
    let ranAt = 0;
    queue.handle(kind, async (one) => {
      runs.push(nameOf(one));
      if (nameOf(one) === 'later') ranAt = Date.now();
    });
    await enqueue(job('later', { orderKey: kind, runAt }), job('now', { orderKey: kind }));
    await queue.start();
    await vi.waitFor(() => expect(runs).toHaveLength(2), PATIENCE);
    expect(runs).toEqual(['now', 'later']);
    expect(ranAt).toBeGreaterThanOrEqual(runAt);
  });

  test('R16: stop waits for what runs', async () => {
    let ended = false;
    queue.handle(kind, async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      ended = true;
    });
    await queue.start();
    await enqueue(job('short'));
    queue.wake();
    await vi.waitFor(async () => expect(await runningJobs(under.database)).toBe(1), PATIENCE);
    await queue.stop(10_000);
    expect(ended).toBe(true);
    expect(await queue.depth()).toBe(0);
  });

  test('R16: past the deadline stop aborts the job and hands it back at once', async () => {
    let started = false;
    let aborted = false;
    queue.handle(kind, async (_, signal) => {
      started = true;
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    });
    await queue.start();
    await enqueue(job('long', { orderKey: kind }));
    queue.wake();
    // Taken in the database is not yet begun: what stop aborts is a handler that runs.
    await vi.waitFor(() => expect(started).toBe(true), PATIENCE);
    await queue.stop(10);
    expect(aborted).toBe(true);
    expect(await queue.depth()).toBe(1);
    expect(await runningJobs(under.database)).toBe(0);
    const next = open();
    const runs = record(next);
    await next.start();
    await vi.waitFor(() => expect(runs).toEqual(['long']), PATIENCE);
  });

  test('a job longer than its lease is told so, and runs again', async () => {
    const slow = open({ lease: 1_000 });
    const reasons: unknown[] = [];
    slow.handle(kind, async (one, signal) => {
      if (one.attempt > 1) return;
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason);
          // It does not give up even then: what it would write must not count.
          setTimeout(resolve, 4_000);
        });
      });
    });
    await enqueue(job('slow'));
    await slow.start();
    await vi.waitFor(async () => expect(await slow.depth()).toBe(0), PATIENCE);
    expect(reasons).toHaveLength(1);
  });

  test('a job of a kind that nobody handles is kept, and says so when it dies', async () => {
    await enqueue(job('unknown', { kind: 'nobody' }));
    await queue.start();
    await vi.waitFor(async () => expect(await queue.depth()).toBe(0), PATIENCE);
    const letters = await queue.deadLetters(10);
    expect(letters.find((letter) => letter.kind === 'nobody')?.lastError).toContain('no handler');
  });

  test('R9: a job survives kill -9 of the process that ran it', async () => {
    if (under.dialect === 'sqlite') {
      await queue.stop(0);
      await under.database.close();
    }
    const options = { database: under.test.options, queue: { ...OPTIONS, lease: 1_000 } };
    const node = fork(join(import.meta.dirname, '../support/queue-process.ts'), [JSON.stringify(options)]);
    expect((await once(node, 'message'))[0]).toEqual({ attempt: 1 });
    node.kill('SIGKILL');
    await once(node, 'exit');
    const database = await under.test.open();
    const heir = open({ lease: 1_000 }, database);
    const jobs: Job[] = [];
    heir.handle('fragile', async (one) => {
      jobs.push(one);
    });
    await heir.start();
    await vi.waitFor(() => expect(jobs).toMatchObject([{ attempt: 2, payload: { ticket: 7 } }]), PATIENCE);
    await vi.waitFor(async () => expect(await heir.depth()).toBe(0), PATIENCE);
    await heir.stop(1_000);
    await database.close();
  });
});

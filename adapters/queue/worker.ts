import type { QueueSettings } from './options.ts';
import type { Job, JobHandler } from './port.ts';
import type { JobStore } from './store.ts';

export interface Worker {
  start(): void;
  stop(deadline: number): Promise<void>;
  wake(): void;
}

interface Running<Taken> {
  readonly job: Taken;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** ms. With a database that does not answer a stop must not wait for ever. */
const HAND_BACK_DEADLINE = 2_000;

/** Takes jobs from a store and runs them, a few at once, until it is stopped. */
export function createWorker<Taken extends Job>(
  store: JobStore<Taken>,
  handlers: ReadonlyMap<string, JobHandler>,
  settings: QueueSettings,
): Worker {
  const running = new Set<Running<Taken>>();
  const handedBack = new WeakSet<Taken>();
  let started = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (!started) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    clearTimeout(timer);
    looking = look().finally(() => {
      looking = undefined;
      if (!started) return;
      // Jitter: nodes started together do not look together for ever.
      timer = setTimeout(wake, settings.pollInterval * (0.75 + Math.random() / 2)).unref();
    });
  }

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      const free = settings.concurrency - running.size;
      if (free <= 0) return;
      const jobs = await take(free);
      // Stopped meanwhile: they are somebody else's.
      if (!started) return giveBack(jobs);
      for (const job of jobs) run(job);
      if (jobs.length === free) lookAgain = true;
    } while (lookAgain && started);
  }

  async function take(limit: number): Promise<Taken[]> {
    try {
      const jobs = await store.take(limit);
      failing = false;
      return jobs;
    } catch (error) {
      // Said once an outage, not at every look.
      if (!failing) settings.logger.warn({ error: describe(error) }, 'queue: cannot take jobs, will look again');
      failing = true;
      return [];
    }
  }

  function run(job: Taken): void {
    const abort = new AbortController();
    const lapse = setTimeout(() => abort.abort(new Error('the job took longer than its lease')), settings.lease);
    const ended = work(job, abort.signal).finally(() => {
      clearTimeout(lapse);
      running.delete(entry);
      wake();
    });
    const entry = { job, abort, ended };
    running.add(entry);
  }

  async function work(job: Taken, signal: AbortSignal): Promise<void> {
    try {
      const failure = await attempt(job, signal);
      if (handedBack.has(job)) return;
      if (failure === undefined) return await store.complete(job);
      const dead = job.attempt >= settings.maxAttempts;
      const fields = { kind: job.kind, job: job.id, attempt: job.attempt, error: failure };
      if (dead) settings.logger.error(fields, 'queue: a job failed for the last time');
      else settings.logger.warn(fields, 'queue: a job failed and will be tried again');
      await (dead ? store.bury(job, failure) : store.retryLater(job, failure));
    } catch (error) {
      // The outcome could not be written: the lease lapses and the job runs again.
      settings.logger.error({ kind: job.kind, job: job.id, error: describe(error) }, 'queue: cannot settle a job');
    }
  }

  /** Returns the failure, or undefined when the job is done. */
  async function attempt(job: Taken, signal: AbortSignal): Promise<string | undefined> {
    // Counted when it is taken: a job that ends its process each time dies too.
    if (job.attempt > settings.maxAttempts) return 'the process that ran it ended each time';
    const handler = handlers.get(job.kind);
    if (!handler) return `no handler for jobs of kind ${job.kind}`;
    try {
      await handler(job, signal);
      return undefined;
    } catch (error) {
      return describe(error);
    }
  }

  async function stop(deadline: number): Promise<void> {
    started = false;
    clearTimeout(timer);
    await settledWithin([looking, ...[...running].map((entry) => entry.ended)], deadline);
    const left = [...running];
    for (const { job, abort } of left) {
      handedBack.add(job);
      abort.abort(new Error('Guichet is stopping'));
    }
    await settledWithin([giveBack(left.map((entry) => entry.job))], HAND_BACK_DEADLINE);
  }

  async function giveBack(jobs: readonly Taken[]): Promise<void> {
    for (const job of jobs) {
      await store.giveBack(job).catch((error) => {
        settings.logger.warn(
          { job: job.id, error: describe(error) },
          'queue: cannot hand a job back, its lease will lapse',
        );
      });
    }
  }

  return {
    start() {
      started = true;
      wake();
    },
    stop,
    wake,
  };
}

async function settledWithin(promises: readonly (Promise<void> | undefined)[], deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadline);
  });
  await Promise.race([Promise.allSettled(promises), late]);
  clearTimeout(timer);
}

/** Kept in the database and shown in the desk: the message, never a stack. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 1_000);
}

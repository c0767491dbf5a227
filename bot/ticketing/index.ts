import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { freeTicketCopies } from '../../adapters/database/repositories/ticket-copies.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { TicketActions } from '../desk/ticket-actions.ts';
import type { Texts } from '../rendering/texts.ts';
import { createCompose } from './compose.ts';
import { createCopier } from './copier.ts';
import { createMirror } from './mirror.ts';
import { createPause } from './pause.ts';
import { createPoll } from './poll.ts';
import { createReconcile } from './reconcile.ts';

export interface TicketingOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly system: TicketSystem;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly groups: Readonly<Record<string, string>>;
  /** ms between two looks at what was done in the ticket system. */
  readonly pollInterval: number;
  readonly findMail: (personId: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly actions: TicketActions;
  readonly checkpoint: (name: string) => void;
  readonly logger: Logger;
  readonly now: () => number;
  /** ms of the first pause when the system fails; for tests. */
  readonly firstPause?: number;
}

export interface Ticketing {
  /** Carries tickets and follow-ups to the ticket system until there are none, or it is down. One run at a time. */
  sweep(): Promise<void>;
  /** Looks at what was done in the ticket system. */
  poll(): Promise<void>;
  /** Looks at one of its tickets; true when it is ours. */
  reconcile(id: string): Promise<boolean>;
  /** From now on it does both by itself. */
  start(): void;
  stop(): Promise<void>;
}

/** ms; a commit wakes it at once, this is for what failed or was left by another process. */
const sweepInterval = 2_000;

/** Everything between Guichet's tickets and the ticket system, both ways. */
export function openTicketing(options: TicketingOptions): Ticketing {
  const { queue, system, logger, now, pollInterval, texts } = options;
  const pause = createPause({ now, ...(options.firstPause === undefined ? {} : { first: options.firstPause }) });
  const parts = { ...options, pause };
  const copy = createCopier({ ...parts, compose: createCompose(options) });
  const mirror = createMirror(parts);
  const reconcile = createReconcile({
    ...parts,
    say: (key, language) => texts.write({ key }, { language, as: 'plain' }),
  });
  const poll = createPoll({ ...parts, reconcile });
  const stopping = new AbortController();
  const timers: NodeJS.Timeout[] = [];

  /** Whether what an earlier process left was taken up. */
  let taken = options.database.shared;
  const sweep = oneAtATime(async () => {
    if (!taken) await freeTicketCopies(options.database.queries);
    taken = true;
    await copy(stopping.signal);
    await mirror(stopping.signal);
  });
  const look = oneAtATime(() => poll(stopping.signal));
  const safely = (work: () => Promise<void>, what: string) => () => {
    work().catch((error) => logger.error({ error }, what));
  };
  const sweepSafely = safely(sweep, 'tickets could not be carried to the ticket system');
  // The job is the turn's wake-up call; what it starts is in the record, whatever becomes of the job.
  queue.handle('ticket.copy', async () => sweepSafely());

  return {
    sweep,
    poll: look,
    reconcile: (id) => reconcile(id, AbortSignal.any([stopping.signal, AbortSignal.timeout(30_000)])),
    start() {
      timers.push(setInterval(sweepSafely, sweepInterval));
      if (!system.embedded) timers.push(setInterval(safely(look, 'the ticket system was not followed'), pollInterval));
      for (const timer of timers) timer.unref();
      sweepSafely();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      stopping.abort(new Error('Guichet is stopping'));
      await Promise.allSettled([sweep.running(), look.running()]);
    },
  };
}

/** Whoever asks while it runs gets the run after it, which sees what made them ask. */
function oneAtATime(work: () => Promise<void>): (() => Promise<void>) & { running(): Promise<void> } {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  const run = (): Promise<void> => {
    if (!running) return start();
    next ??= running
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
  return Object.assign(run, { running: async () => running });
}

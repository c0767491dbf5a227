import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { DuplicateActivityError, recordPending } from '../../adapters/database/repositories/inbound-activities.ts';
import type { Incoming } from './incoming.ts';

/** Resolves when the activity may be acknowledged: its turn is committed, or it is kept as pending (R1). */
export type Acknowledge = (incoming: Incoming) => Promise<void>;

export interface AcknowledgeOptions {
  readonly database: Database;
  readonly submit: (incoming: Incoming) => Promise<void>;
  readonly logger: Logger;
  /** Told when an activity is refused because it could not be kept. */
  readonly onRefused: (incoming: Incoming, cause: unknown) => void;
  /** ms after which an uncommitted turn is kept as pending and acknowledged. */
  readonly patience?: number;
  /** ms before a pending turn that failed is tried again; grows with each try. */
  readonly retryAfter?: number;
}

const mostRetries = 8;

export function createAcknowledge(options: AcknowledgeOptions): Acknowledge {
  const { database, submit, logger, patience = 1500, retryAfter = 2000 } = options;

  /** A pending turn was promised: it is tried until it is committed, and the next start takes up what is left. */
  async function persist(incoming: Incoming, attempt: number): Promise<void> {
    try {
      await submit(incoming);
    } catch (err) {
      logger.warn({ error: err, attempt }, 'pending turn failed');
      if (attempt >= mostRetries) return;
      setTimeout(() => void persist(incoming, attempt + 1), retryAfter * 2 ** attempt).unref();
    }
  }

  const take: Acknowledge = async (incoming) => {
    // Nodes that share a database must see every activity that waits, whichever of them received it (R4).
    const kept = database.shared;
    if (kept) await keep(database, incoming);
    const committed = submit(incoming);
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<'waited'>((resolve) => {
      timer = setTimeout(() => resolve('waited'), patience);
    });
    try {
      const first = await Promise.race([committed.then(() => 'committed' as const), waited]);
      if (first === 'committed') return;
    } catch (error) {
      if (!kept) throw error;
    } finally {
      clearTimeout(timer);
    }
    if (!kept) await keep(database, incoming);
    committed.catch((error) => {
      logger.warn({ error, attempt: 0 }, 'pending turn failed');
      setTimeout(() => void persist(incoming, 1), retryAfter).unref();
    });
  };
  return async (incoming) => {
    try {
      await take(incoming);
    } catch (cause) {
      options.onRefused(incoming, cause);
      throw cause;
    }
  };
}

async function keep(database: Database, incoming: Incoming): Promise<void> {
  const { conversationKey, activityId, receipt, receivedAt, activity } = incoming;
  try {
    await recordPending(database.queries, {
      conversationKey,
      activityId,
      receipt: receipt.number,
      receivedAt,
      activity,
    });
  } catch (cause) {
    // Committed in the meantime, or delivered a second time: either way it is kept.
    if (!(cause instanceof DuplicateActivityError)) throw cause;
  }
}

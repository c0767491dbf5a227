import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findSetting, saveSetting } from '../../adapters/database/repositories/settings.ts';
import { TicketSystemError } from '../../adapters/ticketing/errors.ts';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';
import type { Pause } from './pause.ts';

export interface PollOptions {
  readonly database: Database;
  readonly system: TicketSystem;
  readonly reconcile: (id: string, signal: AbortSignal) => Promise<boolean>;
  readonly pause: Pause;
  readonly logger: Logger;
  readonly now: () => number;
}

/** ms that two looks overlap: clocks differ, and what is read twice changes nothing. */
const overlap = 2 * 60_000;

/**
 * Follows what was done in the ticket system since the last look. The place is kept in the database and moves on only
 * when all of it was followed: what a week's outage hid is found after it.
 */
export function createPoll({ database, system, reconcile, pause, logger, now }: PollOptions) {
  const key = `ticket-system:${system.name}:followed-until`;
  return async (signal: AbortSignal): Promise<void> => {
    if (system.embedded || pause.isPaused()) return;
    const started = now();
    try {
      const since = Number((await findSetting(database.queries, key)) ?? started);
      for (const id of await system.changedSince(since - overlap, signal)) {
        if (signal.aborted) return;
        await reconcile(id, signal);
      }
      await saveSetting(database.queries, key, String(started));
      pause.succeeded();
    } catch (error) {
      if (error instanceof TicketSystemError) pause.failed(error);
      logger.warn({ error: error instanceof Error ? error.message : error }, 'the ticket system could not be followed');
    }
  };
}

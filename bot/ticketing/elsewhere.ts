import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findTicketCopyByRemoteId } from '../../adapters/database/repositories/ticket-copies.ts';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';
import type { TicketNews } from '../../dialogs/index.ts';

export interface ElsewhereOptions {
  readonly database: Database;
  readonly system: TicketSystem;
  readonly findMail: (personId: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly logger: Logger;
}

export type FindElsewhere = (personId: string) => Promise<readonly TicketNews[]>;

/** ms; the turn is answered without it rather than late (R1). */
const deadline = 900;
/** So many are told. */
const most = 10;

/**
 * Open tickets of a person that were opened by telephone or mail, straight in the ticket system. They are found by the
 * address of the directory, never by anything the person says: nobody hears of another's tickets (R27, R33).
 */
export function createFindElsewhere({ database, system, findMail, logger }: ElsewhereOptions): FindElsewhere {
  return async (id) => {
    if (system.embedded) return [];
    const signal = AbortSignal.timeout(deadline);
    try {
      const email = await findMail(id, signal);
      if (email === undefined) return [];
      const found: TicketNews[] = [];
      for (const ticket of await system.findByRequester({ id, name: '', email }, signal)) {
        if (ticket.status === 'closed' || ticket.status === 'resolved') continue;
        if (await findTicketCopyByRemoteId(database.queries, ticket.id)) continue;
        const { number: reference, title, status } = ticket;
        found.push({ reference, title, status, ownDueAt: 0, elsewhere: true });
        if (found.length === most) break;
      }
      return found;
    } catch (error) {
      logger.warn({ error: error instanceof Error ? error.message : error }, 'tickets elsewhere could not be found');
      return [];
    }
  };
}

import type { Logger } from 'pino';
import type { Directory } from '../../adapters/directory/port.ts';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';

/**
 * A person's mail address, by which the ticket system knows them. A directory that does not answer delays no ticket: it
 * then goes without, under the person's name.
 */
export function createFindMail(directory: Directory, system: TicketSystem, logger: Logger) {
  return async (personId: string, signal: AbortSignal): Promise<string | undefined> => {
    if (system.embedded) return undefined;
    try {
      const person = await directory.findPerson(personId, AbortSignal.any([signal, AbortSignal.timeout(5_000)]));
      return person?.mail;
    } catch (error) {
      logger.warn({ error: error instanceof Error ? error.message : error }, 'a ticket goes without mail address');
      return undefined;
    }
  };
}

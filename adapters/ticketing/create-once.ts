import type { Ticket } from '../database/repositories/ticket-record.ts';
import type { ExternalTicket, TicketSystem } from './port.ts';

/**
 * Creates the copy unless an earlier try already did: a try whose answer was lost may have succeeded (R8). The key is
 * the ticket's reference, which the database holds before the first call.
 */
export async function createOnce(system: TicketSystem, ticket: Ticket, signal: AbortSignal): Promise<ExternalTicket> {
  const existing = await system.find(ticket.reference, signal);
  return existing ?? system.create(ticket, ticket.reference, signal);
}

import type { Database } from '../../database/port.ts';
import { recordExternal } from '../../database/repositories/ticket-changes.ts';
import type { Ticket } from '../../database/repositories/ticket-record.ts';
import { findTicket } from '../../database/repositories/tickets.ts';
import { SupportError } from '../../support-error.ts';
import type { ExternalTicket, TicketSystem } from '../port.ts';

export interface DeskOptions {
  readonly database: Database;
  /** Where people reach the desk, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * The embedded desk: tickets are already in Guichet's own database, so that creating one says where its page is. There
 * is one copy a reference, however often it is created.
 */
export function createDesk({ database, publicUrl }: DeskOptions): TicketSystem {
  return {
    name: 'desk',

    async create(_ticket: Ticket, idempotencyKey: string): Promise<ExternalTicket> {
      const url = `${publicUrl}/desk/tickets/${encodeURIComponent(idempotencyKey)}`;
      const external = { system: 'desk', id: idempotencyKey, url };
      const ticket = await recordExternal(database.queries, idempotencyKey, external);
      if (!ticket) throw new SupportError('ticket_system_refused', `the desk holds no ticket ${idempotencyKey}`);
      return { id: external.id, url };
    },

    async find(idempotencyKey: string): Promise<ExternalTicket | undefined> {
      const external = (await findTicket(database.queries, idempotencyKey))?.external;
      if (external?.system !== 'desk') return undefined;
      return { id: external.id, ...(external.url === undefined ? {} : { url: external.url }) };
    },

    ping: () => database.ping(),
  };
}

import type { Ticket } from '../database/repositories/ticket-record.ts';

/** Where a ticket system keeps its copy of a ticket. */
export interface ExternalTicket {
  /** Its own identifier, in its own form. */
  readonly id: string;
  readonly url?: string;
}

/**
 * A ticket system that keeps a copy of Guichet's tickets. Calls have the caller's signal as well as a deadline of their
 * own (R7); refusals and failures are SupportErrors, `ticket_system_refused` and `ticket_system_unreachable`.
 */
export interface TicketSystem {
  /** The name of its folder, and of its line in registry.ts. */
  readonly name: string;
  /**
   * Creates the copy. The key, the ticket's reference, is written where `find` looks for it. A create whose outcome is
   * not known is never repeated by the system's own code: the job tries again through `createOnce` (R6, R8).
   */
  create(ticket: Ticket, idempotencyKey: string, signal: AbortSignal): Promise<ExternalTicket>;
  /** The copy that was created under the key, if there is one. */
  find(idempotencyKey: string, signal: AbortSignal): Promise<ExternalTicket | undefined>;
  /** For /readyz. */
  ping(signal: AbortSignal): Promise<void>;
}

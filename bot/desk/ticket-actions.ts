import type { Database, Queries } from '../../adapters/database/port.ts';
import {
  appendEvent,
  changeStatus,
  type NewTicketEvent,
  type TicketEvent,
} from '../../adapters/database/repositories/ticket-changes.ts';
import { changeTicketCopy } from '../../adapters/database/repositories/ticket-copies.ts';
import type { Solution, Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import { refuse } from './refusal.ts';

export interface TicketChange {
  /** As it stands after the change. */
  readonly ticket: Ticket;
  readonly event: TicketEvent;
}

export interface TicketActions {
  readonly database: Database;
  /** Told in the transaction of the change, so that what follows from it (a message to the employee) is written with it. */
  readonly onTicketChanged: (change: TicketChange, transaction: Queries) => Promise<void>;
  /** epoch ms */
  readonly now: () => number;
  /** It was done in the ticket system, which need not be told of it. */
  readonly fromTicketSystem?: boolean;
}

/**
 * What a technician does to a ticket. Each is one transaction and may be sent twice: the second time finds it done,
 * changes nothing and tells nobody (R3). Throws `ticket_not_found`, and a code of its own when the state forbids it.
 */
export async function claimTicket(desk: TicketActions, reference: string, { by }: { by: string }): Promise<Ticket> {
  return change(desk, reference, async (transaction, ticket, now) => {
    const claimed = await changeStatus(transaction, { reference, from: ['new'], to: 'assigned', assignee: by, now });
    if (claimed) return { ticket: claimed, event: { reference, at: now, kind: 'claimed', by } };
    if (!isOpen(ticket)) throw refuse('ticket_not_open');
    if (ticket.assignee !== by) throw refuse('ticket_claimed', ticket.assignee);
    return undefined;
  });
}

export async function commentTicket(
  desk: TicketActions,
  reference: string,
  comment: { by: string; text: string; toEmployee: boolean; once?: string | undefined },
): Promise<Ticket> {
  const { by, text, toEmployee, once } = comment;
  return change(desk, reference, async (_transaction, ticket, now) => {
    const closed = ticket.status === 'closed' || ticket.status === 'closed_unconfirmed';
    // What was written elsewhere is written: it is not lost because of how the ticket stands here.
    if (closed && !desk.fromTicketSystem) throw refuse('ticket_not_open');
    const id = once === undefined ? {} : { id: `${reference}:${once}` };
    return { ticket, event: { reference, at: now, kind: 'comment', by, text, toEmployee, ...id } };
  });
}

export async function resolveTicket(
  desk: TicketActions,
  reference: string,
  { by, resolution, solution }: { by: string; resolution: string; solution: Solution },
): Promise<Ticket> {
  return change(desk, reference, async (transaction, ticket, now) => {
    const assignee = ticket.assignee ?? by;
    const update = { reference, to: 'resolved' as const, assignee, resolution, solution, now };
    const resolved = await changeStatus(transaction, update);
    if (resolved) {
      const event = { reference, at: now, kind: 'resolved' as const, by, text: resolution, data: { solution } };
      return { ticket: resolved, event: { ...event, toEmployee: true } };
    }
    const same = ticket.status === 'resolved' && ticket.resolution === resolution && ticket.solution === solution;
    if (!same) throw refuse('ticket_not_open');
    return undefined;
  });
}

export async function reopenTicket(
  desk: TicketActions,
  reference: string,
  { by, reason }: { by: string; reason: string },
): Promise<Ticket> {
  return change(desk, reference, async (transaction, ticket, now) => {
    const to = ticket.assignee === undefined ? 'new' : 'assigned';
    const from = ['resolved', 'closed', 'closed_unconfirmed'] as const;
    const reopened = await changeStatus(transaction, { reference, from, to, now });
    if (!reopened) throw refuse('ticket_not_resolved');
    return { ticket: reopened, event: { reference, at: now, kind: 'reopened', by, text: reason, toEmployee: true } };
  });
}

/**
 * Offers the ticket to the ticket system again now, because what made it refuse is mended. It is looked for first like at
 * any other try (R6); one that is there already stays as it is.
 */
export async function copyAgain(desk: TicketActions, reference: string): Promise<Ticket> {
  return desk.database.transaction(async (transaction) => {
    const ticket = await findTicket(transaction, reference);
    if (!ticket) throw refuse('ticket_not_found');
    await changeTicketCopy(transaction, reference, { notBefore: 0 }, desk.now());
    return ticket;
  });
}

/** The ticket waits for somebody, or is worked on again. */
export async function waitTicket(
  desk: TicketActions,
  reference: string,
  { by, to }: { by: string; to: 'assigned' | 'waiting_employee' | 'waiting_supplier' },
): Promise<Ticket> {
  return change(desk, reference, async (transaction, ticket, now) => {
    if (ticket.status === to) return undefined;
    if (!isOpen(ticket)) throw refuse('ticket_not_open');
    const changed = await changeStatus(transaction, { reference, to, now });
    return changed && { ticket: changed, event: { reference, at: now, kind: 'status' as const, by, data: { to } } };
  });
}

type Decide = (
  transaction: Queries,
  ticket: Ticket,
  now: number,
) => Promise<{ ticket: Ticket; event: NewTicketEvent } | undefined>;

function change(desk: TicketActions, reference: string, decide: Decide): Promise<Ticket> {
  return desk.database.transaction(async (transaction) => {
    const ticket = await findTicket(transaction, reference);
    if (!ticket) throw refuse('ticket_not_found');
    const decided = await decide(transaction, ticket, desk.now());
    const from = desk.fromTicketSystem ? { fromTicketSystem: true } : {};
    const event = decided && (await appendEvent(transaction, { ...decided.event, ...from }));
    if (!decided || !event) return ticket;
    await desk.onTicketChanged({ ticket: decided.ticket, event }, transaction);
    return decided.ticket;
  });
}

function isOpen(ticket: Ticket): boolean {
  return !['resolved', 'closed', 'closed_unconfirmed'].includes(ticket.status);
}

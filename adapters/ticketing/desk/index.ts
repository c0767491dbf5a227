import { createHash, randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../database/port.ts';
import { listAttachmentsOfRequest, saveAttachment } from '../../database/repositories/attachments.ts';
import { appendEvent, changeStatus, listEvents } from '../../database/repositories/ticket-changes.ts';
import type { Ticket } from '../../database/repositories/ticket-record.ts';
import { findTicket, findTicketsOf, listChangedTickets } from '../../database/repositories/tickets.ts';
import { TicketSystemError } from '../errors.ts';
import type { ExternalStatus, ExternalSummary, ExternalTicket, TicketSystem } from '../port.ts';

export interface DeskOptions {
  readonly database: Database;
  /** Where people reach the desk, without a trailing slash. */
  readonly publicUrl: string;
  readonly now?: () => number;
}

/**
 * The embedded desk: tickets, files and history are already in Guichet's own database, so that creating one says where
 * its page is, and what is written under it is an event of the ticket.
 */
export function createDesk({ database, publicUrl, now = Date.now }: DeskOptions): TicketSystem {
  const db = database.queries;
  const show = (reference: string): ExternalTicket => ({
    id: reference,
    number: reference,
    url: `${publicUrl}/desk/tickets/${encodeURIComponent(reference)}`,
  });
  const summarise = (ticket: Ticket): ExternalSummary => ({
    ...show(ticket.reference),
    title: ticket.title,
    status: statusOf(ticket),
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
  });
  const held = async (queries: Queries, id: string): Promise<Ticket> => {
    const ticket = await findTicket(queries, id);
    if (!ticket) throw new TicketSystemError('refused', `the desk holds no ticket ${id}`);
    return ticket;
  };

  return {
    name: 'desk',
    settlesIn: 0,
    finalStatus: 'closed',
    embedded: true,
    async create({ idempotencyKey }) {
      return show((await held(db, idempotencyKey)).reference);
    },
    async find(idempotencyKey) {
      const ticket = await findTicket(db, idempotencyKey);
      return ticket && show(ticket.reference);
    },
    async fileNames(id) {
      const { requestId } = await held(db, id);
      return (await listAttachmentsOfRequest(db, requestId)).map(({ name }) => name);
    },
    async attach(id, file) {
      const { requestId, conversationKey } = await held(db, id);
      await saveAttachment(db, { id: randomUUID(), conversationKey, requestId, receivedAt: now(), ...file });
    },
    async comment(id, { marker, text, isPublic }) {
      await held(db, id);
      const by = 'Guichet';
      const event = { id: `${id}:${marker}`, reference: id, at: now(), kind: 'comment' as const, by, text };
      await appendEvent(db, { ...event, toEmployee: isPublic, fromTicketSystem: true });
    },
    async setStatus(id, { to, note }) {
      const ticket = await held(db, id);
      if (statusOf(ticket) === to) return;
      const update = to === 'resolved' ? { resolution: note, solution: 'definitive' as const } : {};
      const changed = await changeStatus(db, { reference: id, to, now: now(), ...update });
      if (!changed) throw new TicketSystemError('refused', `a ticket that is ${ticket.status} cannot become ${to}`);
    },
    async get(id) {
      const ticket = await findTicket(db, id);
      if (!ticket) return undefined;
      const comments = (await listEvents(db, id)).filter(({ kind }) => kind === 'comment');
      return {
        ...summarise(ticket),
        ...(ticket.assignee === undefined ? {} : { assignee: ticket.assignee }),
        ...(ticket.resolution === undefined ? {} : { resolution: ticket.resolution }),
        comments: comments.map(({ id: eventId, at, by, text, toEmployee }) => {
          const marker = new RegExp(`^${id}:([0-9a-f]{12})$`).exec(eventId)?.[1];
          return {
            id: createHash('sha256').update(eventId).digest('hex').slice(0, 16),
            at,
            by: by ?? '',
            text: text ?? '',
            isPublic: toEmployee,
            ...(marker === undefined ? {} : { marker }),
          };
        }),
      };
    },
    changedSince: (instant) => listChangedTickets(db, instant),
    findByRequester: async ({ id }) => (await findTicketsOf(db, id)).map(summarise),
    ping: () => database.ping(),
  };
}

function statusOf({ status }: Ticket): ExternalStatus {
  return status === 'closed_unconfirmed' ? 'closed' : status;
}

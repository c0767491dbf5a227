import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../adapters/database/port.ts';
import { findReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { TicketChange } from '../desk/ticket-actions.ts';
import { internalReceipt } from './conversation-order.ts';
import type { Incoming, IncomingKind } from './incoming.ts';

type News = Extract<IncomingKind, { type: 'ticketNews' }>;

export interface TicketJobsOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly submit: (incoming: Incoming) => Promise<void>;
  readonly now: () => number;
}

/** What the employee is told of a ticket; its copy in the ticket system is bot/ticketing's. */
export function handleTicketJobs({ database, queue, submit, now }: TicketJobsOptions): void {
  queue.handle('ticket.tell', async ({ payload }) => {
    const { conversationKey, eventId, news } = payload as { conversationKey: string; eventId: string; news: News };
    const reference = await findReference(database.queries, conversationKey);
    if (!reference?.installed) return;
    await submit({
      conversationKey,
      activityId: `event:${eventId}`,
      receipt: internalReceipt(now() * 1000),
      receivedAt: now(),
      kind: news,
      reference,
      masked: [],
      attachments: [],
      locale: undefined,
      activity: {},
    });
  });
}

/** Written in the desk's own transaction: what the employee must hear of a change is told, or the change is not made. */
export function tellEmployee(queue: Queue): (change: TicketChange, db: Queries) => Promise<void> {
  return async ({ ticket, event }, db) => {
    const told = event.kind === 'claimed' || (event.toEmployee && isNews(event.kind));
    if (!told || event.by === undefined) return;
    const news: News = {
      type: 'ticketNews',
      reference: ticket.reference,
      event: event.kind as News['event'],
      by: event.by,
      text: event.text ?? '',
    };
    await queue.enqueue(db, {
      kind: 'ticket.tell',
      dedupeKey: `ticket.tell:${event.id ?? randomUUID()}`,
      orderKey: `conversation:${ticket.conversationKey}`,
      payload: { conversationKey: ticket.conversationKey, eventId: event.id, news },
    });
  };
}

const isNews = (kind: string): boolean => ['comment', 'resolved', 'reopened'].includes(kind);

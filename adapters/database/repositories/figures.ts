import type { Queries } from '../port.ts';
import { toTicket } from './ticket-record.ts';

/** Tickets opened in a span (epoch ms, the end not included), with what happened to them that figures count. */
export async function listFigureTickets(db: Queries, from: number, until: number) {
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .execute();
  const events = await db
    .selectFrom('ticket_event')
    .innerJoin('ticket', 'ticket.reference', 'ticket_event.reference')
    .select(['ticket_event.reference as reference', 'ticket_event.kind as kind', 'ticket_event.data as data'])
    .where('ticket.created_at', '>=', from)
    .where('ticket.created_at', '<', until)
    .where('ticket_event.kind', 'in', ['reopened', 'recategorised', 'rated'])
    .execute();
  const byReference = Map.groupBy(events, ({ reference }) => reference);
  return rows.map((row) => {
    const happened = byReference.get(row.reference) ?? [];
    const rating = ratingOf(happened.findLast(({ kind }) => kind === 'rated')?.data);
    return {
      ...toTicket(row),
      requesterId: row.requester_id,
      reopened: happened.some(({ kind }) => kind === 'reopened'),
      recategorised: happened.some(({ kind }) => kind === 'recategorised'),
      ...(rating === undefined ? {} : { rating }),
    };
  });
}

function ratingOf(data: string | null | undefined): number | undefined {
  const { rating } = JSON.parse(data ?? '{}') as { rating?: unknown };
  return typeof rating === 'number' && rating >= 1 && rating <= 5 ? rating : undefined;
}

/** When each open ticket was opened, and by whom: for the backlog by age, whose groups are counted and not listed. */
export async function listBacklog(db: Queries): Promise<{ readonly createdAt: number; readonly personId: string }[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['created_at', 'requester_id'])
    .where('status', 'in', ['new', 'assigned', 'waiting_employee', 'waiting_supplier'])
    .execute();
  return rows.map((row) => ({ createdAt: row.created_at, personId: row.requester_id }));
}

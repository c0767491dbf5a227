import type { Queries } from '../port.ts';
import type { TicketStatus } from '../schema.ts';
import { nextValue } from './counters.ts';
import { type Ticket, type TicketContent, toTicket } from './ticket-record.ts';

export interface NewTicket {
  /** The engine's TicketDraft. */
  readonly draft: TicketContent & { readonly linkedRequestId?: string };
  readonly requestId: string;
  readonly conversationKey: string;
  readonly requester: { readonly id: string; readonly name: string };
  /** epoch ms: when it should be owned, and when resolved */
  readonly due: { readonly own: number; readonly resolve: number };
  readonly now: number;
}

/**
 * Writes the ticket in the caller's transaction, with the next reference of the year (UTC). A request has one ticket:
 * asked again for the same `requestId`, it returns the first and writes nothing. Two problems of one conversation point
 * at each other.
 */
export async function createTicket(db: Queries, ticket: NewTicket): Promise<Ticket> {
  const existing = await findTicketOfRequest(db, ticket.requestId);
  if (existing) return existing;
  const { draft, due, now } = ticket;
  const linked = draft.linkedRequestId === undefined ? undefined : await findTicketOfRequest(db, draft.linkedRequestId);
  const year = new Date(now).getUTCFullYear();
  const number = await nextValue(db, `ticket-${year}`);
  const reference = `GU-${year}-${String(number).padStart(6, '0')}`;
  const row = await db
    .insertInto('ticket')
    .values({
      reference,
      number,
      year,
      request_id: ticket.requestId,
      conversation_key: ticket.conversationKey,
      requester_id: ticket.requester.id,
      requester_name: ticket.requester.name,
      status: 'new',
      kind: draft.kind,
      category: draft.category,
      title: draft.title,
      summary: draft.summary,
      impact: draft.impact,
      urgency: draft.urgency,
      priority: draft.priority,
      group_id: draft.group,
      language: draft.language,
      facts: JSON.stringify(draft.facts),
      steps: JSON.stringify(draft.steps),
      offered: JSON.stringify(draft.offered),
      preferences: JSON.stringify(draft.preferences),
      for_technicians: draft.forTechnicians === undefined ? null : JSON.stringify(draft.forTechnicians),
      reason: draft.reason,
      own_due_at: due.own,
      resolve_due_at: due.resolve,
      linked_reference: linked?.reference ?? null,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('request_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  // Another node wrote it while this one waited for the counter.
  if (!row) return getTicketOfRequest(db, ticket.requestId);
  if (linked) await linkBack(db, linked.reference, reference);
  return toTicket(row);
}

export async function findTicket(db: Queries, reference: string): Promise<Ticket | undefined> {
  const row = await db.selectFrom('ticket').selectAll().where('reference', '=', reference).executeTakeFirst();
  return row && toTicket(row);
}

export async function findTicketOfRequest(db: Queries, requestId: string): Promise<Ticket | undefined> {
  const row = await db.selectFrom('ticket').selectAll().where('request_id', '=', requestId).executeTakeFirst();
  return row && toTicket(row);
}

/** All tickets of one person, newest first: « où en est mon ticket ? ». */
export async function findTicketsOf(db: Queries, requesterId: string): Promise<Ticket[]> {
  const rows = await newestFirst(db).where('requester_id', '=', requesterId).execute();
  return rows.map(toTicket);
}

export interface TicketFilter {
  readonly status?: TicketStatus | undefined;
  readonly category?: string | undefined;
  /** Entra object id */
  readonly requester?: string | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** One page, newest first. `next` is there when there is more; an `after` that is no reference gives an empty page. */
export async function listTickets(db: Queries, filter: TicketFilter): Promise<{ tickets: Ticket[]; next?: string }> {
  let query = newestFirst(db);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.category !== undefined) query = query.where('category', '=', filter.category);
  if (filter.requester !== undefined) query = query.where('requester_id', '=', filter.requester);
  if (filter.after !== undefined) {
    const place = /^GU-(\d{4})-(\d{6,9})$/.exec(filter.after);
    if (!place) return { tickets: [] };
    const [year, number] = [Number(place[1]), Number(place[2])];
    query = query.where((is) =>
      is.or([is('year', '<', year), is.and([is('year', '=', year), is('number', '<', number)])]),
    );
  }
  const rows = await query.limit(filter.limit + 1).execute();
  const tickets = rows.slice(0, filter.limit).map(toTicket);
  const last = tickets.at(-1);
  return rows.length > filter.limit && last ? { tickets, next: last.reference } : { tickets };
}

/** References of tickets changed, or written under, at or after an instant (epoch ms). */
export async function listChangedTickets(db: Queries, instant: number): Promise<string[]> {
  const changed = await db.selectFrom('ticket').select('reference').where('updated_at', '>=', instant).execute();
  const written = await db.selectFrom('ticket_event').select('reference').where('at', '>=', instant).execute();
  return [...new Set([...changed, ...written].map(({ reference }) => reference))];
}

function newestFirst(db: Queries) {
  return db.selectFrom('ticket').selectAll().orderBy('year', 'desc').orderBy('number', 'desc');
}

async function getTicketOfRequest(db: Queries, requestId: string): Promise<Ticket> {
  const ticket = await findTicketOfRequest(db, requestId);
  if (!ticket) throw new Error(`the ticket of request ${requestId} was refused and is not there`);
  return ticket;
}

async function linkBack(db: Queries, reference: string, linkedReference: string): Promise<void> {
  await db
    .updateTable('ticket')
    .set({ linked_reference: linkedReference })
    .where('reference', '=', reference)
    .where('linked_reference', 'is', null)
    .execute();
}

/** How many tickets of a family were created in [from, until), epoch ms; of `requesters` alone where they are given. */
export async function countTicketsBetween(
  db: Queries,
  category: string,
  from: number,
  until: number,
  requesters?: readonly string[],
): Promise<number> {
  const query = db
    .selectFrom('ticket')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('category', '=', category)
    .where('created_at', '>=', from)
    .where('created_at', '<', until);
  if (!requesters) return Number((await query.executeTakeFirstOrThrow()).count);
  let sum = 0;
  for (let at = 0; at < requesters.length; at += 500) {
    const some = query.where('requester_id', 'in', requesters.slice(at, at + 500));
    sum += Number((await some.executeTakeFirstOrThrow()).count);
  }
  return sum;
}

/** Retention (R36): tickets closed before (epoch ms) go, their events with them. Returns how many tickets went. */
export async function purgeTicketsClosedBefore(db: Queries, before: number): Promise<number> {
  const closed = ['closed', 'closed_unconfirmed'] as const;
  const old = db
    .selectFrom('ticket')
    .select('reference')
    .where('status', 'in', closed)
    .where('updated_at', '<', before);
  await db.deleteFrom('ticket_event').where('reference', 'in', old).execute();
  await db.deleteFrom('ticket_copy').where('reference', 'in', old).execute();
  const deleted = await db
    .deleteFrom('ticket')
    .where('status', 'in', closed)
    .where('updated_at', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/** Who opened a ticket of one of these families since (epoch ms): ids, lower case. */
export async function findRequesters(
  db: Queries,
  families: readonly string[],
  since: number,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('ticket')
    .select('requester_id')
    .distinct()
    .where('category', 'in', [...families])
    .where('created_at', '>=', since)
    .execute();
  return new Set(rows.map(({ requester_id }) => requester_id.toLowerCase()));
}

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../port.ts';
import type { TicketEventTable, TicketStatus } from '../schema.ts';
import { type Solution, type Ticket, toTicket } from './ticket-record.ts';

/**
 * From which states each state may be reached. A ticket that was resolved or closed is opened again as `assigned`, or
 * as `new` when nobody had it.
 */
const reachableFrom: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['resolved', 'closed', 'closed_unconfirmed'],
  assigned: ['new', 'waiting_employee', 'waiting_supplier', 'resolved', 'closed', 'closed_unconfirmed'],
  waiting_employee: ['new', 'assigned', 'waiting_supplier'],
  waiting_supplier: ['new', 'assigned', 'waiting_employee'],
  resolved: ['new', 'assigned', 'waiting_employee', 'waiting_supplier'],
  closed: ['resolved'],
  closed_unconfirmed: ['resolved'],
};

export interface StatusChange {
  readonly reference: string;
  /** Narrows the states that the table above allows. */
  readonly from?: readonly TicketStatus[];
  readonly to: TicketStatus;
  readonly assignee?: string;
  readonly resolution?: string;
  readonly solution?: Solution;
  readonly now: number;
}

/**
 * Moves a ticket to another state if it is in one from which that may be reached: a compare-and-swap, so that a button
 * pressed twice does one thing. Returns the ticket as changed, or undefined when the state did not allow it (or there
 * is no such ticket), with nothing written.
 */
export async function changeStatus(db: Queries, change: StatusChange): Promise<Ticket | undefined> {
  const from = reachableFrom[change.to].filter((status) => change.from?.includes(status) ?? true);
  if (from.length === 0) return undefined;
  const row = await db
    .updateTable('ticket')
    .set({
      status: change.to,
      updated_at: change.now,
      ...(change.assignee === undefined ? {} : { assignee: change.assignee }),
      ...timesOf(change),
    })
    .where('reference', '=', change.reference)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst();
  return row && toTicket(row);
}

function timesOf({ to, now, resolution, solution }: StatusChange) {
  const owned = { owned_at: sql<number>`coalesce(owned_at, ${now})` };
  if (to === 'closed' || to === 'closed_unconfirmed') return { closed_at: now };
  if (to === 'resolved') {
    return { ...owned, resolved_at: now, closed_at: null, resolution: resolution ?? null, solution: solution ?? null };
  }
  const unresolved = { resolved_at: null, closed_at: null, resolution: null, solution: null };
  return to === 'new' ? unresolved : { ...owned, ...unresolved };
}

/** Notes where the ticket system keeps its copy. Returns the ticket, or undefined when there is none. */
export async function recordExternal(
  db: Queries,
  reference: string,
  external: { readonly system: string; readonly id: string; readonly url?: string },
): Promise<Ticket | undefined> {
  const row = await db
    .updateTable('ticket')
    .set({ external_system: external.system, external_id: external.id, external_url: external.url ?? null })
    .where('reference', '=', reference)
    .returningAll()
    .executeTakeFirst();
  return row && toTicket(row);
}

export type TicketEventKind =
  | 'created'
  | 'claimed'
  | 'comment'
  | 'employee_message'
  | 'status'
  | 'resolved'
  | 'reopened'
  | 'closed'
  | 'external'
  | 'chased';

/** One thing that happened to a ticket, in the order of `at` (epoch ms). */
export interface TicketEvent {
  readonly id: string;
  readonly reference: string;
  readonly at: number;
  readonly kind: TicketEventKind;
  /** A technician's or the employee's name; absent when Guichet did it. */
  readonly by?: string;
  readonly text?: string;
  /** The employee reads it in the chat. */
  readonly toEmployee: boolean;
  readonly data?: unknown;
}

export type NewTicketEvent = Omit<TicketEvent, 'id' | 'toEmployee'> & {
  /** The same id is appended once. */
  readonly id?: string;
  readonly toEmployee?: boolean;
  /** It came from the ticket system, which need not be told. */
  readonly fromTicketSystem?: boolean;
};

/** Appends an event; returns undefined, writing nothing, when an event of that id is there already. */
export async function appendEvent(db: Queries, event: NewTicketEvent): Promise<TicketEvent | undefined> {
  const row = await db
    .insertInto('ticket_event')
    .values({
      id: event.id ?? randomUUID(),
      reference: event.reference,
      at: event.at,
      kind: event.kind,
      by_name: event.by ?? null,
      text: event.text ?? null,
      to_employee: event.toEmployee ? 1 : 0,
      data: event.data === undefined ? null : JSON.stringify(event.data),
      mirrored_at: event.fromTicketSystem ? event.at : null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toEvent(row);
}

/** Oldest first. */
export async function listEvents(db: Queries, reference: string): Promise<TicketEvent[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .selectAll()
    .where('reference', '=', reference)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(toEvent);
}

/** Reads a row. */
export function toEvent(row: Omit<TicketEventTable, 'mirrored_at'>): TicketEvent {
  return {
    id: row.id,
    reference: row.reference,
    at: row.at,
    kind: row.kind as TicketEventKind,
    toEmployee: row.to_employee === 1,
    ...(row.by_name === null ? {} : { by: row.by_name }),
    ...(row.text === null ? {} : { text: row.text }),
    ...(row.data === null ? {} : { data: JSON.parse(row.data) as unknown }),
  };
}

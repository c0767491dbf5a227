import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { TicketCopyState, TicketCopyTable } from '../schema.ts';
import { type TicketEvent, toEvent } from './ticket-changes.ts';

export interface TicketCopyRecord {
  readonly reference: string;
  readonly state: TicketCopyState;
  readonly attempts: number;
  readonly calledAt?: number;
  readonly remoteId?: string;
  readonly seenStatus?: string;
  readonly error?: string;
}

/** In the transaction that writes the ticket: its reference is the idempotency key, stored before the first call (R8). */
export async function addTicketCopy(db: Queries, reference: string, now: number): Promise<void> {
  await db
    .insertInto('ticket_copy')
    .values({
      reference,
      state: 'pending',
      attempts: 0,
      not_before: 0,
      lease_until: 0,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('reference').doNothing())
    .execute();
}

/**
 * The oldest unfinished copy that is due and that nobody works on, for `lease` ms; a process that dies frees it so. The
 * record is as it was before: `pending` alone says that the ticket system was never asked.
 */
export async function takeTicketCopy(db: Queries, now: number, lease: number): Promise<TicketCopyRecord | undefined> {
  const next = await db
    .selectFrom('ticket_copy')
    .selectAll()
    .where('state', '!=', 'whole')
    .where('not_before', '<=', now)
    .where('lease_until', '<=', now)
    .orderBy('created_at')
    .orderBy('reference')
    .limit(1)
    .executeTakeFirst();
  if (!next) return undefined;
  const taken = await db
    .updateTable('ticket_copy')
    .set({ lease_until: now + lease, attempts: next.attempts + 1 })
    .where('reference', '=', next.reference)
    .where('attempts', '=', next.attempts)
    .where('lease_until', '<=', now)
    .executeTakeFirst();
  // Another node was faster: there may be more.
  return taken.numUpdatedRows === 1n ? toRecord(next) : takeTicketCopy(db, now, lease);
}

/** Takes up again what a process left that is surely gone: the embedded database has one owner. */
export async function freeTicketCopies(db: Queries): Promise<void> {
  await db.updateTable('ticket_copy').set({ lease_until: 0 }).where('state', '!=', 'whole').execute();
}

export interface TicketCopyChange {
  readonly state?: TicketCopyState;
  readonly notBefore?: number;
  readonly calledAt?: number;
  readonly remoteId?: string;
  readonly seenStatus?: string;
  /** null: none any more. */
  readonly error?: string | null;
  /** It may be taken again at once. */
  readonly release?: true;
}

export async function changeTicketCopy(db: Queries, reference: string, change: TicketCopyChange, now: number) {
  const { state, notBefore, calledAt, remoteId, seenStatus, error, release } = change;
  await db
    .updateTable('ticket_copy')
    .set({
      updated_at: now,
      ...(state === undefined ? {} : { state }),
      ...(notBefore === undefined ? {} : { not_before: notBefore }),
      ...(calledAt === undefined ? {} : { called_at: calledAt }),
      ...(remoteId === undefined ? {} : { remote_id: remoteId }),
      ...(seenStatus === undefined ? {} : { seen_status: seenStatus }),
      ...(error === undefined ? {} : { error }),
      ...(release ? { lease_until: 0 } : {}),
    })
    .where('reference', '=', reference)
    .execute();
}

export async function findTicketCopy(db: Queries, reference: string): Promise<TicketCopyRecord | undefined> {
  const row = await db.selectFrom('ticket_copy').selectAll().where('reference', '=', reference).executeTakeFirst();
  return row && toRecord(row);
}

/** The copy that the ticket system calls so. */
export async function findTicketCopyByRemoteId(db: Queries, remoteId: string): Promise<TicketCopyRecord | undefined> {
  const row = await db.selectFrom('ticket_copy').selectAll().where('remote_id', '=', remoteId).executeTakeFirst();
  return row && toRecord(row);
}

/** Copies that are not whole, by state: for /metrics and the doctor. */
export async function countUnfinishedCopies(db: Queries): Promise<number> {
  const row = await db
    .selectFrom('ticket_copy')
    .select((expression) => expression.fn.countAll<number>().as('copies'))
    .where('state', '!=', 'whole')
    .executeTakeFirstOrThrow();
  return Number(row.copies);
}

/** Kinds of events that a ticket system is told. */
const mirrored = ['claimed', 'comment', 'employee_message', 'resolved', 'reopened', 'closed'] as const;

/** Events that the ticket system has still to be told, oldest first, of tickets whose copy is whole. */
export async function listEventsToMirror(db: Queries, system: string, limit: number): Promise<TicketEvent[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .innerJoin('ticket', 'ticket.reference', 'ticket_event.reference')
    .innerJoin('ticket_copy', 'ticket_copy.reference', 'ticket_event.reference')
    .selectAll('ticket_event')
    .where('ticket_event.mirrored_at', 'is', null)
    .where('ticket_event.kind', 'in', mirrored)
    .where('ticket.external_system', '=', system)
    .where('ticket_copy.state', '=', 'whole')
    .orderBy('ticket_event.at')
    .orderBy('ticket_event.id')
    .limit(limit)
    .execute();
  return rows.map(toEvent);
}

export async function markMirrored(db: Queries, eventId: string, now: number): Promise<void> {
  await db.updateTable('ticket_event').set({ mirrored_at: now }).where('id', '=', eventId).execute();
}

/** Whether the ticket system has still to hear of something that happened to the ticket here. */
export async function hasEventsToMirror(db: Queries, reference: string): Promise<boolean> {
  const row = await db
    .selectFrom('ticket_event')
    .select('id')
    .where('reference', '=', reference)
    .where('mirrored_at', 'is', null)
    .where('kind', 'in', mirrored)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function toRecord(row: Selectable<TicketCopyTable>): TicketCopyRecord {
  return {
    reference: row.reference,
    state: row.state,
    attempts: row.attempts,
    ...(row.called_at === null ? {} : { calledAt: row.called_at }),
    ...(row.remote_id === null ? {} : { remoteId: row.remote_id }),
    ...(row.seen_status === null ? {} : { seenStatus: row.seen_status }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}

import { sql } from 'kysely';
import { DuplicateActivityError } from '../errors.ts';
import { runFixed } from '../fixed-statement.ts';
import type { Queries } from '../port.ts';
import type { InboundStatus } from '../schema.ts';

export { DuplicateActivityError } from '../errors.ts';

export interface InboundActivity {
  readonly conversationKey: string;
  readonly activityId: string;
  /** Total order of receipt (R4). */
  readonly receipt: number;
  readonly receivedAt: number;
}

export interface PendingActivity extends InboundActivity {
  /** Redacted. */
  readonly activity: unknown;
}

/** What became of an activity with this id, or undefined if it was never committed. */
export async function findInbound(
  db: Queries,
  conversationKey: string,
  activityId: string,
): Promise<InboundStatus | undefined> {
  const row = await db
    .selectFrom('inbound_activity')
    .select('status')
    .where('conversation_key', '=', conversationKey)
    .where('activity_id', '=', activityId)
    .executeTakeFirst();
  return row?.status;
}

/**
 * Records the activities of a turn as handled, pending ones included. Throws DuplicateActivityError, so that the whole
 * transaction rolls back, when one of them was handled before (R2).
 */
export async function recordDone(db: Queries, activities: readonly InboundActivity[]): Promise<void> {
  if (activities.length === 0) return;
  const rows = activities.map((activity) => ({
    conversation_key: activity.conversationKey,
    activity_id: activity.activityId,
    receipt: activity.receipt,
    status: 'done' as const,
    activity: null,
    received_at: activity.receivedAt,
  }));
  const insert = () =>
    db
      .insertInto('inbound_activity')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['conversation_key', 'activity_id'])
          .doUpdateSet({ status: sql.lit('done' as const), activity: sql.lit(null) })
          .where('inbound_activity.status', '=', sql.lit('pending' as const)),
      );
  const written = await runFixed(db, `recordDone ${rows.length}`, insert, rows.flatMap(Object.values));
  if (written.numAffectedRows !== BigInt(activities.length)) {
    throw new DuplicateActivityError(activities[0]!.conversationKey);
  }
}

/**
 * Keeps an activity whose turn could not be committed in time (R1). Throws DuplicateActivityError when its id is known,
 * pending or done.
 */
export async function recordPending(db: Queries, pending: PendingActivity): Promise<void> {
  const written = await db
    .insertInto('inbound_activity')
    .values({
      conversation_key: pending.conversationKey,
      activity_id: pending.activityId,
      receipt: pending.receipt,
      status: 'pending',
      activity: JSON.stringify(pending.activity),
      received_at: pending.receivedAt,
    })
    .onConflict((conflict) => conflict.columns(['conversation_key', 'activity_id']).doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows !== 1n) throw new DuplicateActivityError(pending.conversationKey);
}

/** Activities acknowledged and not yet handled, in order of receipt; of one conversation if its key is given. */
export async function findPending(db: Queries, conversationKey?: string): Promise<PendingActivity[]> {
  let query = db
    .selectFrom('inbound_activity')
    .select(['conversation_key', 'activity_id', 'receipt', 'activity', 'received_at'])
    .where('status', '=', 'pending')
    .orderBy('receipt');
  if (conversationKey !== undefined) query = query.where('conversation_key', '=', conversationKey);
  const rows = await query.execute();
  return rows.map((row) => ({
    conversationKey: row.conversation_key,
    activityId: row.activity_id,
    receipt: row.receipt,
    receivedAt: row.received_at,
    activity: JSON.parse(row.activity ?? 'null'),
  }));
}

/** Above every receipt committed so far: read once at start, a node counts on from there by itself. */
export async function nextReceipt(db: Queries): Promise<number> {
  const row = await db
    .selectFrom('inbound_activity')
    .select((expression) => expression.fn.max('receipt').as('last'))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Forgets handled activities; Teams repeats a delivery within minutes, so that a few days are plenty. */
export async function purgeDoneOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db
    .deleteFrom('inbound_activity')
    .where('status', '=', 'done')
    .where('received_at', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

import { type Selectable, sql } from 'kysely';
import { runFixed } from '../fixed-statement.ts';
import type { Queries } from '../port.ts';
import type { OutgoingMessageTable, OutgoingStatus } from '../schema.ts';

export interface NewOutgoingMessage {
  readonly id: string;
  readonly conversationKey: string;
  readonly kind: string;
  readonly activity: unknown;
  /** `sending` when the caller posts it right after the commit: saves the transaction that would mark it. */
  readonly status?: 'pending' | 'sending';
  /** epoch ms */
  readonly notBefore?: number;
  readonly now: number;
}

export interface OutgoingMessage {
  readonly id: string;
  readonly conversationKey: string;
  readonly position: number;
  readonly kind: string;
  readonly activity: unknown;
  readonly status: OutgoingStatus;
  /** Posts begun; a row found `sending` is ambiguous (R9). */
  readonly attempts: number;
  readonly notBefore: number;
  /** What the channel calls it, once posted. */
  readonly activityId: string | undefined;
  readonly createdAt: number;
}

/** Appends messages, each after everything its conversation has so far, in the order given. One statement. */
export async function appendOutgoing(db: Queries, messages: readonly NewOutgoingMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message, index) => ({
    id: message.id,
    conversation_key: message.conversationKey,
    position: positionAfterLast(message.conversationKey, index + 1),
    kind: message.kind,
    activity: JSON.stringify(message.activity),
    status: message.status ?? ('pending' as const),
    attempts: message.status === 'sending' ? 1 : 0,
    not_before: message.notBefore ?? 0,
    created_at: message.now,
    updated_at: message.now,
  }));
  const insert = () => db.insertInto('outgoing_message').values(rows);
  // A position is worked out from the conversation, which is its parameter.
  const parameters = rows.flatMap((row) => Object.values({ ...row, position: row.conversation_key }));
  await runFixed(db, `appendOutgoing ${rows.length}`, insert, parameters);
}

/** Read before the statement's own rows appear. Two transactions at once may draw a tie: the id then decides. */
function positionAfterLast(conversationKey: string, offset: number) {
  return sql<number>`(select coalesce(max(position), 0) + ${sql.lit(offset)} from outgoing_message where conversation_key = ${conversationKey})`;
}

/** Messages pending or `sending`, by conversation and position; of one conversation if its key is given. */
export async function findUnfinished(db: Queries, conversationKey?: string): Promise<OutgoingMessage[]> {
  let query = db
    .selectFrom('outgoing_message')
    .selectAll()
    .where('status', 'in', [sql.lit('pending'), sql.lit('sending')] as never)
    .orderBy('conversation_key')
    .orderBy('position')
    .orderBy('id');
  if (conversationKey !== undefined) query = query.where('conversation_key', '=', conversationKey);
  return (await query.execute()).map(toMessage);
}

/**
 * Takes over what a node that died left unfinished: messages of conversations of which nothing was touched, or due, since
 * `before` (epoch ms). Each is given to one caller only.
 */
export async function claimLeftBehind(db: Queries, before: number, now: number): Promise<OutgoingMessage[]> {
  const unfinished = [sql.lit('pending'), sql.lit('sending')] as never;
  const rows = await db
    .updateTable('outgoing_message')
    .set({ updated_at: now })
    .where('status', 'in', unfinished)
    .where('updated_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outgoing_message as other')
            .select('other.id')
            .whereRef('other.conversation_key', '=', 'outgoing_message.conversation_key')
            .where('other.status', 'in', unfinished)
            .where((where) =>
              where.or([where('other.updated_at', '>=', before), where('other.not_before', '>=', before)]),
            ),
        ),
      ),
    )
    .returningAll()
    .execute();
  return rows.map(toMessage).toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
}

export async function findOutgoing(db: Queries, id: string): Promise<OutgoingMessage | undefined> {
  const row = await db.selectFrom('outgoing_message').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toMessage(row);
}

/** A posted message by what the channel calls it. */
export async function findOutgoingByActivity(
  db: Queries,
  conversationKey: string,
  activityId: string,
): Promise<OutgoingMessage | undefined> {
  const row = await db
    .selectFrom('outgoing_message')
    .selectAll()
    .where('conversation_key', '=', conversationKey)
    .where('activity_id', '=', activityId)
    .orderBy('position', 'desc')
    .executeTakeFirst();
  return row && toMessage(row);
}

/** The intent to post, committed before the call (R9). Returns the ids that were still unfinished. */
export async function markSending(db: Queries, ids: readonly string[], now: number): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .updateTable('outgoing_message')
    .set((expression) => ({ status: 'sending', attempts: expression('attempts', '+', 1), updated_at: now }))
    .where('id', 'in', ids)
    .where('status', 'in', ['pending', 'sending'])
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

export interface SentMessage {
  readonly id: string;
  /** What the channel calls it: kept so that it can be updated or withdrawn. */
  readonly activityId?: string | undefined;
}

export async function markSent(db: Queries, sent: readonly SentMessage[], now: number): Promise<void> {
  if (sent.length === 0) return;
  const activityId = sent.reduce(
    (cases, message) => sql`${cases} when ${message.id} then ${message.activityId ?? null}`,
    sql``,
  );
  await db
    .updateTable('outgoing_message')
    .set({
      status: 'sent',
      activity_id: sql<string | null>`case id ${activityId} end`,
      last_error: null,
      updated_at: now,
    })
    .where(
      'id',
      'in',
      sent.map((message) => message.id),
    )
    .execute();
}

/** To be tried again, not before `notBefore` (epoch ms): nothing reached the channel. */
export async function markPending(
  db: Queries,
  id: string,
  retry: {
    readonly notBefore: number;
    readonly error: string;
    /** The channel certainly did not take it: this try does not count towards the ambiguous ones. */
    readonly unsent: boolean;
    readonly now: number;
  },
): Promise<void> {
  await db
    .updateTable('outgoing_message')
    .set((expression) => ({
      status: 'pending',
      attempts: retry.unsent ? expression('attempts', '-', 1) : expression.ref('attempts'),
      not_before: Math.ceil(retry.notBefore),
      last_error: retry.error,
      updated_at: retry.now,
    }))
    .where('id', '=', id)
    .execute();
}

/** Nobody knows whether it arrived; it is not posted again. */
export const markUnknown = (db: Queries, id: string, error: string, now: number) => end(db, id, 'unknown', error, now);
/** Gave up after the last try. */
export const markFailed = (db: Queries, id: string, error: string, now: number) => end(db, id, 'failed', error, now);
/** The channel refused it for good, a 403 for instance (R12). */
export const markRefused = (db: Queries, id: string, error: string, now: number) => end(db, id, 'refused', error, now);

async function end(db: Queries, id: string, status: OutgoingStatus, error: string, now: number): Promise<void> {
  await db
    .updateTable('outgoing_message')
    .set({ status, last_error: error, updated_at: now })
    .where('id', '=', id)
    .execute();
}

/** Forgets finished messages. */
export async function purgeFinishedOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db
    .deleteFrom('outgoing_message')
    .where('status', 'not in', ['pending', 'sending'])
    .where('updated_at', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

function toMessage(row: Selectable<OutgoingMessageTable>): OutgoingMessage {
  return {
    id: row.id,
    conversationKey: row.conversation_key,
    position: row.position,
    kind: row.kind,
    activity: JSON.parse(row.activity),
    status: row.status,
    attempts: row.attempts,
    notBefore: row.not_before,
    activityId: row.activity_id ?? undefined,
    createdAt: row.created_at,
  };
}

/** Technicians' cards that were posted: the one with this id, or those of a ticket, newest first. */
export async function findPostedCards(
  db: Queries,
  which: { readonly activityId: string } | { readonly reference: string },
): Promise<{ readonly activity: unknown; readonly activityId: string | undefined }[]> {
  let query = db
    .selectFrom('outgoing_message')
    .select(['activity', 'activity_id'])
    .where('kind', '=', 'ticket')
    .orderBy('created_at', 'desc')
    .limit(1);
  query =
    'activityId' in which
      ? query.where('activity_id', '=', which.activityId)
      : query.where('activity', 'like', `%${which.reference}%`).where('activity_id', 'is not', null);
  const rows = await query.execute();
  return rows.map(({ activity, activity_id }) => ({
    activity: JSON.parse(activity) as unknown,
    activityId: activity_id ?? undefined,
  }));
}

import type { Selectable } from 'kysely';
import { runFixed } from '../fixed-statement.ts';
import type { Queries } from '../port.ts';
import type { TranscriptAuthor, TranscriptLineTable } from '../schema.ts';

export interface NewTranscriptLine {
  readonly id: string;
  readonly conversationKey: string;
  readonly requestId?: string | undefined;
  /** epoch ms */
  readonly at: number;
  readonly author: TranscriptAuthor;
  readonly authorName?: string | undefined;
  /** Redacted (R30). */
  readonly text: string;
  /** The channel's id, if it is already known: an edit or a deletion names it. */
  readonly activityId?: string | undefined;
}

export interface TranscriptLine extends NewTranscriptLine {
  readonly editedAt?: number;
  readonly deletedAt?: number;
}

/** Lines of one turn, in the order in which they were said. */
export async function appendTranscript(db: Queries, lines: readonly NewTranscriptLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line, position) => ({
    id: line.id,
    conversation_key: line.conversationKey,
    request_id: line.requestId ?? null,
    position,
    at: line.at,
    author: line.author,
    author_name: line.authorName ?? null,
    text: line.text,
    activity_id: line.activityId ?? null,
  }));
  const insert = () => db.insertInto('transcript_line').values(rows);
  await runFixed(db, `appendTranscript ${rows.length}`, insert, rows.flatMap(Object.values));
}

export async function listTranscript(db: Queries, conversationKey: string): Promise<TranscriptLine[]> {
  return list(db, 'conversation_key', conversationKey);
}

export async function listTranscriptOfRequest(db: Queries, requestId: string): Promise<TranscriptLine[]> {
  return list(db, 'request_id', requestId);
}

async function list(db: Queries, column: 'conversation_key' | 'request_id', value: string): Promise<TranscriptLine[]> {
  const rows = await db
    .selectFrom('transcript_line')
    .selectAll()
    .where(column, '=', value)
    .orderBy('at')
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toLine);
}

/** The employee edited a message: its newest text is kept, and that it was edited. False when it is not known. */
export async function editTranscript(
  db: Queries,
  edit: {
    readonly conversationKey: string;
    readonly activityId: string;
    readonly text: string;
    readonly now: number;
  },
): Promise<boolean> {
  const updated = await db
    .updateTable('transcript_line')
    .set({ text: edit.text, edited_at: edit.now })
    .where('conversation_key', '=', edit.conversationKey)
    .where('activity_id', '=', edit.activityId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** The employee deleted a message: its text goes, that it was there stays. False when it is not known. */
export async function deleteTranscript(
  db: Queries,
  deletion: { readonly conversationKey: string; readonly activityId: string; readonly now: number },
): Promise<boolean> {
  const updated = await db
    .updateTable('transcript_line')
    .set({ text: '', deleted_at: deletion.now })
    .where('conversation_key', '=', deletion.conversationKey)
    .where('activity_id', '=', deletion.activityId)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/**
 * Lines said before it was clear which request they belong to, from the employee's first one since an instant (epoch ms)
 * on: what Guichet had said before that was about something else.
 */
export async function assignTranscript(
  db: Queries,
  adoption: { readonly conversationKey: string; readonly requestId: string; readonly since: number },
): Promise<void> {
  const first = db
    .selectFrom('transcript_line')
    .select((expression) => expression.fn.min('at').as('first'))
    .where('conversation_key', '=', adoption.conversationKey)
    .where('request_id', 'is', null)
    .where('author', '=', 'employee')
    .where('at', '>=', adoption.since);
  await db
    .updateTable('transcript_line')
    .set({ request_id: adoption.requestId })
    .where('conversation_key', '=', adoption.conversationKey)
    .where('request_id', 'is', null)
    .where('at', '>=', first)
    .execute();
}

/** Retention (R36): forgets what was said before (epoch ms). Returns how many lines went. */
export async function purgeTranscriptOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db.deleteFrom('transcript_line').where('at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

function toLine(row: Selectable<TranscriptLineTable>): TranscriptLine {
  return {
    id: row.id,
    conversationKey: row.conversation_key,
    requestId: row.request_id ?? undefined,
    at: row.at,
    author: row.author,
    authorName: row.author_name ?? undefined,
    text: row.text,
    activityId: row.activity_id ?? undefined,
    ...(row.edited_at === null ? {} : { editedAt: row.edited_at }),
    ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
  };
}

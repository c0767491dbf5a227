import { createHash } from 'node:crypto';
import type { Queries } from '../port.ts';

export interface AttachmentSummary {
  readonly id: string;
  readonly conversationKey: string;
  readonly requestId?: string | undefined;
  readonly name: string;
  readonly contentType: string;
  /** bytes */
  readonly size: number;
  readonly sha256: string;
  readonly receivedAt: number;
}

export interface NewAttachment {
  readonly id: string;
  readonly conversationKey: string;
  readonly requestId?: string | undefined;
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly receivedAt: number;
}

const SUMMARY = [
  'id',
  'conversation_key',
  'request_id',
  'name',
  'content_type',
  'size',
  'sha256',
  'received_at',
] as const;

export async function saveAttachment(db: Queries, attachment: NewAttachment): Promise<AttachmentSummary> {
  const { content, ...rest } = attachment;
  const sha256 = createHash('sha256').update(content).digest('hex');
  await db
    .insertInto('attachment')
    .values({
      id: rest.id,
      conversation_key: rest.conversationKey,
      request_id: rest.requestId ?? null,
      name: rest.name,
      content_type: rest.contentType,
      size: content.byteLength,
      sha256,
      content: Buffer.from(content).toString('base64'),
      received_at: rest.receivedAt,
    })
    .execute();
  return { ...rest, size: content.byteLength, sha256 };
}

/** Without their contents, oldest first. */
export async function listAttachmentsOfRequest(db: Queries, requestId: string): Promise<AttachmentSummary[]> {
  const rows = await db
    .selectFrom('attachment')
    .select(SUMMARY)
    .where('request_id', '=', requestId)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    conversationKey: row.conversation_key,
    requestId: row.request_id ?? undefined,
    name: row.name,
    contentType: row.content_type,
    size: row.size,
    sha256: row.sha256,
    receivedAt: row.received_at,
  }));
}

export async function findAttachmentContent(db: Queries, id: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('attachment').select('content').where('id', '=', id).executeTakeFirst();
  return row && Buffer.from(row.content, 'base64');
}

/** Attachments that came before it was clear which request they belong to. */
export async function assignAttachments(db: Queries, conversationKey: string, requestId: string): Promise<void> {
  await db
    .updateTable('attachment')
    .set({ request_id: requestId })
    .where('conversation_key', '=', conversationKey)
    .where('request_id', 'is', null)
    .execute();
}

/** Retention (R36). Returns how many went. */
export async function purgeAttachmentsOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db.deleteFrom('attachment').where('received_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

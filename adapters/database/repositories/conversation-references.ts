import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { ConversationReferenceTable } from '../schema.ts';

/** Where and to whom a message can be posted outside a turn. */
export interface StoredReference {
  readonly conversationKey: string;
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly conversationType: string;
  readonly tenantId: string;
  readonly botId: string;
  /** The channel's own id of the user. */
  readonly userId: string;
  /** Entra object id. */
  readonly personId: string;
  readonly userName: string;
  readonly locale: string;
  readonly installed: boolean;
  /** When the activity that it comes from was received, epoch ms. */
  readonly updatedAt: number;
}

/** The newest authenticated activity's reference replaces the stored one; an older one changes nothing (R15). */
export async function upsertReference(db: Queries, reference: StoredReference): Promise<void> {
  const row = toRow(reference);
  const { conversation_key: _, ...changes } = row;
  await db
    .insertInto('conversation_reference')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('conversation_key')
        .doUpdateSet(changes)
        .where('conversation_reference.updated_at', '<=', reference.updatedAt),
    )
    .execute();
}

export async function findReference(db: Queries, conversationKey: string): Promise<StoredReference | undefined> {
  const row = await db
    .selectFrom('conversation_reference')
    .selectAll()
    .where('conversation_key', '=', conversationKey)
    .executeTakeFirst();
  return row && toReference(row);
}

/** Every conversation with this person, newest first. */
export async function findReferencesByPerson(db: Queries, personId: string): Promise<StoredReference[]> {
  const rows = await db
    .selectFrom('conversation_reference')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('updated_at', 'desc')
    .execute();
  return rows.map(toReference);
}

/** The person removed Guichet or blocked it: nothing is posted there any more (R12) until a newer activity arrives. */
export async function markUninstalled(db: Queries, conversationKey: string, now: number): Promise<void> {
  await db
    .updateTable('conversation_reference')
    .set({ installed: 0, updated_at: now })
    .where('conversation_key', '=', conversationKey)
    .execute();
}

function toRow(reference: StoredReference): ConversationReferenceTable {
  return {
    conversation_key: reference.conversationKey,
    channel_id: reference.channelId,
    service_url: reference.serviceUrl,
    conversation_id: reference.conversationId,
    conversation_type: reference.conversationType,
    tenant_id: reference.tenantId,
    bot_id: reference.botId,
    user_id: reference.userId,
    person_id: reference.personId,
    user_name: reference.userName,
    locale: reference.locale,
    installed: reference.installed ? 1 : 0,
    updated_at: reference.updatedAt,
  };
}

function toReference(row: Selectable<ConversationReferenceTable>): StoredReference {
  return {
    conversationKey: row.conversation_key,
    channelId: row.channel_id,
    serviceUrl: row.service_url,
    conversationId: row.conversation_id,
    conversationType: row.conversation_type,
    tenantId: row.tenant_id,
    botId: row.bot_id,
    userId: row.user_id,
    personId: row.person_id,
    userName: row.user_name,
    locale: row.locale,
    installed: row.installed === 1,
    updatedAt: row.updated_at,
  };
}

/** Retention (R36): forgets where people were who wrote nothing since (epoch ms). Technicians' channels stay. */
export async function purgeReferencesOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db
    .deleteFrom('conversation_reference')
    .where('conversation_type', '=', 'personal')
    .where('updated_at', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/** How many of these people have a chat of their own with Guichet. */
export async function countPersonalChats(db: Queries, personIds: readonly string[]): Promise<number> {
  let count = 0;
  for (let at = 0; at < personIds.length; at += 500) {
    const rows = await db
      .selectFrom('conversation_reference')
      .select('person_id')
      .distinct()
      .where('person_id', 'in', personIds.slice(at, at + 500))
      .where('conversation_type', '=', 'personal')
      .execute();
    count += rows.length;
  }
  return count;
}

import { StaleStateError } from '../errors.ts';
import { runFixed } from '../fixed-statement.ts';
import type { Queries } from '../port.ts';

export { StaleStateError } from '../errors.ts';

export interface StoredConversation {
  readonly key: string;
  readonly version: number;
  readonly personId: string;
  /** As it was saved; its shape carries a version of its own (R18). */
  readonly state: unknown;
  readonly updatedAt: number;
}

export async function findConversation(db: Queries, key: string): Promise<StoredConversation | undefined> {
  const row = await db
    .selectFrom('conversation')
    .select(['version', 'person_id', 'state', 'updated_at'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    key,
    version: row.version,
    personId: row.person_id,
    state: JSON.parse(row.state),
    updatedAt: row.updated_at,
  };
}

export interface ConversationToSave {
  readonly key: string;
  /** The version that was read; 0 when the conversation must not exist yet. */
  readonly expectedVersion: number;
  readonly personId: string;
  readonly state: unknown;
  readonly now: number;
}

/**
 * Writes the state and returns its new version. Throws StaleStateError, so that the whole transaction rolls back, when
 * the stored version is no longer the expected one (R5).
 */
export async function saveConversation(db: Queries, conversation: ConversationToSave): Promise<number> {
  const { key, expectedVersion, personId, now } = conversation;
  const version = expectedVersion + 1;
  const values = { version, person_id: personId, state: JSON.stringify(conversation.state), updated_at: now };
  const insert = () =>
    db
      .insertInto('conversation')
      .values({ key, ...values })
      .onConflict((conflict) => conflict.column('key').doNothing());
  const update = () =>
    db.updateTable('conversation').set(values).where('key', '=', key).where('version', '=', expectedVersion);
  const { numAffectedRows: rows } =
    expectedVersion === 0
      ? await runFixed(db, 'insertConversation', insert, [key, ...Object.values(values)])
      : await runFixed(db, 'updateConversation', update, [...Object.values(values), key, expectedVersion]);
  if (rows !== 1n) throw new StaleStateError(key, expectedVersion);
  return version;
}

/** Retention (R36): forgets where conversations stood that nobody went on with since (epoch ms). */
export async function purgeConversationsOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db.deleteFrom('conversation').where('updated_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

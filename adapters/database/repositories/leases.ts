import type { Queries } from '../port.ts';

/**
 * One node at a time works on a conversation (R4). True when the holder has it now, for `ttl` ms: it was free, lapsed, or
 * the holder's own already. A node that overran its lease is fenced by the conversation's version.
 */
export async function acquireLease(
  db: Queries,
  conversationKey: string,
  holder: string,
  now: number,
  ttl: number,
): Promise<boolean> {
  const until = now + ttl;
  const row = await db
    .insertInto('conversation_lease')
    .values({ conversation_key: conversationKey, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('conversation_key')
        .doUpdateSet({ holder, until })
        .where((where) =>
          where.or([where('conversation_lease.until', '<=', now), where('conversation_lease.holder', '=', holder)]),
        ),
    )
    .returning('holder')
    .executeTakeFirst();
  return row !== undefined;
}

/** False when somebody else has taken it meanwhile. */
export async function renewLease(
  db: Queries,
  conversationKey: string,
  holder: string,
  now: number,
  ttl: number,
): Promise<boolean> {
  const updated = await db
    .updateTable('conversation_lease')
    .set({ until: now + ttl })
    .where('conversation_key', '=', conversationKey)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Gives it back, if it is still the holder's. */
export async function releaseLease(db: Queries, conversationKey: string, holder: string): Promise<void> {
  await db
    .deleteFrom('conversation_lease')
    .where('conversation_key', '=', conversationKey)
    .where('holder', '=', holder)
    .execute();
}

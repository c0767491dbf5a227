import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../adapters/database/port.ts';
import { findPending } from '../../adapters/database/repositories/inbound-activities.ts';
import { acquireLease, releaseLease } from '../../adapters/database/repositories/leases.ts';
import type { TakeTurn } from './conversation-order.ts';

/** ms; the state's version fences a holder that lost it (R4). */
const leaseTime = 15_000;
/** ms that an earlier message of another node is waited for; a node that died leaves it to recovery. */
const patience = 5000;

/**
 * Serialises a conversation across nodes that share a database: one lease row, and earlier messages received elsewhere
 * go first. One node alone has no need of it.
 */
export function underLease(database: Database, takeTurn: TakeTurn, now: () => number): TakeTurn {
  if (!database.shared) return takeTurn;
  const holder = randomUUID();
  return async (batch) => {
    const { conversationKey, receipt } = batch[0]!;
    const deadline = now() + patience;
    for (let delay = 10; ; delay = Math.min(delay * 2, 200)) {
      if (await acquireLease(database.queries, conversationKey, holder, now(), leaseTime)) {
        if (now() > deadline || !(await hasEarlier(database, conversationKey, receipt.number))) break;
        await releaseLease(database.queries, conversationKey, holder);
      }
      await wait(delay);
    }
    try {
      await takeTurn(batch);
    } finally {
      await releaseLease(database.queries, conversationKey, holder);
    }
  };
}

async function hasEarlier(database: Database, conversationKey: string, receipt: number): Promise<boolean> {
  const pending = await findPending(database.queries, conversationKey);
  return pending.some((each) => each.receipt < receipt);
}

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../adapters/database/port.ts';
import { findPending } from '../../adapters/database/repositories/inbound-activities.ts';
import { acquireLease, releaseLease } from '../../adapters/database/repositories/leases.ts';
import type { TakeTurn } from './conversation-order.ts';
import type { Incoming } from './incoming.ts';

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
    for (let rest = batch; rest.length > 0; ) {
      const { conversationKey, receipt } = rest[0]!;
      const deadline = now() + patience;
      let others: readonly number[] = [];
      for (let delay = 10; ; delay = Math.min(delay * 2, 200)) {
        if (await acquireLease(database.queries, conversationKey, holder, now(), leaseTime)) {
          others = now() > deadline ? [] : await receiptsElsewhere(database, conversationKey, batch);
          if (!others.some((other) => other < receipt.number)) break;
          await releaseLease(database.queries, conversationKey, holder);
        }
        await wait(delay);
      }
      // What another node received in between is read in between.
      const next = rest.findIndex((each) => others.some((other) => other < each.receipt.number));
      const together = next < 0 ? rest : rest.slice(0, next);
      try {
        await takeTurn(together);
      } finally {
        await releaseLease(database.queries, conversationKey, holder);
      }
      rest = rest.slice(together.length);
    }
  };
}

async function receiptsElsewhere(database: Database, key: string, batch: readonly Incoming[]): Promise<number[]> {
  const own = new Set(batch.map((incoming) => incoming.activityId));
  const pending = await findPending(database.queries, key);
  return pending.filter((each) => !own.has(each.activityId)).map((each) => each.receipt);
}

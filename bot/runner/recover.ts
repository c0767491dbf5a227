import type { Activity } from 'botbuilder';
import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findPending } from '../../adapters/database/repositories/inbound-activities.ts';
import type { ChannelAdapter, TurnLogic } from '../channel/adapter.ts';
import { internalReceipt } from './conversation-order.ts';

export interface RecoverOptions {
  readonly database: Database;
  readonly adapter: ChannelAdapter;
  readonly run: TurnLogic;
  readonly logger: Logger;
}

/**
 * Takes up acknowledged turns that nobody finished (R1, R9), in order of receipt. `olderThan` (epoch ms) leaves to other
 * nodes what they are working on.
 */
export async function recoverPending(
  { database, adapter, run, logger }: RecoverOptions,
  olderThan = Number.POSITIVE_INFINITY,
): Promise<number> {
  const pending = (await findPending(database.queries)).filter((each) => each.receivedAt < olderThan);
  const conversations = Map.groupBy(pending, (each) => each.conversationKey);
  await Promise.all(
    [...conversations.values()].map(async (activities) => {
      for (const { activity, receipt } of activities) {
        try {
          await adapter.resume(activity as Partial<Activity>, run, internalReceipt(receipt));
        } catch (error) {
          logger.error({ error }, 'pending turn could not be taken up');
        }
      }
    }),
  );
  return pending.length;
}

import type { NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import { orderedId } from './ids.ts';

/** A message to post right after the commit that writes it. */
export const outgoing = (
  conversationKey: string,
  kind: string,
  activity: unknown,
  now: number,
): NewOutgoingMessage => ({
  id: orderedId(now),
  conversationKey,
  kind,
  activity,
  // Posted right after the commit: found like this after a crash it is ambiguous, and posted once more (R9).
  status: 'sending',
  now,
});

import type { Activity } from 'botbuilder';
import type { Queries } from '../../adapters/database/port.ts';
import {
  findOutgoingByActivity,
  type NewOutgoingMessage,
} from '../../adapters/database/repositories/outgoing-messages.ts';
import type { ConversationState } from '../../dialogs/index.ts';
import { answeredCard } from '../rendering/render.ts';
import type { Incoming } from './incoming.ts';
import { outgoing } from './outgoing.ts';

/** Replaces the buttons that were just used by the answer, so that the card tells what was chosen. */
export async function answeredCardMessage(
  db: Queries,
  { kind, conversationKey }: Incoming,
  before: ConversationState,
  now: number,
): Promise<NewOutgoingMessage | undefined> {
  if (kind.type !== 'choice' || kind.cardId === undefined || kind.nonce !== before.prompt?.nonce) return undefined;
  const answer = before.prompt.choices?.[kind.choice];
  const sent = await findOutgoingByActivity(db, conversationKey, kind.cardId);
  const activity = answer && sent && answeredCard(sent.activity as Partial<Activity>, answer);
  return activity ? outgoing(conversationKey, 'update', { ...activity, id: kind.cardId }, now) : undefined;
}

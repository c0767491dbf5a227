import type { Activity } from 'botbuilder';
import type { Queries } from '../../adapters/database/port.ts';
import {
  findOutgoing,
  findOutgoingByActivity,
  type NewOutgoingMessage,
  type OutgoingMessage,
} from '../../adapters/database/repositories/outgoing-messages.ts';
import type { ConversationState } from '../../dialogs/index.ts';
import { answeredCard } from '../rendering/render.ts';
import type { Incoming } from './incoming.ts';
import { outgoing } from './outgoing.ts';
import { labelOf } from './transcript-lines.ts';

/**
 * Takes the buttons off a card that is no longer the current question: one that was pressed then says what was chosen,
 * one that was answered in words, or left for another, just loses them.
 */
export async function retireCard(
  db: Queries,
  { kind, conversationKey }: Incoming,
  before: ConversationState,
  now: number,
): Promise<NewOutgoingMessage | undefined> {
  const { prompt } = before;
  if (kind.type === 'actionNews') return undefined;
  const pressed = (kind.type === 'choice' || kind.type === 'approval') && kind.cardId !== undefined;
  const sent = pressed
    ? await findOutgoingByActivity(db, conversationKey, kind.cardId!)
    : prompt?.messageId === undefined
      ? undefined
      : await findOutgoing(db, prompt.messageId);
  if (!sent?.activityId) return undefined;
  // What was answered in an exercise is kept in no message (R10).
  const told = pressed && kind.type === 'choice' && kind.nonce === prompt?.nonce && prompt.kind !== 'exercise';
  const answer = told ? labelOf(before, kind.choice) : undefined;
  return retired(sent, answer, now);
}

function retired(sent: OutgoingMessage, answer: string | undefined, now: number): NewOutgoingMessage | undefined {
  const activity = answeredCard(sent.activity as Partial<Activity>, answer);
  return activity && outgoing(sent.conversationKey, 'update', { ...activity, id: sent.activityId }, now);
}

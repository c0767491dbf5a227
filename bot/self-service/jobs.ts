import type { NewJob } from '../../adapters/queue/port.ts';
import type { Text } from '../../dialogs/index.ts';

/** What the employee hears of an action that ran beside the conversation. */
export interface News {
  readonly texts: readonly Text[];
  /** It was done: inside a request, does that solve it? */
  readonly solved: boolean;
  /** A person can do more. */
  readonly ticket: boolean;
}

export const news = (texts: readonly Text[], { solved = false, ticket = false } = {}): News => ({
  texts,
  solved,
  ticket,
});

/** Jobs of a conversation run one at a time, in order. */
const orderKey = (conversationKey: string) => `conversation:${conversationKey}`;

export const runJob = ({ id, conversationKey }: { id: string; conversationKey: string }): NewJob => ({
  kind: 'action.run',
  dedupeKey: `action.run:${id}`,
  orderKey: orderKey(conversationKey),
  payload: { id },
});

export const tellJob = (conversationKey: string, eventId: string, told: News): NewJob => ({
  kind: 'action.tell',
  dedupeKey: `action.tell:${eventId}`,
  orderKey: orderKey(conversationKey),
  payload: { conversationKey, eventId, news: told },
});

import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { Destination } from '../channel/connector.ts';

/** A stored conversation as the connector wants it. */
export const destinationOf = (reference: StoredReference): Destination => ({
  channelId: reference.channelId,
  serviceUrl: reference.serviceUrl,
  conversation: {
    id: reference.conversationId,
    name: '',
    isGroup: reference.conversationType !== 'personal',
    conversationType: reference.conversationType,
    tenantId: reference.tenantId,
  },
  bot: { id: reference.botId, name: '' },
  user: { id: reference.userId, name: '' },
});

import type { Queries } from '../../adapters/database/port.ts';
import {
  findReferencesByPerson,
  type StoredReference,
} from '../../adapters/database/repositories/conversation-references.ts';
import { findConversation } from '../../adapters/database/repositories/conversations.ts';
import type { ConversationState } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';

/** Where somebody can be asked something: their own chat with Guichet, in the language that they speak there. */
export async function findOwnChat(
  db: Queries,
  personId: string,
): Promise<{ readonly chat: StoredReference; readonly language: Language } | undefined> {
  const references = await findReferencesByPerson(db, personId);
  const chat = references.find((each) => each.installed && each.conversationType === 'personal');
  if (!chat) return undefined;
  const stored = await findConversation(db, chat.conversationKey);
  const spoken = (stored?.state as Partial<ConversationState> | undefined)?.language;
  return { chat, language: spoken ?? (chat.locale.toLowerCase().startsWith('en') ? 'en' : 'fr') };
}

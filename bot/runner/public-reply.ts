import type { Queries } from '../../adapters/database/port.ts';
import type { NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import { saveSupportChannel } from '../../adapters/database/repositories/support-channels.ts';
import { detectLanguage, type Text } from '../../dialogs/index.ts';
import type { Language, Organisation } from '../../knowledge/index.ts';
import { fold } from '../../knowledge/index.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from './incoming.ts';
import { outgoing } from './outgoing.ts';

export interface PublicReplyOptions {
  readonly texts: Texts;
  readonly organisation: Organisation;
}

/**
 * In group chats and channels Guichet says how to reach it one to one, nothing else; and where the right person says
 * « ici le support » it makes the channel the one in which technicians receive tickets.
 */
export async function publicReply(
  db: Queries,
  { texts, organisation }: PublicReplyOptions,
  incoming: Incoming,
  now: number,
): Promise<NewOutgoingMessage[]> {
  const { kind, reference, conversationKey } = incoming;
  if (kind.type !== 'public' && kind.type !== 'supportChannel') return [];
  const language = languageOf(kind.words, incoming.locale);
  const reply = (text: Text): NewOutgoingMessage[] => {
    const written = texts.write(text, { language, as: 'markdown', now });
    return [outgoing(conversationKey, 'reply', { type: 'message', textFormat: 'markdown', text: written }, now)];
  };
  if (kind.type === 'public') return reply({ key: 'group.short' });
  if (!kind.allowed) return reply({ key: 'channel.refused' });
  const group = groupNamedIn(kind.words, organisation);
  await saveSupportChannel(db, {
    conversationId: kind.channelId,
    serviceUrl: reference.serviceUrl,
    tenantId: reference.tenantId,
    teamId: kind.teamId,
    groupId: group?.id,
    botId: reference.botId,
    chosenBy: reference.personId,
    chosenAt: now,
  });
  if (!group) return reply({ key: 'channel.support.all' });
  return reply({ key: 'channel.support', with: { group: { key: 'group', with: { id: group.id } } } });
}

const languageOf = (words: string, locale: Language | undefined): Language => {
  const { language } = detectLanguage(words);
  return language === 'fr' || language === 'en' ? language : (locale ?? 'fr');
};

/** « ici le support réseau » names the network group; no name means every group without a channel of its own. */
function groupNamedIn(words: string, { groups }: Organisation): Organisation['groups'][number] | undefined {
  const said = fold(words);
  return groups.find((group) => [group.id, group.name.fr, group.name.en].some((name) => said.includes(fold(name))));
}

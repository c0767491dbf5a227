import type { Database, Queries } from '../../adapters/database/port.ts';
import { appendOutgoing, type NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import { findSupportChannel } from '../../adapters/database/repositories/support-channels.ts';
import type { Kit, Text } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Texts } from '../rendering/texts.ts';
import { outgoing } from '../runner/outgoing.ts';
import { channelKey } from '../runner/tickets.ts';

export interface ChannelOptions {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly texts: Texts;
  readonly organisation: Organisation;
  readonly scripts: Kit['scripts'];
  readonly now: () => number;
}

/** A line for the technicians of a family's group, where they have a channel. */
export type TellTechnicians = (families: readonly string[], text: Text) => Promise<void>;

export function createTellTechnicians({
  database,
  outbox,
  texts,
  organisation,
  scripts,
  now,
}: ChannelOptions): TellTechnicians {
  return async (families, text) => {
    const words = texts.write(text, { language: organisation.deskLanguage, as: 'markdown', now: now() });
    const group = groupOf(scripts, families) ?? organisation.defaultGroup;
    const messages = await database.transaction(async (db) => write(db, group, words));
    outbox.post(messages);
  };

  async function write(db: Queries, group: string, words: string): Promise<NewOutgoingMessage[]> {
    const channel = await findSupportChannel(db, group);
    if (!channel) return [];
    const activity = { type: 'message', textFormat: 'markdown', text: words };
    const messages = [outgoing(await channelKey(db, channel, now()), 'outage', activity, now())];
    await appendOutgoing(db, messages);
    return messages;
  }
}

/** The assignment group of the first script of those families. */
export function groupOf(scripts: Kit['scripts'], families: readonly string[]): string | undefined {
  for (const family of families) {
    const code = [...scripts.keys()].find((each) => each === family || each.startsWith(`${family}.`));
    if (code !== undefined) return scripts.get(code)?.group;
  }
  return undefined;
}

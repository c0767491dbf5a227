import type { Database, Queries } from '../../adapters/database/port.ts';
import { findOutage, findOutageOfSource } from '../../adapters/database/repositories/outages.ts';
import { appendOutgoing } from '../../adapters/database/repositories/outgoing-messages.ts';
import { listSupportChannels } from '../../adapters/database/repositories/support-channels.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { detectLanguage, type Kit, type Text } from '../../dialogs/index.ts';
import type { Localised, Organisation } from '../../knowledge/index.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from '../runner/incoming.ts';
import { outgoing } from '../runner/outgoing.ts';
import type { OutageActions } from './actions.ts';
import { noticeOf } from './watch.ts';

/** « panne VPN : les connexions échouent », « panne PA-2026-0001 close ». Nothing else is a command. */
const command = /^(?:panne|incident majeur|outage|major incident)\b[\s:]*(.*)$/is;
const numbered = /^(PA-\d{4}-\d{4})\b[\s:,–-]*(.*)$/is;
const closing = /^(?:close?|clos|fini|finie|termin[ée]e?|r[ée]solue?|closed|over|fixed|resolved)\b[\s:,.–-]*/i;

export interface ChannelCommandOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly outbox: Outbox;
  readonly texts: Texts;
  readonly organisation: Organisation;
  readonly kit: Kit;
  readonly actions: OutageActions;
  readonly address: string;
  readonly now: () => number;
}

/** Takes what is said about outages in a channel that receives tickets, in the turn's commit; `false`: it is no such thing. */
export type TakeChannelCommand = (db: Queries, incoming: Incoming) => Promise<boolean>;

interface Said {
  readonly words: string;
  readonly by: string;
  readonly conversationKey: string;
  readonly activityId: string;
}

/**
 * Only in a channel that an administrator or its team's owner made the technicians' one: whoever is in it may. What is said
 * is done by a job, once, and answered in the channel.
 */
export function createChannelCommand(options: ChannelCommandOptions): TakeChannelCommand {
  const { database, queue, outbox, texts, organisation, kit, actions, address, now } = options;

  async function declare(words: string, by: string, sourceKey: string): Promise<Text> {
    const [subject, said] = splitOnce(words, /\s*:\s*/);
    const { language } = detectLanguage(words);
    const { reading, predicted } = kit.router.route(said === '' ? subject : words, language === 'en' ? 'en' : 'fr');
    const script = kit.scripts.get(subject) ?? (reading === 'none' ? undefined : kit.scripts.get(predicted));
    if (!script) return { key: 'outage.channel.unknown', with: { address } };
    const { code, title } = script;
    const named = kit.scripts.has(subject) ? title : { fr: subject, en: subject };
    const text: Localised | undefined = said === '' ? undefined : { fr: said, en: said };
    const declaration = { by, families: [code], sites: [], title: named, text, startsAt: now(), sourceKey };
    try {
      return noticeOf(await actions.declare({ ...declaration, source: 'channel' }), 'declared', organisation, address);
    } catch (error) {
      // The job runs again after a crash: it was declared before.
      const declared = isSettled(error) && (await findOutageOfSource(database.queries, 'channel', sourceKey));
      if (!declared) throw error;
      return noticeOf(declared, 'declared', organisation, address);
    }
  }

  async function change(id: string, words: string, by: string): Promise<Text> {
    const outage = await findOutage(database.queries, id.toUpperCase());
    if (!outage) return { key: 'outage.channel.none', with: { address } };
    if (outage.crisis) return { key: 'outage.channel.crisis', with: { address } };
    const rest = words.replace(closing, '').trim();
    const text = rest === '' ? undefined : { fr: rest, en: rest };
    try {
      if (closing.test(words)) {
        await actions.close(outage.id, { by, text });
        return noticeOf(outage, 'closed', organisation, address);
      }
      if (outage.status === 'suspected') {
        return noticeOf(await actions.confirm(outage.id, { by, text }), 'declared', organisation, address);
      }
      if (text === undefined) return { key: 'outage.channel.none', with: { address } };
      await actions.update(outage.id, { by, text });
      return noticeOf(outage, 'updated', organisation, address);
    } catch (error) {
      if (!isSettled(error)) throw error;
      return { key: 'outage.channel.none', with: { address } };
    }
  }

  queue.handle('outage.command', async ({ payload }) => {
    const { words, by, conversationKey, activityId } = payload as Said;
    const [, id, rest] = numbered.exec(words) ?? [];
    const answer = id === undefined ? await declare(words, by, activityId) : await change(id, rest ?? '', by);
    const text = texts.write(answer, { language: organisation.deskLanguage, as: 'markdown', now: now() });
    const activity = { type: 'message', textFormat: 'markdown', text };
    const messages = [outgoing(conversationKey, 'reply', activity, now())];
    await database.transaction((db) => appendOutgoing(db, messages));
    outbox.post(messages);
  });

  return async (db, { kind, reference, conversationKey, activityId }) => {
    if (kind.type !== 'public') return false;
    const words = command.exec(kind.words.trim())?.[1]?.trim();
    if (words === undefined || isReply(reference.conversationId, activityId)) return false;
    if (!(await isSupportChannel(db, reference.conversationId))) return false;
    const payload: Said = { words, by: reference.userName, conversationKey, activityId };
    const dedupeKey = `outage.command:${conversationKey}:${activityId}`;
    await queue.enqueue(db, {
      kind: 'outage.command',
      dedupeKey,
      orderKey: `conversation:${conversationKey}`,
      payload,
    });
    // After the commit, which follows at once.
    setImmediate(() => queue.wake());
    return true;
  };
}

const isSettled = (error: unknown): boolean => error instanceof SupportError && error.code === 'outage_settled';

/** A reply in a thread is about a ticket, whatever word it begins with; a new post is a thread of its own id. */
function isReply(conversationId: string, activityId: string): boolean {
  const [, thread] = conversationId.split(';messageid=');
  return thread !== undefined && thread !== activityId;
}

/** A thread's conversation is its channel's, with the id of the first message after it. */
const isSupportChannel = async (db: Queries, conversationId: string): Promise<boolean> => {
  const [channel] = conversationId.split(';');
  return (await listSupportChannels(db)).some((each) => each.conversationId === channel);
};

function splitOnce(text: string, separator: RegExp): readonly [string, string] {
  const found = separator.exec(text);
  if (!found) return [text.trim(), ''];
  return [text.slice(0, found.index).trim(), text.slice(found.index + found[0].length).trim()];
}

import type { Database, Queries } from '../../adapters/database/port.ts';
import {
  findReference,
  type StoredReference,
  upsertReference,
} from '../../adapters/database/repositories/conversation-references.ts';
import {
  appendOutgoing,
  findPostedCards,
  type NewOutgoingMessage,
} from '../../adapters/database/repositories/outgoing-messages.ts';
import { findSupportChannel, listSupportChannels } from '../../adapters/database/repositories/support-channels.ts';
import type { Solution, Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { isConfidential } from '../../dialogs/escalation/confidential.ts';
import type { Text } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { claimTicket, commentTicket, resolveTicket, type TicketActions } from '../desk/ticket-actions.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from '../runner/incoming.ts';
import { outgoing } from '../runner/outgoing.ts';
import { channelKey } from '../runner/tickets.ts';

/** What a technician writes to Guichet in a channel that receives tickets; whatever is no verb is for the employee. */
const quoted = /\bGU-(20\d{2})-(\d{1,9})\b[\s:,.–-]*/i;
const verbs = {
  claim: /^(?:je (?:la |le )?prends|pris(?:e)?(?: en charge)?|claim(?:ed)?|mine|i take it|taking it)\s*[.!]*$/i,
  // A verb is followed by its mark: « résolu de votre côté ? » and "note that…" are words for the employee.
  resolve: /^(?:r[ée]solue?s?|solved|resolved|fixed|r[ée]par[ée]e?s?)\s*[:,]\s*/i,
  note: /^note\s*:\s*/i,
} as const;
const solutions: readonly (readonly [Solution, RegExp])[] = [
  ['workaround', /^(?:contournement|workaround)\b[\s:,.–-]*/i],
  ['temporary', /^(?:provisoire|temporaire|temporary)\b[\s:,.–-]*/i],
  ['definitive', /^(?:d[ée]finiti[vf]e?|definitive)\b[\s:,.–-]*/i],
];

export interface ChannelRelayOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly outbox: Outbox;
  readonly texts: Texts;
  readonly organisation: Organisation;
  readonly publicUrl: string;
  readonly actions: TicketActions;
  readonly now: () => number;
}

export interface ChannelRelay {
  /** Takes a technician's words about a ticket, in the turn's commit; `false`: they are about none. */
  take(db: Queries, incoming: Incoming): Promise<boolean>;
}

interface Said {
  readonly reference: string;
  readonly words: string;
  readonly by: string;
  readonly conversationKey: string;
  readonly activityId: string;
}

/**
 * The line between a ticket's thread in the technicians' channel and the employee's own chat. A technician answers under
 * the card, or names the ticket; a job does it once, by way of the same actions as the desk (R3), and answers in the thread.
 */
export function createChannelRelay(options: ChannelRelayOptions): ChannelRelay {
  const { database, queue, outbox, texts, organisation, actions, publicUrl, now } = options;

  queue.handle('ticket.channel', async ({ payload }) => {
    const said = payload as Said;
    const answer = await carryOut(said).catch((error: unknown): Text => {
      if (!(error instanceof SupportError) || error.retryable || error.code === 'internal') throw error;
      return { key: error.messageKey };
    });
    const text = texts.write(answer, { language: organisation.deskLanguage, as: 'markdown', now: now() });
    const messages = [
      outgoing(said.conversationKey, 'reply', { type: 'message', textFormat: 'markdown', text }, now()),
    ];
    await database.transaction((db) => appendOutgoing(db, messages));
    outbox.post(messages);
  });

  async function carryOut({ reference, words, by, activityId }: Said): Promise<Text> {
    const ticket = await findTicket(database.queries, reference);
    if (!ticket) return { key: 'relay.none', with: { reference } };
    // Contents of these are for security officers, who work on the desk (R33).
    if (isConfidential(organisation, ticket))
      return { key: 'relay.confidential', with: { reference, address: `${publicUrl}/desk/tickets/${reference}` } };
    const person = { data: ticket.requester.name };
    if (verbs.claim.test(words)) {
      await claimTicket(actions, reference, { by });
      return { key: 'relay.claimed', with: { reference, by: { data: by } } };
    }
    if (verbs.resolve.test(words)) {
      const { solution, resolution } = readResolution(words.replace(verbs.resolve, ''));
      if (resolution === '') return { key: 'relay.how', with: { reference } };
      await resolveTicket(actions, reference, { by, resolution, solution });
      return { key: 'relay.resolved', with: { reference, person } };
    }
    const note = verbs.note.test(words);
    const text = note ? words.replace(verbs.note, '') : words;
    if (text === '') return { key: 'relay.how', with: { reference } };
    await commentTicket(actions, reference, { by, text, toEmployee: !note, once: activityId });
    return note ? { key: 'relay.noted', with: { reference } } : { key: 'relay.told', with: { reference, person } };
  }

  return {
    async take(db, { kind, reference, conversationKey, activityId }) {
      if (kind.type !== 'public') return false;
      const [channel, thread] = reference.conversationId.split(';messageid=');
      if (!(await listSupportChannels(db)).some((each) => each.conversationId === channel)) return false;
      const about = quoted.exec(kind.words);
      const ticket = about
        ? `GU-${about[1]}-${about[2]!.padStart(6, '0')}`
        : thread !== undefined && thread !== activityId
          ? await ticketOfCard(db, thread)
          : undefined;
      if (ticket === undefined) return false;
      const words = (about ? kind.words.replace(quoted, '') : kind.words).trim();
      const payload: Said = { reference: ticket, words, by: reference.userName, conversationKey, activityId };
      await queue.enqueue(db, {
        kind: 'ticket.channel',
        dedupeKey: `ticket.channel:${conversationKey}:${activityId}`,
        orderKey: `ticket:${ticket}`,
        payload,
      });
      // After the commit, which follows at once.
      setImmediate(() => queue.wake());
      return true;
    },
  };
}

function readResolution(words: string): { readonly solution: Solution; readonly resolution: string } {
  for (const [solution, pattern] of solutions)
    if (pattern.test(words)) return { solution, resolution: words.replace(pattern, '').trim() };
  return { solution: 'definitive', resolution: words.trim() };
}

/** The ticket whose card is the first message of a thread. */
async function ticketOfCard(db: Queries, activityId: string): Promise<string | undefined> {
  const [card] = await findPostedCards(db, { activityId });
  return card && /\bGU-20\d{2}-\d{6,9}\b/.exec(JSON.stringify(card.activity))?.[0];
}

/**
 * What an employee adds to a ticket, said under its card, or in the channel where the card is too old to be known. Of
 * confidential tickets, that there is something to read.
 */
export async function tellChannel(
  db: Queries,
  { texts, organisation, publicUrl }: Pick<ChannelRelayOptions, 'texts' | 'organisation' | 'publicUrl'>,
  ticket: Ticket,
  words: string,
  key: 'relay.employee' | 'relay.reopened',
  now: number,
): Promise<NewOutgoingMessage[]> {
  const channel = await findSupportChannel(db, ticket.group);
  if (!channel) return [];
  const channelConversation = await channelKey(db, channel, now);
  const [card] = await findPostedCards(db, { reference: ticket.reference });
  const key_ = card?.activityId ? await threadKey(db, channelConversation, card.activityId, now) : channelConversation;
  const hidden = isConfidential(organisation, ticket);
  const text = texts.write(
    hidden
      ? {
          key: 'relay.hidden',
          with: { reference: ticket.reference, address: `${publicUrl}/desk/tickets/${ticket.reference}` },
        }
      : { key, with: { reference: ticket.reference, person: { data: ticket.requester.name }, text: { data: words } } },
    { language: organisation.deskLanguage, as: 'markdown', now },
  );
  return [outgoing(key_, 'relay', { type: 'message', textFormat: 'markdown', text }, now)];
}

/** A thread is a conversation of its own: the channel's, with the id of its first message. */
async function threadKey(db: Queries, channelConversation: string, cardId: string, now: number): Promise<string> {
  const channel = (await findReference(db, channelConversation))!;
  const conversationId = `${channel.conversationId};messageid=${cardId}`;
  const conversationKey = `${channel.channelId}|${conversationId}`;
  if (!(await findReference(db, conversationKey))) {
    const thread: StoredReference = { ...channel, conversationKey, conversationId, updatedAt: now };
    await upsertReference(db, thread);
  }
  return conversationKey;
}

import type { Queries } from '../../adapters/database/port.ts';
import { findReference, upsertReference } from '../../adapters/database/repositories/conversation-references.ts';
import { appendOutgoing, type NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import { findSupportChannel } from '../../adapters/database/repositories/support-channels.ts';
import { appendEvent, changeStatus } from '../../adapters/database/repositories/ticket-changes.ts';
import { addTicketCopy } from '../../adapters/database/repositories/ticket-copies.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { createTicket, findTicket, findTicketOfRequest } from '../../adapters/database/repositories/tickets.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { TicketDraft } from '../../dialogs/escalation/types.ts';
import type { Effect, TextParameters } from '../../dialogs/index.ts';
import { dueTimes } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Incoming } from './incoming.ts';
import { outgoing } from './outgoing.ts';

export interface TicketsOptions {
  readonly organisation: Organisation;
  readonly queue: Queue;
  /** What an employee says of a ticket, in the technicians' channel. */
  readonly tellChannel: (
    db: Queries,
    ticket: Ticket,
    words: string,
    key: 'relay.employee' | 'relay.reopened',
    now: number,
  ) => Promise<NewOutgoingMessage[]>;
  /** The technicians' card as a message. */
  readonly renderCard: (ticket: Ticket) => object;
}

/** What a turn's effects do to tickets, inside its commit. */
export interface Tickets {
  /** Writes tickets and the jobs that copy them; returns what the texts of this turn may quote. */
  carryOut(db: Queries, effects: readonly Effect[], incoming: Incoming, now: number): Promise<TextParameters>;
  /** For the technicians' channels: cards, and what this person says of tickets of their own. */
  announcements(db: Queries, effects: readonly Effect[], personId: string, now: number): Promise<NewOutgoingMessage[]>;
  /** A ticket that Guichet opens by itself: a security incident. The messages are written, and still to be posted. */
  openIncident(
    db: Queries,
    request: NewRequest,
    now: number,
  ): Promise<{ reference: string; messages: readonly NewOutgoingMessage[] }>;
  /** What a technician's doing is said as. */
  news(incoming: Incoming): readonly Effect[];
}

export interface NewRequest {
  readonly draft: TicketDraft;
  readonly requestId: string;
  readonly conversationKey: string;
  readonly requester: { readonly id: string; readonly name: string };
}

export function createTickets(options: TicketsOptions): Tickets {
  return {
    async carryOut(db, effects, incoming, now) {
      let extra: TextParameters = {};
      for (const effect of effects) {
        if (effect.type === 'escalate') {
          const { draft, requestId } = effect;
          const { conversationKey, reference } = incoming;
          const requester = { id: reference.personId, name: reference.userName };
          extra = { ...extra, ...(await open(db, options, { draft, requestId, conversationKey, requester }, now)) };
        }
        if (effect.type === 'addToTicket') await add(db, effect.reference, effect.words, incoming, now);
        if (effect.type === 'judgeTicket') await judge(db, effect, incoming, now);
      }
      return extra;
    },
    async announcements(db, effects, personId, now) {
      const cards: NewOutgoingMessage[] = [];
      for (const effect of effects) {
        if (effect.type === 'escalate') cards.push(...(await announce(db, options, effect.requestId, now)));
        if (effect.type === 'addToTicket')
          cards.push(...(await relay(db, effect.reference, effect.words, 'relay.employee')));
        if (effect.type === 'judgeTicket' && !effect.fixed)
          cards.push(...(await relay(db, effect.reference, effect.words ?? '', 'relay.reopened')));
      }
      return cards;

      async function relay(db: Queries, reference: string, words: string, key: 'relay.employee' | 'relay.reopened') {
        const ticket = await findTicket(db, reference);
        if (!ticket || ticket.requester.id !== personId) return [];
        return options.tellChannel(db, ticket, words, key, now);
      }
    },
    async openIncident(db, request, now) {
      await open(db, options, request, now);
      const messages = await announce(db, options, request.requestId, now);
      await appendOutgoing(db, messages);
      const ticket = await findTicketOfRequest(db, request.requestId);
      return { reference: ticket!.reference, messages };
    },
    news: ({ kind }) => {
      if (kind.type !== 'ticketNews' || kind.event === 'resolved') return [];
      const parameters = { reference: kind.reference, by: { data: kind.by }, text: { data: kind.text } };
      return [{ type: 'say', text: { key: `technician.${kind.event}`, with: parameters } }];
    },
  };
}

/** The technicians' card, where the ticket's group has a channel. */
async function announce(
  db: Queries,
  options: TicketsOptions,
  requestId: string,
  now: number,
): Promise<NewOutgoingMessage[]> {
  const ticket = await findTicketOfRequest(db, requestId);
  const channel = ticket && (await findSupportChannel(db, ticket.group));
  if (!channel) return [];
  return [outgoing(await channelKey(db, channel, now), 'ticket', options.renderCard(ticket), now)];
}

async function open(
  db: Queries,
  { organisation, queue }: TicketsOptions,
  request: NewRequest,
  now: number,
): Promise<TextParameters> {
  const ticket = await createTicket(db, { ...request, due: dueTimes(organisation, request.draft, now), now });
  await appendEvent(db, { reference: ticket.reference, at: now, kind: 'created' });
  await addTicketCopy(db, ticket.reference, now);
  await queue.enqueue(db, {
    kind: 'ticket.copy',
    dedupeKey: `ticket.copy:${ticket.reference}`,
    orderKey: `ticket:${ticket.reference}`,
    payload: { reference: ticket.reference },
  });
  return { reference: ticket.reference, own: { key: 'dateTime', with: { at: ticket.ownDueAt } } };
}

/** Only to a ticket of one's own that is not closed: the engine saw both, and it is checked again here (R33). */
async function add(db: Queries, reference: string, words: string, incoming: Incoming, now: number): Promise<void> {
  const ticket = await findTicket(db, reference);
  if (ticket?.requester.id !== incoming.reference.personId) return;
  await appendEvent(db, { reference, at: now, kind: 'employee_message', by: incoming.reference.userName, text: words });
}

async function judge(
  db: Queries,
  { reference, fixed, words }: Extract<Effect, { type: 'judgeTicket' }>,
  incoming: Incoming,
  now: number,
): Promise<void> {
  const ticket = await findTicket(db, reference);
  if (ticket?.requester.id !== incoming.reference.personId) return;
  const to = fixed ? 'closed' : ticket.assignee === undefined ? 'new' : 'assigned';
  const changed = await changeStatus(db, { reference, from: ['resolved'], to, now });
  if (!changed) return;
  const by = incoming.reference.userName;
  await appendEvent(db, {
    reference,
    at: now,
    kind: fixed ? 'closed' : 'reopened',
    by,
    ...(words ? { text: words } : {}),
  });
}

/** The conversation of a technicians' channel, known to the connector like any other. */
export async function channelKey(
  db: Queries,
  channel: NonNullable<Awaited<ReturnType<typeof findSupportChannel>>>,
  now: number,
): Promise<string> {
  const conversationKey = `msteams|${channel.conversationId}`;
  const known = await findReference(db, conversationKey);
  if (known) return conversationKey;
  await upsertReference(db, {
    conversationKey,
    channelId: 'msteams',
    serviceUrl: channel.serviceUrl,
    conversationId: channel.conversationId,
    conversationType: 'channel',
    tenantId: channel.tenantId,
    botId: channel.botId,
    userId: '',
    personId: '',
    userName: '',
    locale: '',
    installed: true,
    updatedAt: now,
  });
  return conversationKey;
}

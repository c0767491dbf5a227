import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findReference } from '../../adapters/database/repositories/conversation-references.ts';
import { listUntold, markTold } from '../../adapters/database/repositories/outage-people.ts';
import {
  findOutage,
  listOutageUpdates,
  type Outage,
  type OutageUpdate,
} from '../../adapters/database/repositories/outages.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Language, Localised, Organisation } from '../../knowledge/index.ts';
import type { Pace } from '../delivery/pace.ts';
import { resolveTicket, type TicketActions } from '../desk/ticket-actions.ts';
import type { Texts } from '../rendering/texts.ts';
import { internalReceipt } from '../runner/conversation-order.ts';
import type { Incoming, IncomingKind } from '../runner/incoming.ts';
import { findOwnChat } from '../self-service/chats.ts';

type News = Extract<IncomingKind, { type: 'outageNews' }>['news'];

export interface TellOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly pace: Pace;
  readonly actions: TicketActions;
  readonly submit: (incoming: Incoming) => Promise<void>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** A job works so long, ms, then hands on to the next: its lease is longer. */
const longestRun = 30_000;
const slice = 50;

interface Untold {
  readonly personId: string;
  readonly conversationKey: string;
  readonly reference?: string;
}

/**
 * Tells everyone affected an update, each once: a turn of their own conversation, known by the update's number, so that
 * neither a crash nor a second node doubles it. What employees wait for goes first.
 */
export function handleOutageJobs(options: TellOptions): void {
  const { database, queue } = options;
  queue.handle('outage.tell', async ({ payload }, signal) => {
    const { outage: id, sequence, part = 0 } = payload as { outage: string; sequence: number; part?: number };
    const outage = await findOutage(database.queries, id);
    const update = (await listOutageUpdates(database.queries, id)).find((each) => each.sequence === sequence);
    if (!outage || !update) return;
    const end = Date.now() + longestRun;
    for (;;) {
      const people = await listUntold(database.queries, id, sequence, slice);
      for (const person of people) {
        await options.pace.next(signal);
        await tellOne(options, outage, update, person);
      }
      if (people.length < slice) return;
      if (Date.now() < end) continue;
      const next = { outage: id, sequence, part: part + 1 };
      const dedupeKey = `outage.tell:${id}:${sequence}:${part + 1}`;
      return queue.enqueue(database.queries, {
        kind: 'outage.tell',
        dedupeKey,
        orderKey: `outage:${id}`,
        payload: next,
      });
    }
  });
}

async function tellOne(options: TellOptions, outage: Outage, update: OutageUpdate, person: Untold): Promise<void> {
  const { database, logger, now, submit } = options;
  const db = database.queries;
  const resolved = update.kind === 'closed' && (await resolveOwn(options, update, person));
  if (!resolved) {
    const stored = await findReference(db, person.conversationKey);
    const reference = stored?.installed ? stored : (await findOwnChat(db, person.personId))?.chat;
    if (reference) {
      await submit({
        conversationKey: reference.conversationKey,
        activityId: `outage:${outage.id}:${update.sequence}`,
        receipt: internalReceipt(now() * 1000),
        receivedAt: now(),
        kind: { type: 'outageNews', news: newsOf(options, outage, update) },
        reference,
        masked: [],
        attachments: [],
        locale: undefined,
        activity: {},
      });
    } else logger.info({ outage: outage.id }, 'somebody affected has no chat with Guichet');
  }
  await markTold(db, outage.id, person.personId, update.sequence);
}

/** Whoever has a ticket of it hears that it is resolved, and is asked: one message, not two. */
async function resolveOwn(
  { database, actions, texts, organisation }: TellOptions,
  { by, text }: OutageUpdate,
  { reference }: Untold,
): Promise<boolean> {
  const ticket = reference === undefined ? undefined : await findTicket(database.queries, reference);
  if (!ticket || ['resolved', 'closed', 'closed_unconfirmed'].includes(ticket.status)) return false;
  const words = text[ticket.language];
  const resolution =
    words === '' ? texts.write({ key: 'outage.default.closed' }, { language: ticket.language, as: 'plain' }) : words;
  // Confidential tickets are judged by those who may read them.
  if (organisation.groups.find(({ id }) => id === ticket.group)?.confidential) return false;
  try {
    await resolveTicket(actions, ticket.reference, { by, resolution, solution: 'definitive' });
    return true;
  } catch (error) {
    // Somebody resolved it at the same moment: the employee is told of the outage's end instead.
    if (error instanceof SupportError && error.code === 'ticket_not_open') return false;
    throw error;
  }
}

function newsOf({ organisation, texts }: TellOptions, outage: Outage, update: OutageUpdate): News {
  const said = update.text.fr === '' ? standard(texts, outage, update) : update.text;
  const numbers = outage.crisis ? organisation.outages.crisis?.numbers : undefined;
  return {
    event: update.kind,
    outage: outage.id,
    sequence: update.sequence,
    title: outage.title,
    by: update.by,
    startsAt: outage.startsAt,
    ...(said === undefined ? {} : { text: said }),
    ...(update.nextUpdateAt === undefined ? {} : { nextUpdateAt: update.nextUpdateAt }),
    ...(numbers ? { numbers } : {}),
  };
}

/** Said where a technician wrote no words. */
function standard(texts: Texts, { kind }: Outage, update: OutageUpdate): Localised | undefined {
  const key =
    update.kind === 'closed'
      ? 'outage.default.closed'
      : update.kind === 'declared'
        ? kind === 'outage'
          ? 'outage.working'
          : 'outage.default.started'
        : undefined;
  if (key === undefined) return undefined;
  const write = (language: Language) => texts.write({ key }, { language, as: 'plain' });
  return { fr: write('fr'), en: write('en') };
}

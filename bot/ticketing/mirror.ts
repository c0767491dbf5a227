import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import type { TicketEvent, TicketEventKind } from '../../adapters/database/repositories/ticket-changes.ts';
import {
  changeTicketCopy,
  findTicketCopy,
  listEventsToMirror,
  markMirrored,
} from '../../adapters/database/repositories/ticket-copies.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import { TicketSystemError } from '../../adapters/ticketing/errors.ts';
import { markerOf } from '../../adapters/ticketing/marker.ts';
import type { StatusUpdate, TicketSystem } from '../../adapters/ticketing/port.ts';
import { isConfidential } from '../../dialogs/escalation/confidential.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Texts } from '../rendering/texts.ts';
import { sentFiles } from './compose.ts';
import { attachMissing } from './copier.ts';
import type { Pause } from './pause.ts';

export interface MirrorOptions {
  readonly database: Database;
  readonly system: TicketSystem;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly groups: Readonly<Record<string, string>>;
  readonly pause: Pause;
  readonly logger: Logger;
  readonly now: () => number;
}

/** What an event does to the status of the copy. */
const statuses: Readonly<Partial<Record<TicketEventKind, StatusUpdate['to']>>> = {
  claimed: 'assigned',
  resolved: 'resolved',
  reopened: 'assigned',
  closed: 'closed',
};

/**
 * Tells the ticket system what happened here, in order: each comment carries a marker that is looked for before it is
 * written, so that a try whose answer was lost does not write it twice (R6).
 */
export function createMirror(options: MirrorOptions): (signal: AbortSignal) => Promise<void> {
  const { database, system, pause, logger, now } = options;
  /** Tickets that failed, and until when they are left alone. */
  const waiting = new Map<string, number>();

  return async (signal) => {
    if (system.embedded) return;
    const events = await listEventsToMirror(database.queries, system.name, 100);
    const heldBack = new Set([...waiting].filter(([, until]) => until > now()).map(([reference]) => reference));
    for (const event of events) {
      if (signal.aborted || pause.isPaused()) return;
      if (heldBack.has(event.reference)) continue;
      try {
        await mirror(options, event, signal);
        await markMirrored(database.queries, event.id, now());
        waiting.delete(event.reference);
        pause.succeeded();
      } catch (error) {
        // What follows in the same ticket waits for it.
        heldBack.add(event.reference);
        waiting.set(event.reference, now() + pause.after(error));
        const message = error instanceof Error ? error.message : String(error);
        logger.warn({ reference: event.reference, event: event.id, error: message }, 'a follow-up was not taken');
        if (error instanceof TicketSystemError && error.outcome === 'refused') {
          await markMirrored(database.queries, event.id, now());
          await changeTicketCopy(database.queries, event.reference, { error: message.slice(0, 500) }, now());
        } else if (error instanceof TicketSystemError) pause.failed(error);
      }
    }
  };
}

async function mirror(options: MirrorOptions, event: TicketEvent, signal: AbortSignal): Promise<void> {
  const { database, system, organisation, texts, groups } = options;
  const copy = await findTicketCopy(database.queries, event.reference);
  const ticket = await findTicket(database.queries, event.reference);
  if (!ticket || copy?.remoteId === undefined) return;
  const id = copy.remoteId;
  const confidential = isConfidential(organisation, ticket);
  const open = !confidential || Object.hasOwn(groups, ticket.group);
  const marker = markerOf(event.id);
  const there = await system.get(id, signal);
  if (!there) return;
  const by = event.by ?? 'Guichet';
  const key = `copy.event.${event.kind}${event.kind === 'comment' && event.toEmployee ? '.toEmployee' : ''}`;
  const words = open && event.text ? event.text : '';
  const text = texts
    .write(
      { key, with: { by: { data: by }, text: { data: words } } },
      { language: organisation.deskLanguage, as: 'plain' },
    )
    .trim();
  if (!there.comments.some((comment) => comment.marker === marker)) {
    await system.comment(id, { marker, text, isPublic: false }, signal);
  }
  if (event.kind === 'employee_message' && !confidential) {
    await attachMissing(system, id, await sentFiles(database, ticket), signal);
  }
  const wanted = statuses[event.kind];
  const to = wanted === 'closed' ? system.finalStatus : wanted;
  if (to === undefined || there.status === to) return;
  await system.setStatus(id, { to, note: words || text }, signal);
  // Its own echo is no news.
  const after = await system.get(id, signal);
  if (after) await changeTicketCopy(database.queries, event.reference, { seenStatus: after.status }, options.now());
}

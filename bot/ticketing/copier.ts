import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { appendEvent, recordExternal } from '../../adapters/database/repositories/ticket-changes.ts';
import {
  changeTicketCopy,
  findTicketCopy,
  type TicketCopyRecord,
  takeTicketCopy,
} from '../../adapters/database/repositories/ticket-copies.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import { TicketSystemError } from '../../adapters/ticketing/errors.ts';
import type { ExternalTicket, TicketCopy, TicketSystem } from '../../adapters/ticketing/port.ts';
import type { Compose } from './compose.ts';
import type { Pause } from './pause.ts';

export interface CopierOptions {
  readonly database: Database;
  readonly system: TicketSystem;
  readonly compose: Compose;
  readonly pause: Pause;
  readonly logger: Logger;
  readonly now: () => number;
  readonly checkpoint: (name: string) => void;
}

/** ms that one copy may take, all its files included; whoever still holds it afterwards has lost it. */
const lease = 90_000;
/** ms until a ticket that the system refused is offered again: somebody may have mended its settings. */
const refusedAgain = 3600_000;

/**
 * Carries tickets to the ticket system, the oldest first, until none is due or the system is down. A create whose outcome
 * is not known is never repeated before the copy was looked for, after the time that the system takes to show it (R6,
 * R8). What ends the process at any point is taken up again from the record.
 */
export function createCopier(options: CopierOptions): (signal: AbortSignal) => Promise<void> {
  const { database, system, pause, logger, now } = options;
  const change = (reference: string, what: Parameters<typeof changeTicketCopy>[2]) =>
    changeTicketCopy(database.queries, reference, what, now());

  async function carry(record: TicketCopyRecord, ticket: Ticket, signal: AbortSignal): Promise<void> {
    const copy = await options.compose(ticket, signal);
    let id = record.remoteId;
    if (id === undefined) {
      const external = await createOnce(record, copy, signal);
      if (!external) return;
      options.checkpoint('ticket.copied');
      await recordCopy(options, ticket.reference, external);
      id = external.id;
    }
    await system.complete?.(id, copy, signal);
    if (!system.embedded) await attachMissing(system, id, copy.files, signal);
    options.checkpoint('ticket.attached');
    await change(ticket.reference, { state: 'whole', error: null, release: true, ...(await firstStatus(id, signal)) });
  }

  /** Some systems begin elsewhere than at « new »: that is no news. What is more than begun somebody did. */
  async function firstStatus(id: string, signal: AbortSignal): Promise<{ seenStatus?: string }> {
    if (system.embedded) return {};
    const status = (await system.get(id, signal))?.status;
    return status === 'assigned' ? { seenStatus: status } : {};
  }

  /** Undefined while it is too early to tell whether an earlier call had its effect. */
  async function createOnce(record: TicketCopyRecord, copy: TicketCopy, signal: AbortSignal) {
    const { reference, state, calledAt } = record;
    if (state !== 'pending') {
      const found = await system.find(copy.idempotencyKey, signal);
      if (found) return found;
      const settledAt = (calledAt ?? 0) + system.settlesIn;
      if (state !== 'refused' && now() < settledAt) {
        await change(reference, { state: 'unknown', notBefore: settledAt, release: true });
        return undefined;
      }
    }
    await change(reference, { state: 'calling', calledAt: now() });
    options.checkpoint('ticket.copying');
    return system.create(copy, signal);
  }

  /** What a failure means for this copy; true when the system itself is to be left alone. */
  async function fail(record: TicketCopyRecord, error: unknown): Promise<boolean> {
    const { reference } = record;
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    const fields = { reference, attempt: record.attempts + 1, error: message };
    if (!(error instanceof TicketSystemError)) {
      logger.error(fields, 'a ticket could not be copied');
      await change(reference, { error: message, notBefore: now() + pause.after(error), release: true });
      return false;
    }
    logger.warn({ ...fields, outcome: error.outcome }, 'the ticket system did not take a ticket');
    const current = (await findTicketCopy(database.queries, reference)) ?? record;
    if (error.outcome === 'refused') {
      const state = current.remoteId === undefined ? 'refused' : current.state;
      await change(reference, { state, error: message, notBefore: now() + refusedAgain, release: true });
      return false;
    }
    if (error.outcome === 'unknown' && current.state === 'calling') {
      await change(reference, { state: 'unknown', error: message, notBefore: now() + system.settlesIn, release: true });
      return pause.failed(error);
    }
    // Surely not created by this call; by an earlier one, perhaps.
    const state = current.state === 'calling' ? earlierState(record) : current.state;
    await change(reference, { state, error: message, notBefore: now(), release: true });
    return pause.failed(error) || error.outcome === 'not_done';
  }

  return async (signal) => {
    while (!signal.aborted && !pause.isPaused()) {
      const record = await takeTicketCopy(database.queries, now(), lease);
      if (!record) return;
      const ticket = await findTicket(database.queries, record.reference);
      if (!ticket) {
        await change(record.reference, { state: 'whole', error: null, release: true });
        continue;
      }
      try {
        await carry(record, ticket, AbortSignal.any([signal, AbortSignal.timeout(lease - 5_000)]));
        pause.succeeded();
      } catch (error) {
        if (await fail(record, error)) return;
      }
    }
  };
}

const earlierState = ({ state }: TicketCopyRecord) => (state === 'pending' ? 'pending' : 'unknown');

/** The system's own number, and that it is there: once each, however often it is recorded. */
async function recordCopy({ database, system, now }: CopierOptions, reference: string, external: ExternalTicket) {
  await database.transaction(async (db) => {
    const { id, number, url } = external;
    await recordExternal(db, reference, { system: system.name, id: number, ...(url === undefined ? {} : { url }) });
    await changeTicketCopy(db, reference, { state: 'created', remoteId: id, seenStatus: 'new', error: null }, now());
    await appendEvent(db, {
      id: `${reference}:external`,
      reference,
      at: now(),
      kind: 'external',
      data: { system: system.name, id: number },
      fromTicketSystem: true,
    });
  });
}

/** Files that are not there yet, by their names: a second try adds none twice. */
export async function attachMissing(
  system: TicketSystem,
  id: string,
  files: TicketCopy['files'],
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const there = new Set(await system.fileNames(id, signal));
  for (const file of files) if (!there.has(file.name)) await system.attach(id, file, signal);
}

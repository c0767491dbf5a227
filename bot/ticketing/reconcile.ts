import type { Database } from '../../adapters/database/port.ts';
import { listEvents } from '../../adapters/database/repositories/ticket-changes.ts';
import {
  changeTicketCopy,
  findTicketCopyByRemoteId,
  hasEventsToMirror,
} from '../../adapters/database/repositories/ticket-copies.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { findTicket } from '../../adapters/database/repositories/tickets.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { ExternalComment, ExternalState, ExternalStatus, TicketSystem } from '../../adapters/ticketing/port.ts';
import {
  claimTicket,
  commentTicket,
  reopenTicket,
  resolveTicket,
  type TicketActions,
  waitTicket,
} from '../desk/ticket-actions.ts';

export interface ReconcileOptions {
  readonly database: Database;
  readonly system: TicketSystem;
  /** The same ways in as the desk's: what follows for the employee follows here too. */
  readonly actions: TicketActions;
  /** What the employee reads where the technician wrote nothing, or is not named. */
  readonly say: (key: 'copy.resolved' | 'copy.reopened' | 'copy.team', language: Ticket['language']) => string;
  readonly now: () => number;
}

/**
 * Looks at a ticket in its system and does here what was done there: comments that are not known, and the status if it
 * changed since the last look. Nothing is taken from a notification but which ticket to look at, so that one that comes
 * twice, late or out of order changes nothing (R33). True when the ticket is one of ours.
 */
export function createReconcile(options: ReconcileOptions): (id: string, signal: AbortSignal) => Promise<boolean> {
  const { database, system, actions, now } = options;
  const fromTicketSystem = { ...actions, fromTicketSystem: true };

  /** @param said what is told as the resolution, and not twice */
  async function tellComments(reference: string, comments: readonly ExternalComment[], said?: ExternalComment) {
    for (const comment of comments) {
      const { id, by, text, isPublic, marker } = comment;
      if (marker !== undefined || text === '') continue;
      const toEmployee = isPublic && comment !== said;
      await unlessForbidden(() =>
        commentTicket(fromTicketSystem, reference, { by, text, toEmployee, once: `external:${id}` }),
      );
    }
  }

  /** @param said what was written with the change, for the requester */
  async function follow(ticket: Ticket, state: ExternalState, said: ExternalComment | undefined): Promise<void> {
    const { reference } = ticket;
    const by =
      said?.by ??
      state.assignee ??
      state.comments.findLast(({ marker }) => marker === undefined)?.by ??
      options.say('copy.team', ticket.language);
    const act: Readonly<Record<ExternalStatus, () => Promise<unknown>>> = {
      new: async () => {},
      assigned: async () => {
        if (isOver(ticket)) {
          const reason = said?.text ?? options.say('copy.reopened', ticket.language);
          return reopenTicket(fromTicketSystem, reference, { by, reason });
        }
        if (ticket.status === 'new') return claimTicket(fromTicketSystem, reference, { by });
        return waitTicket(fromTicketSystem, reference, { by, to: 'assigned' });
      },
      waiting_employee: () => waitTicket(fromTicketSystem, reference, { by, to: 'waiting_employee' }),
      waiting_supplier: () => waitTicket(fromTicketSystem, reference, { by, to: 'waiting_supplier' }),
      resolved: () => finish(),
      closed: () => finish(),
    };
    // The employee is asked either way: nobody else says that it is fixed.
    const finish = async () => {
      if (isOver(ticket)) return;
      const resolution = state.resolution || said?.text || options.say('copy.resolved', ticket.language);
      await resolveTicket(fromTicketSystem, reference, { by, resolution, solution: 'definitive' });
    };
    await unlessForbidden(act[state.status]);
  }

  return async (id, signal) => {
    const copy = await findTicketCopyByRemoteId(database.queries, id);
    if (!copy) return false;
    const state = await system.get(id, signal);
    if (!state) return true;
    const ticket = await findTicket(database.queries, copy.reference);
    if (!ticket) return false;
    // What was done here and is not there yet would look like a change of theirs.
    const behind = await hasEventsToMirror(database.queries, copy.reference);
    const changed = state.status !== copy.seenStatus && !behind;
    const said = changed ? await newestWords(database, copy.reference, state) : undefined;
    const over = ['resolved', 'closed'].includes(state.status);
    const asResolution = said !== undefined && over !== isOver(ticket) && !state.resolution;
    await tellComments(copy.reference, state.comments, asResolution ? said : undefined);
    if (!changed) return true;
    await follow(ticket, state, said);
    await changeTicketCopy(database.queries, copy.reference, { seenStatus: state.status }, now());
    return true;
  };
}

const isOver = ({ status }: Ticket): boolean => ['resolved', 'closed', 'closed_unconfirmed'].includes(status);

/** What a technician wrote last for the requester, if that is not known here yet. */
async function newestWords(database: Database, reference: string, { comments }: ExternalState) {
  const last = comments.findLast(({ marker, isPublic, text }) => marker === undefined && isPublic && text !== '');
  const events = await listEvents(database.queries, reference);
  return last && !events.some(({ id }) => id === `${reference}:external:${last.id}`) ? last : undefined;
}

/** Somebody was faster here, and the ticket stands elsewhere by now: what the other side did is no error. */
async function unlessForbidden(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const forbidden = ['ticket_not_open', 'ticket_claimed', 'ticket_not_resolved', 'ticket_not_found'];
    if (!(error instanceof SupportError) || !forbidden.includes(error.code)) throw error;
  }
}

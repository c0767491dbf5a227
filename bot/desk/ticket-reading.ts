import type { Database } from '../../adapters/database/port.ts';
import {
  type AttachmentSummary,
  findAttachmentContent,
  listAttachmentsOfRequest,
} from '../../adapters/database/repositories/attachments.ts';
import { listEvents } from '../../adapters/database/repositories/ticket-changes.ts';
import { findTicketCopy } from '../../adapters/database/repositories/ticket-copies.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { findTicket, listTickets, type TicketFilter } from '../../adapters/database/repositories/tickets.ts';
import { listTranscriptOfRequest } from '../../adapters/database/repositories/transcript.ts';
import { isConfidential } from '../../dialogs/escalation/confidential.ts';
import { parseReference } from '../../dialogs/escalation/reference.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Identity } from './identity.ts';
import { refuse } from './refusal.ts';
import type { TicketFile } from './ticket-json.ts';

export interface TicketReading {
  readonly database: Database;
  readonly organisation: Organisation;
}

/** The ticket, if this person may read its contents. Throws `ticket_not_found`, `ticket_confidential` (R33). */
export async function getReadableTicket(desk: TicketReading, identity: Identity, quoted: string): Promise<Ticket> {
  const reference = parseReference(quoted);
  const ticket = reference && (await findTicket(desk.database.queries, reference));
  if (!ticket) throw refuse('ticket_not_found');
  if (!mayRead(desk, identity, ticket)) throw refuse('ticket_confidential');
  return ticket;
}

export async function withItsFile(desk: TicketReading, ticket: Ticket): Promise<TicketFile> {
  const { queries } = desk.database;
  return {
    ticket,
    transcript: await listTranscriptOfRequest(queries, ticket.requestId),
    events: await listEvents(queries, ticket.reference),
    attachments: await listAttachmentsOfRequest(queries, ticket.requestId),
    copy: await findTicketCopy(queries, ticket.reference),
  };
}

/** A file of the ticket, by its id. Throws `ticket_not_found` for a file of another ticket. */
export async function getAttachment(
  desk: TicketReading,
  ticket: Ticket,
  id: string,
): Promise<{ summary: AttachmentSummary; content: Buffer }> {
  const { queries } = desk.database;
  const summary = (await listAttachmentsOfRequest(queries, ticket.requestId)).find((each) => each.id === id);
  const content = summary && (await findAttachmentContent(queries, id));
  if (!summary || !content) throw refuse('ticket_not_found');
  return { summary, content };
}

export interface ListedTicket {
  readonly ticket: Ticket;
  readonly readable: boolean;
}

/**
 * A page of tickets, each with whether this person may read it. One that may not be read is left out of a list that was
 * narrowed by what may not be seen: whose it is, or how it stands.
 */
export async function readTickets(
  desk: TicketReading,
  identity: Identity,
  filter: TicketFilter,
): Promise<{ tickets: ListedTicket[]; next?: string }> {
  const { tickets, ...rest } = await listTickets(desk.database.queries, filter);
  const narrowed = filter.requester !== undefined || filter.status !== undefined;
  const listed = tickets.map((ticket) => ({ ticket, readable: mayRead(desk, identity, ticket) }));
  return { tickets: narrowed ? listed.filter(({ readable }) => readable) : listed, ...rest };
}

function mayRead(desk: TicketReading, identity: Identity, ticket: Ticket): boolean {
  return identity.roles.includes('SecurityOfficer') || !isConfidential(desk.organisation, ticket);
}

import type { AttachmentSummary } from '../../adapters/database/repositories/attachments.ts';
import type { TicketEvent } from '../../adapters/database/repositories/ticket-changes.ts';
import type { TicketCopyRecord } from '../../adapters/database/repositories/ticket-copies.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import type { TranscriptLine } from '../../adapters/database/repositories/transcript.ts';

/** A ticket as the desk shows it, with what belongs to it. */
export interface TicketFile {
  readonly ticket: Ticket;
  readonly transcript: readonly TranscriptLine[];
  readonly events: readonly TicketEvent[];
  readonly attachments: readonly AttachmentSummary[];
  /** How far its copy in the ticket system is. */
  readonly copy?: TicketCopyRecord | undefined;
}

/** A line of the list; times are ISO 8601. */
export function listedTicket(ticket: Ticket) {
  return {
    ref: ticket.reference,
    status: ticket.status,
    category: ticket.category,
    kind: ticket.kind,
    impact: ticket.impact,
    urgency: ticket.urgency,
    priority: ticket.priority,
    title: ticket.title,
    requester: ticket.requester,
    group: ticket.group,
    assignee: ticket.assignee ?? null,
    own_due_at: iso(ticket.ownDueAt),
    resolve_due_at: iso(ticket.resolveDueAt),
    created_at: iso(ticket.createdAt),
    updated_at: iso(ticket.updatedAt),
  };
}

/** What anyone without the role sees of a confidential ticket (R33). */
export function confidentialTicket(ticket: Ticket) {
  return { ref: ticket.reference, category: ticket.category, confidential: true };
}

/** The whole ticket. */
export function fullTicket({ ticket, transcript, events, attachments, copy }: TicketFile) {
  return {
    ...listedTicket(ticket),
    summary: ticket.summary,
    language: ticket.language,
    reason: ticket.reason,
    facts: ticket.facts,
    steps: ticket.steps,
    offered: ticket.offered,
    preferences: ticket.preferences,
    owned_at: iso(ticket.ownedAt),
    resolved_at: iso(ticket.resolvedAt),
    closed_at: iso(ticket.closedAt),
    resolution: ticket.resolution ?? null,
    solution: ticket.solution ?? null,
    linked: ticket.linkedReference ?? null,
    external: ticket.external ?? null,
    copy: copy ? { state: copy.state, error: copy.error ?? null } : null,
    transcript: transcript.map((line) => ({
      at: iso(line.at),
      from: line.author,
      text: line.text,
      ...(line.authorName === undefined ? {} : { name: line.authorName }),
      ...(line.editedAt === undefined ? {} : { edited_at: iso(line.editedAt) }),
      ...(line.deletedAt === undefined ? {} : { deleted_at: iso(line.deletedAt) }),
    })),
    attachments: attachments.map(({ id, name, contentType, size, receivedAt }) => ({
      id,
      name,
      content_type: contentType,
      size,
      at: iso(receivedAt),
      url: `/desk/api/tickets/${ticket.reference}/attachments/${id}`,
    })),
    events: events.map((event) => ({
      id: event.id,
      at: iso(event.at),
      kind: event.kind,
      by: event.by ?? null,
      text: event.text ?? null,
      to_employee: event.toEmployee,
      ...(event.data === undefined ? {} : { data: event.data }),
    })),
  };
}

function iso(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

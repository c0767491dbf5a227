import type { Selectable } from 'kysely';
import type { TicketStatus, TicketTable } from '../schema.ts';

/**
 * What a ticket says, as the engine's TicketDraft gives it. Written again here because an adapter does not import the
 * dialogs: the compiler holds the two together where a draft is handed over.
 */
export interface TicketContent {
  readonly kind: 'incident' | 'serviceRequest';
  readonly category: string;
  readonly title: string;
  readonly summary: string;
  readonly impact: 1 | 2 | 3;
  readonly urgency: 1 | 2 | 3;
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4' | 'P5';
  readonly group: string;
  readonly language: 'fr' | 'en';
  readonly facts: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly source: 'said' | 'looked_up' | 'inferred';
  }[];
  readonly steps: readonly {
    readonly instruction: string;
    readonly outcome: 'worked' | 'did_not_work' | 'could_not';
    /** Whether the employee said how it went, or Guichet looked; said where it is absent. */
    readonly source?: 'said' | 'verified';
  }[];
  readonly offered: readonly string[];
  readonly preferences: readonly string[];
  readonly reason: 'asked' | 'exhausted' | 'script' | 'budget' | 'security' | 'workaround';
  /** The same words in the technicians' language, where that is not the ticket's; the transcript stays as it was said. */
  readonly forTechnicians?: TicketWords;
}

/** What of a ticket is written in a language. */
export type TicketWords = Pick<TicketContent, 'title' | 'summary' | 'facts' | 'steps' | 'offered' | 'preferences'>;

/** The ticket in a reader's language, where it is written in that one, and the language of its words. */
export function inLanguage<T extends Ticket>(ticket: T, language: Ticket['language']) {
  const words = language === ticket.language ? undefined : ticket.forTechnicians;
  return { ...ticket, ...words, wordsLanguage: words ? language : ticket.language };
}

/** ITIL: what was given to the employee. */
export type Solution = 'definitive' | 'temporary' | 'workaround';

/** A ticket as it stands; times in epoch ms. */
export interface Ticket extends TicketContent {
  readonly reference: string;
  readonly number: number;
  readonly year: number;
  readonly requestId: string;
  readonly conversationKey: string;
  readonly requester: { readonly id: string; readonly name: string };
  readonly status: TicketStatus;
  readonly assignee?: string;
  readonly ownDueAt: number;
  readonly resolveDueAt: number;
  readonly ownedAt?: number;
  readonly resolvedAt?: number;
  readonly closedAt?: number;
  /** What was done, in the technician's words. */
  readonly resolution?: string;
  readonly solution?: Solution;
  /** Where the ticket system keeps its copy. */
  readonly external?: { readonly system: string; readonly id: string; readonly url?: string };
  readonly linkedReference?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Reads a row; the documents in it were written by this code. */
export function toTicket(row: Selectable<TicketTable>): Ticket {
  return {
    reference: row.reference,
    number: row.number,
    year: row.year,
    requestId: row.request_id,
    conversationKey: row.conversation_key,
    requester: { id: row.requester_id, name: row.requester_name },
    status: row.status,
    kind: row.kind,
    category: row.category,
    title: row.title,
    summary: row.summary,
    impact: row.impact as Ticket['impact'],
    urgency: row.urgency as Ticket['urgency'],
    priority: row.priority as Ticket['priority'],
    group: row.group_id,
    language: row.language as Ticket['language'],
    facts: JSON.parse(row.facts) as Ticket['facts'],
    steps: JSON.parse(row.steps) as Ticket['steps'],
    offered: JSON.parse(row.offered) as Ticket['offered'],
    preferences: JSON.parse(row.preferences) as Ticket['preferences'],
    reason: row.reason as Ticket['reason'],
    ownDueAt: row.own_due_at,
    resolveDueAt: row.resolve_due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...known('forTechnicians', row.for_technicians === null ? null : (JSON.parse(row.for_technicians) as TicketWords)),
    ...known('assignee', row.assignee),
    ...known('ownedAt', row.owned_at),
    ...known('resolvedAt', row.resolved_at),
    ...known('closedAt', row.closed_at),
    ...known('resolution', row.resolution),
    ...known('solution', row.solution as Solution | null),
    ...known('external', externalOf(row)),
    ...known('linkedReference', row.linked_reference),
  };
}

function externalOf(row: Selectable<TicketTable>): NonNullable<Ticket['external']> | null {
  if (row.external_system === null || row.external_id === null) return null;
  return { system: row.external_system, id: row.external_id, ...known('url', row.external_url) };
}

function known<K extends string, V>(name: K, value: V | null): { [name in K]?: V } {
  return value === null ? {} : ({ [name]: value } as { [name in K]?: V });
}

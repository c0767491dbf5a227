/** Where a ticket system keeps its copy of a ticket. */
export interface ExternalTicket {
  /** What its programming interface calls it by. */
  readonly id: string;
  /** What its people call it by: `INC0010023`. */
  readonly number: string;
  readonly url?: string;
}

/** A file that goes with a ticket. Its name is unique within the ticket, and in ASCII: not every system gives others back. */
export interface TicketFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface TicketRequester {
  /** Entra object id. */
  readonly id: string;
  readonly name: string;
  /** How every ticket system but the desk knows people; without it the ticket says the name alone. */
  readonly email?: string | undefined;
}

/** A ticket as it is handed to a ticket system: written in the technicians' language, nothing of it is markup. */
export interface TicketCopy {
  /** The ticket's reference: written where `find` looks for it (R8). */
  readonly idempotencyKey: string;
  /** At most 80 characters. */
  readonly title: string;
  /** The whole ticket (summary, facts with their source, steps with their outcome) as text and as safe HTML. */
  readonly text: string;
  readonly html: string;
  readonly kind: 'incident' | 'serviceRequest';
  /** A code of taxonomy.yaml, and its name for people. */
  readonly category: string;
  /** 1 is the highest. */
  readonly impact: 1 | 2 | 3;
  readonly urgency: 1 | 2 | 3;
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4' | 'P5';
  /** Assignment group of organisation.yaml. */
  readonly group: string;
  readonly requester: TicketRequester;
  /** Somebody else who has the problem, as said. */
  readonly affected?: string;
  readonly location?: string;
  /** The device that it is about, by its name in the directory. */
  readonly asset?: string;
  /** Where it came from, for the field that says so. */
  readonly source: string;
  /** The ticket's page on Guichet's desk. */
  readonly deskUrl: string;
  readonly files: readonly TicketFile[];
}

/** Something that is written under a ticket. */
export interface TicketComment {
  /** Short and unique: written with the comment, looked for before it is written again, known again when it is read. */
  readonly marker: string;
  readonly text: string;
  /** The requester may read it in the ticket system; otherwise technicians alone. */
  readonly isPublic: boolean;
}

export interface ExternalComment {
  readonly id: string;
  /** epoch ms */
  readonly at: number;
  readonly by: string;
  /** Plain text. */
  readonly text: string;
  readonly isPublic: boolean;
  /** Guichet wrote it. */
  readonly marker?: string;
}

/** The states that both sides know. `closed` is final; `resolved` waits for the requester. */
export type ExternalStatus = 'new' | 'assigned' | 'waiting_employee' | 'waiting_supplier' | 'resolved' | 'closed';

export interface ExternalSummary extends ExternalTicket {
  readonly title: string;
  readonly status: ExternalStatus;
  /** epoch ms */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A ticket as its system holds it now. */
export interface ExternalState extends ExternalSummary {
  readonly assignee?: string;
  /** What was done, where the system has a field for it. */
  readonly resolution?: string;
  /** Oldest first; what the creation wrote is not among them. */
  readonly comments: readonly ExternalComment[];
}

/** What a status change carries where the system wants it. */
export interface StatusUpdate {
  readonly to: 'assigned' | 'resolved' | 'closed';
  readonly note: string;
}

/**
 * A ticket system that keeps a copy of Guichet's tickets. Calls have the caller's signal as well as a deadline of their
 * own (R7). Failures are TicketSystemErrors, which say whether the call may have had its effect: no call that writes is
 * ever repeated inside an adapter (R6).
 */
export interface TicketSystem {
  /** The name of its folder, and of its line in registry.ts. */
  readonly name: string;
  /** ms after which a call whose outcome is not known has surely taken effect or never will, and `find` sees it. */
  readonly settlesIn: number;
  /** The last state that its people know: some know no difference between resolved and closed. */
  readonly finalStatus: 'resolved' | 'closed';
  /** Tickets, files and history are Guichet's own: nothing has to be carried over. */
  readonly embedded?: true;
  create(copy: TicketCopy, signal: AbortSignal): Promise<ExternalTicket>;
  /** The copy that was created under the key, the oldest if there are several. */
  find(idempotencyKey: string, signal: AbortSignal): Promise<ExternalTicket | undefined>;
  /**
   * What the creation itself cannot carry, requester and group for instance: called after it, and again until all is
   * there, so that a second time adds nothing.
   */
  complete?(id: string, copy: TicketCopy, signal: AbortSignal): Promise<void>;
  /** Names of the files attached to it. */
  fileNames(id: string, signal: AbortSignal): Promise<readonly string[]>;
  attach(id: string, file: TicketFile, signal: AbortSignal): Promise<void>;
  comment(id: string, comment: TicketComment, signal: AbortSignal): Promise<void>;
  setStatus(id: string, update: StatusUpdate, signal: AbortSignal): Promise<void>;
  /** Undefined when it is gone there. */
  get(id: string, signal: AbortSignal): Promise<ExternalState | undefined>;
  /** Ids of tickets changed at or after an instant (epoch ms), in no order; it may name one too many. */
  changedSince(instant: number, signal: AbortSignal): Promise<readonly string[]>;
  /** All tickets of a person, those opened by telephone or mail included, newest first. */
  findByRequester(requester: TicketRequester, signal: AbortSignal): Promise<readonly ExternalSummary[]>;
  /** The tickets that a notification is about. @throws `webhook_unsigned` unless it is signed with the secret (R33) */
  readWebhook?(request: WebhookRequest, secret: string): readonly string[];
  /** For /readyz. */
  ping(signal: AbortSignal): Promise<void>;
}

export interface WebhookRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

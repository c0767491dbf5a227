/**
 * Rows as both dialects hold them: text, integer and real only. Times are epoch ms, documents are JSON in a text column,
 * truth is 0 or 1. migrations/ creates the tables; repositories/ is the only code that reads and writes them.
 */
export interface Schema {
  conversation: ConversationTable;
  conversation_reference: ConversationReferenceTable;
  inbound_activity: InboundActivityTable;
  outgoing_message: OutgoingMessageTable;
  answer_feedback: AnswerFeedbackTable;
  transcript_line: TranscriptLineTable;
  ticket: TicketTable;
  ticket_event: TicketEventTable;
  ticket_copy: TicketCopyTable;
  support_channel: SupportChannelTable;
  attachment: AttachmentTable;
  counter: { name: string; value: number };
  setting: { key: string; value: string };
  conversation_lease: { conversation_key: string; holder: string; until: number };
  /** The embedded queue's jobs; pg-boss keeps its own, and their dedupe keys here. */
  job: JobTable;
  job_key: { dedupe_key: string; job_id: string };
  dead_letter: DeadLetterTable;
  audit_entry: AuditEntryTable;
  /** The last entry of each chain; its row serialises the chain's writer. */
  audit_head: { chain: string; sequence: number; hash: string };
  /** Who a pseudonym is. Erased with the person; the chain stays valid (R32). */
  audit_pseudonym: { pseudonym: string; person_id: string };
  action_request: ActionRequestTable;
  action_approval: ActionApprovalTable;
  /** Who a pseudonym of the participation tables is. No route reads it; erased with the person. */
  participant: { pseudonym: string; person_id: string };
  campaign: CampaignTable;
  campaign_delivery: CampaignDeliveryTable;
  participation: ParticipationTable;
  participation_answer: ParticipationAnswerTable;
  /** Totals that stay when individual answers are deleted, as JSON. */
  campaign_figures: { campaign: string; kind: string; figures: string; at: number };
  phishing_simulation: PhishingSimulationTable;
  /** Reported messages, counted: who reported is not kept. */
  phishing_report: { id: string; at: number; simulation: string | null };
  outage: OutageTable;
  outage_update: OutageUpdateTable;
  outage_person: OutagePersonTable;
  /** What supervision said, each once: a notification that is sent again changes nothing (R33). */
  outage_signal: { source: string; key: string; outage_id: string; firing: number; at: number };
  request_record: RequestRecordTable;
  problem: ProblemTable;
  problem_told: { problem_id: string; person_id: string; at: number };
}

/** `suspected` and `planned` are the desk's alone; of `open` everyone affected hears. */
export type OutageStatus = 'suspected' | 'planned' | 'open' | 'closed' | 'dismissed';

export interface OutageTable {
  id: string;
  kind: 'outage' | 'maintenance';
  status: OutageStatus;
  source: 'desk' | 'channel' | 'cluster' | 'alert' | 'service-health';
  /** What the source calls it. */
  source_key: string | null;
  /** JSON: in both languages, as the three below. */
  title: string;
  families: string;
  sites: string;
  crisis: number;
  /** In a crisis the only one who speaks. */
  author: string | null;
  /** Of the newest update. */
  sequence: number;
  starts_at: number;
  ends_at: number | null;
  next_update_at: number | null;
  reminded_at: number | null;
  /** When it was last spoken of. */
  told_at: number;
  closed_at: number | null;
  created_at: number;
  updated_at: number;
}

export interface OutageUpdateTable {
  outage_id: string;
  sequence: number;
  kind: 'declared' | 'updated' | 'reminder' | 'closed';
  at: number;
  by_name: string;
  /** JSON, in both languages. */
  text: string;
  next_update_at: number | null;
}

export interface OutagePersonTable {
  outage_id: string;
  person_id: string;
  conversation_key: string;
  how: 'conversation' | 'ticket' | 'me_too';
  reference: string | null;
  /** The newest update that they were told. */
  told: number;
  since: number;
  /** Once it is over: whether they said that everything works again. */
  works: number | null;
}

/** A request as figures count it: no word of it is here. */
export interface RequestRecordTable {
  request_id: string;
  person_id: string;
  conversation_key: string;
  category: string | null;
  /** What it was taken for at first. */
  first_category: string | null;
  language: string;
  site: string | null;
  /** JSON: fact to value, of facts that are chosen or looked up. */
  facts: string;
  asked_human: number;
  outcome: 'resolved' | 'abandoned' | 'escalated' | 'joined' | null;
  opened_at: number;
  ended_at: number | null;
  updated_at: number;
}

export interface ProblemTable {
  id: string;
  status: 'linked' | 'solved' | 'dismissed';
  category: string;
  title: string;
  /** JSON: references of its tickets. */
  members: string;
  /** What the ticket system calls it. */
  external_reference: string | null;
  solution: string | null;
  by_name: string;
  solved_at: number | null;
  created_at: number;
  updated_at: number;
}

export type CampaignStatus = 'draft' | 'launched' | 'paused' | 'finished' | 'cancelled' | 'withdrawn';

export interface CampaignTable {
  id: string;
  /** As it was given, YAML or JSON. */
  source: string;
  /** JSON: as it was understood. */
  definition: string;
  status: CampaignStatus;
  created_by: string;
  approved_by: string | null;
  /** What an administrator has to know, such as a directory that could not be read. */
  problem: string | null;
  created_at: number;
  launched_at: number | null;
  /** When its text was changed after the launch: messages posted before are updated in place. */
  edited_at: number | null;
  updated_at: number;
}

/** States of R10. A row is in exactly one of them, and rows sum to the audience. */
export type DeliveryState =
  | 'planned'
  | 'sending'
  | 'delivered'
  | 'unknown'
  | 'blocked'
  | 'not_installed'
  | 'ineligible'
  | 'held_out'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'withdrawn';

export interface CampaignDeliveryTable {
  campaign: string;
  /** `main`, or the id of a follow-up: a retest, help on the day, asking how it went. */
  part: string;
  person_id: string;
  state: DeliveryState;
  language: string;
  department: string | null;
  site: string | null;
  due_at: number;
  expires_at: number;
  conversation_key: string | null;
  activity_id: string | null;
  attempts: number;
  reminders: number;
  remind_at: number | null;
  edited_at: number | null;
  reason: string | null;
  delivered_at: number | null;
  updated_at: number;
}

export interface ParticipationTable {
  campaign: string;
  part: string;
  pseudonym: string;
  department: string | null;
  site: string | null;
  language: string;
  delivered_at: number | null;
  begun_at: number;
  finished_at: number | null;
  useful: string | null;
  batch: number | null;
}

export interface ParticipationAnswerTable {
  campaign: string;
  part: string;
  pseudonym: string;
  screen: string;
  /** JSON: the ids that were chosen. */
  picked: string;
  is_right: number | null;
  measures: string | null;
  stage: string;
  answered_at: number;
}

export interface PhishingSimulationTable {
  id: string;
  name: string;
  sender: string | null;
  subject: string | null;
  from_at: number;
  until_at: number;
  /** JSON: totals as imported. */
  figures: string;
  imported_at: number;
}

/** Appended, never changed: each entry's hash covers the one before it. */
export interface AuditEntryTable {
  chain: string;
  sequence: number;
  at: number;
  kind: string;
  /** A pseudonym, or empty when Guichet did it. */
  actor: string;
  /** The request that it is about, or empty. */
  subject: string;
  /** JSON; holds no personal data. */
  data: string;
  hash: string;
}

export type ActionStatus =
  | 'told'
  | 'refused'
  | 'waiting'
  | 'accepted'
  | 'running'
  | 'done'
  | 'partial'
  | 'failed'
  | 'unknown'
  | 'denied'
  | 'expired'
  | 'contested'
  | 'undone';

export interface ActionRequestTable {
  id: string;
  /** Of the confirmation; spent once (R3). */
  nonce: string;
  action: string;
  person_id: string;
  person_name: string;
  conversation_key: string;
  /** JSON: what was chosen among what was offered. */
  input: string;
  language: string;
  status: ActionStatus;
  expires_at: number;
  /** SHA-256 of what the notice's « ce n'était pas moi » carries. */
  contest_hash: string | null;
  /** A message that showed a pass or a key, to be removed. */
  shown_activity_id: string | null;
  /** JSON that undoing needs: no secret. */
  undo: string | null;
  ticket: string | null;
  created_at: number;
  updated_at: number;
}

export interface ActionApprovalTable {
  id: string;
  request_id: string;
  /** Entra object id of who may decide; null: any technician, in the desk. */
  approver_id: string | null;
  nonce: string;
  status: 'pending' | 'approved' | 'refused' | 'expired' | 'void';
  /** The outgoing message that holds the card. */
  message_id: string | null;
  decided_by: string | null;
  decided_at: number | null;
  created_at: number;
}

export interface ConversationTable {
  key: string;
  /** Counts the commits; the fence of R5. */
  version: number;
  person_id: string;
  /** JSON, with a version of its own shape inside (R18). */
  state: string;
  updated_at: number;
}

export interface ConversationReferenceTable {
  conversation_key: string;
  channel_id: string;
  service_url: string;
  conversation_id: string;
  conversation_type: string;
  tenant_id: string;
  bot_id: string;
  /** The channel's own id of the user, `29:…` in Teams. */
  user_id: string;
  /** Entra object id. */
  person_id: string;
  user_name: string;
  locale: string;
  installed: number;
  updated_at: number;
}

export type InboundStatus = 'pending' | 'done';

export interface InboundActivityTable {
  conversation_key: string;
  activity_id: string;
  receipt: number;
  status: InboundStatus;
  /** Redacted JSON, only while pending. */
  activity: string | null;
  received_at: number;
}

export type OutgoingStatus = 'pending' | 'sending' | 'sent' | 'unknown' | 'failed' | 'refused';

/** Answers of a model that were shown, and what people said of them. */
export interface AnswerFeedbackTable {
  message_id: string;
  query: string;
  article_ids: string;
  shown_at: number;
  reaction: string | null;
  words: string | null;
  reacted_at: number | null;
}

export interface OutgoingMessageTable {
  id: string;
  conversation_key: string;
  position: number;
  kind: string;
  activity: string;
  status: OutgoingStatus;
  attempts: number;
  not_before: number;
  activity_id: string | null;
  last_error: string | null;
  created_at: number;
  updated_at: number;
}

export type TranscriptAuthor = 'employee' | 'guichet' | 'technician';

export interface TranscriptLineTable {
  id: string;
  conversation_key: string;
  request_id: string | null;
  position: number;
  at: number;
  author: TranscriptAuthor;
  author_name: string | null;
  text: string;
  activity_id: string | null;
  edited_at: number | null;
  deleted_at: number | null;
}

export type TicketStatus =
  | 'new'
  | 'assigned'
  | 'waiting_employee'
  | 'waiting_supplier'
  | 'resolved'
  | 'closed'
  | 'closed_unconfirmed';

export interface TicketTable {
  reference: string;
  number: number;
  year: number;
  request_id: string;
  conversation_key: string;
  requester_id: string;
  requester_name: string;
  status: TicketStatus;
  kind: 'incident' | 'serviceRequest';
  category: string;
  title: string;
  summary: string;
  impact: number;
  urgency: number;
  priority: string;
  group_id: string;
  language: string;
  facts: string;
  steps: string;
  offered: string;
  preferences: string;
  /** JSON: the same in the technicians' language, where that is another. */
  for_technicians: string | null;
  reason: string;
  assignee: string | null;
  own_due_at: number;
  resolve_due_at: number;
  owned_at: number | null;
  resolved_at: number | null;
  closed_at: number | null;
  resolution: string | null;
  solution: string | null;
  external_system: string | null;
  external_id: string | null;
  external_url: string | null;
  linked_reference: string | null;
  created_at: number;
  updated_at: number;
}

export interface TicketEventTable {
  id: string;
  reference: string;
  at: number;
  kind: string;
  by_name: string | null;
  text: string | null;
  to_employee: number;
  data: string | null;
  /** When the ticket system had it; null while it has still to be told. */
  mirrored_at: number | null;
}

/**
 * `pending`: never asked for. `calling`: asked for, without an answer so far. `unknown`: the answer was lost, it may be
 * there. `created`: it is there, files are missing. `refused`: the system said no.
 */
export type TicketCopyState = 'pending' | 'calling' | 'unknown' | 'refused' | 'created' | 'whole';

/** A ticket's copy in the ticket system: written with the ticket, before the first call (R8). */
export interface TicketCopyTable {
  reference: string;
  state: TicketCopyState;
  attempts: number;
  not_before: number;
  lease_until: number;
  /** When it was last asked to be created. */
  called_at: number | null;
  /** What the ticket system's interface calls it by. */
  remote_id: string | null;
  /** The status there when it was last looked at: only a change of it is followed. */
  seen_status: string | null;
  error: string | null;
  created_at: number;
  updated_at: number;
}

export interface SupportChannelTable {
  conversation_id: string;
  service_url: string;
  tenant_id: string;
  team_id: string | null;
  /** null: the channel of every group that has none of its own. */
  group_id: string | null;
  bot_id: string;
  chosen_by: string;
  chosen_at: number;
}

export interface AttachmentTable {
  id: string;
  conversation_key: string;
  request_id: string | null;
  name: string;
  content_type: string;
  /** bytes */
  size: number;
  sha256: string;
  /** base64 */
  content: string;
  received_at: number;
}

export interface JobTable {
  id: string;
  kind: string;
  dedupe_key: string;
  order_key: string | null;
  /** Order of enqueueing: first in, first out within an order key. */
  sequence: number;
  payload: string;
  attempts: number;
  run_at: number;
  lease_holder: string | null;
  lease_until: number | null;
  last_error: string | null;
  created_at: number;
}

export interface DeadLetterTable {
  id: string;
  kind: string;
  dedupe_key: string;
  order_key: string | null;
  payload: string;
  attempts: number;
  last_error: string;
  died_at: number;
}

import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { type Columns, createIndex, createTable, type Index } from './columns.ts';

interface Table {
  readonly key: readonly string[];
  readonly columns: Columns;
}

const TABLES: Readonly<Record<string, Table>> = {
  conversation: {
    key: ['key'],
    columns: { key: 'text', version: 'integer', person_id: 'text', state: 'text', updated_at: 'integer' },
  },
  conversation_reference: {
    key: ['conversation_key'],
    columns: {
      conversation_key: 'text',
      channel_id: 'text',
      service_url: 'text',
      conversation_id: 'text',
      conversation_type: 'text',
      tenant_id: 'text',
      bot_id: 'text',
      user_id: 'text',
      person_id: 'text',
      user_name: 'text',
      locale: 'text',
      installed: 'integer',
      updated_at: 'integer',
    },
  },
  inbound_activity: {
    key: ['conversation_key', 'activity_id'],
    columns: {
      conversation_key: 'text',
      activity_id: 'text',
      receipt: 'integer',
      status: 'text',
      activity: 'text?',
      received_at: 'integer',
    },
  },
  outgoing_message: {
    key: ['id'],
    columns: {
      id: 'text',
      conversation_key: 'text',
      position: 'integer',
      kind: 'text',
      activity: 'text',
      status: 'text',
      attempts: 'integer',
      not_before: 'integer',
      activity_id: 'text?',
      last_error: 'text?',
      created_at: 'integer',
      updated_at: 'integer',
    },
  },
  transcript_line: {
    key: ['id'],
    columns: {
      id: 'text',
      conversation_key: 'text',
      request_id: 'text?',
      position: 'integer',
      at: 'integer',
      author: 'text',
      author_name: 'text?',
      text: 'text',
      activity_id: 'text?',
      edited_at: 'integer?',
      deleted_at: 'integer?',
    },
  },
  ticket: {
    key: ['reference'],
    columns: {
      reference: 'text',
      number: 'integer',
      year: 'integer',
      request_id: 'text',
      conversation_key: 'text',
      requester_id: 'text',
      requester_name: 'text',
      status: 'text',
      kind: 'text',
      category: 'text',
      title: 'text',
      summary: 'text',
      impact: 'integer',
      urgency: 'integer',
      priority: 'text',
      group_id: 'text',
      language: 'text',
      facts: 'text',
      steps: 'text',
      offered: 'text',
      preferences: 'text',
      reason: 'text',
      assignee: 'text?',
      own_due_at: 'integer',
      resolve_due_at: 'integer',
      owned_at: 'integer?',
      resolved_at: 'integer?',
      closed_at: 'integer?',
      resolution: 'text?',
      solution: 'text?',
      external_system: 'text?',
      external_id: 'text?',
      external_url: 'text?',
      linked_reference: 'text?',
      created_at: 'integer',
      updated_at: 'integer',
    },
  },
  ticket_event: {
    key: ['id'],
    columns: {
      id: 'text',
      reference: 'text',
      at: 'integer',
      kind: 'text',
      by_name: 'text?',
      text: 'text?',
      to_employee: 'integer',
      data: 'text?',
    },
  },
  support_channel: {
    key: ['conversation_id'],
    columns: {
      conversation_id: 'text',
      service_url: 'text',
      tenant_id: 'text',
      team_id: 'text?',
      group_id: 'text?',
      bot_id: 'text',
      chosen_by: 'text',
      chosen_at: 'integer',
    },
  },
  attachment: {
    key: ['id'],
    columns: {
      id: 'text',
      conversation_key: 'text',
      request_id: 'text?',
      name: 'text',
      content_type: 'text',
      size: 'integer',
      sha256: 'text',
      content: 'text',
      received_at: 'integer',
    },
  },
  counter: { key: ['name'], columns: { name: 'text', value: 'integer' } },
  setting: { key: ['key'], columns: { key: 'text', value: 'text' } },
  conversation_lease: {
    key: ['conversation_key'],
    columns: { conversation_key: 'text', holder: 'text', until: 'integer' },
  },
  job: {
    key: ['id'],
    columns: {
      id: 'text',
      kind: 'text',
      dedupe_key: 'text',
      order_key: 'text?',
      sequence: 'integer',
      payload: 'text',
      attempts: 'integer',
      run_at: 'integer',
      lease_holder: 'text?',
      lease_until: 'integer?',
      last_error: 'text?',
      created_at: 'integer',
    },
  },
  job_key: { key: ['dedupe_key'], columns: { dedupe_key: 'text', job_id: 'text' } },
  dead_letter: {
    key: ['id'],
    columns: {
      id: 'text',
      kind: 'text',
      dedupe_key: 'text',
      order_key: 'text?',
      payload: 'text',
      attempts: 'integer',
      last_error: 'text',
      died_at: 'integer',
    },
  },
};

// Few on the tables that every turn writes: each costs it a page. Retention scans once a day instead.
const INDEXES: readonly Index[] = [
  { name: 'reference_by_person', table: 'conversation_reference', columns: ['person_id'] },
  { name: 'inbound_pending', table: 'inbound_activity', columns: ['receipt'], where: sql`status = 'pending'` },
  { name: 'outgoing_by_position', table: 'outgoing_message', columns: ['conversation_key', 'position'] },
  { name: 'transcript_by_conversation', table: 'transcript_line', columns: ['conversation_key', 'at', 'position'] },
  { name: 'transcript_by_request', table: 'transcript_line', columns: ['request_id'] },
  { name: 'ticket_by_request', table: 'ticket', columns: ['request_id'], unique: true },
  { name: 'ticket_by_number', table: 'ticket', columns: ['year', 'number'], unique: true },
  { name: 'ticket_by_requester', table: 'ticket', columns: ['requester_id'] },
  { name: 'ticket_by_conversation', table: 'ticket', columns: ['conversation_key'] },
  { name: 'ticket_event_by_reference', table: 'ticket_event', columns: ['reference', 'at'] },
  { name: 'attachment_by_request', table: 'attachment', columns: ['request_id'] },
  { name: 'attachment_by_conversation', table: 'attachment', columns: ['conversation_key'] },
  { name: 'job_once', table: 'job', columns: ['dedupe_key'], unique: true },
  { name: 'job_by_order', table: 'job', columns: ['order_key', 'sequence'] },
  { name: 'job_by_sequence', table: 'job', columns: ['sequence'] },
];

export function firstTables(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      for (const [name, table] of Object.entries(TABLES)) {
        await createTable(db, dialect, name, table.columns, table.key);
      }
      for (const index of INDEXES) await createIndex(db, index);
    },
  };
}

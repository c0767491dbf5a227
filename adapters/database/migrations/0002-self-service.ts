import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { createIndex, createTable, type Index } from './columns.ts';

const INDEXES: readonly Index[] = [
  { name: 'audit_by_subject', table: 'audit_entry', columns: ['subject'] },
  { name: 'audit_pseudonym_by_person', table: 'audit_pseudonym', columns: ['person_id'], unique: true },
  { name: 'action_request_once', table: 'action_request', columns: ['nonce'], unique: true },
  { name: 'action_request_by_person', table: 'action_request', columns: ['person_id', 'created_at'] },
  { name: 'action_request_by_time', table: 'action_request', columns: ['created_at'] },
  { name: 'action_request_by_contest', table: 'action_request', columns: ['contest_hash'] },
  { name: 'action_approval_by_request', table: 'action_approval', columns: ['request_id'] },
  { name: 'action_approval_once', table: 'action_approval', columns: ['nonce'], unique: true },
];

/** The audit log, and what employees asked Guichet to do. */
export function selfService(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      const create = (name: string, columns: Parameters<typeof createTable>[3], key: readonly string[]) =>
        createTable(db, dialect, name, columns, key);
      await create(
        'audit_entry',
        {
          chain: 'text',
          sequence: 'integer',
          at: 'integer',
          kind: 'text',
          actor: 'text',
          subject: 'text',
          data: 'text',
          hash: 'text',
        },
        ['chain', 'sequence'],
      );
      await create('audit_head', { chain: 'text', sequence: 'integer', hash: 'text' }, ['chain']);
      await create('audit_pseudonym', { pseudonym: 'text', person_id: 'text' }, ['pseudonym']);
      await create(
        'action_request',
        {
          id: 'text',
          nonce: 'text',
          action: 'text',
          person_id: 'text',
          person_name: 'text',
          conversation_key: 'text',
          input: 'text',
          language: 'text',
          status: 'text',
          expires_at: 'integer',
          contest_hash: 'text?',
          shown_activity_id: 'text?',
          undo: 'text?',
          ticket: 'text?',
          created_at: 'integer',
          updated_at: 'integer',
        },
        ['id'],
      );
      await create(
        'action_approval',
        {
          id: 'text',
          request_id: 'text',
          approver_id: 'text?',
          nonce: 'text',
          status: 'text',
          message_id: 'text?',
          decided_by: 'text?',
          decided_at: 'integer?',
          created_at: 'integer',
        },
        ['id'],
      );
      for (const index of INDEXES) await createIndex(db, index);
    },
  };
}

import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { createIndex, createTable, type Index } from './columns.ts';

const INDEXES: readonly Index[] = [
  { name: 'campaign_delivery_due', table: 'campaign_delivery', columns: ['campaign', 'state', 'due_at'] },
  { name: 'campaign_delivery_by_person', table: 'campaign_delivery', columns: ['person_id', 'state'] },
];

/** Campaigns that were made ready here, and one row a person of who is to receive each part of them (R10). */
export function campaigns(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      await createTable(
        db,
        dialect,
        'campaign',
        {
          id: 'text',
          source: 'text',
          definition: 'text',
          status: 'text',
          created_by: 'text',
          approved_by: 'text?',
          problem: 'text?',
          created_at: 'integer',
          launched_at: 'integer?',
          edited_at: 'integer?',
          updated_at: 'integer',
        },
        ['id'],
      );
      await createTable(
        db,
        dialect,
        'campaign_delivery',
        {
          campaign: 'text',
          part: 'text',
          person_id: 'text',
          state: 'text',
          language: 'text',
          department: 'text?',
          site: 'text?',
          due_at: 'integer',
          expires_at: 'integer',
          conversation_key: 'text?',
          activity_id: 'text?',
          attempts: 'integer',
          reminders: 'integer',
          remind_at: 'integer?',
          edited_at: 'integer?',
          reason: 'text?',
          delivered_at: 'integer?',
          updated_at: 'integer',
        },
        ['campaign', 'part', 'person_id'],
      );
      for (const index of INDEXES) await createIndex(db, index);
    },
  };
}

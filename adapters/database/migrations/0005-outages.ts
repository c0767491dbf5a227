import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { createIndex, createTable, type Index } from './columns.ts';

const INDEXES: readonly Index[] = [
  { name: 'outage_by_status', table: 'outage', columns: ['status'] },
  // One signal opens one outage, whichever node hears it first, and however often.
  {
    name: 'outage_by_source',
    table: 'outage',
    columns: ['source', 'source_key'],
    unique: true,
    where: sql`source_key is not null and status in ('suspected', 'open')`,
  },
  { name: 'outage_person_by_told', table: 'outage_person', columns: ['outage_id', 'told'] },
  { name: 'outage_signal_by_outage', table: 'outage_signal', columns: ['outage_id'] },
  { name: 'request_record_by_opened', table: 'request_record', columns: ['opened_at'] },
  { name: 'request_record_by_person', table: 'request_record', columns: ['person_id'] },
];

/** Major incidents, what is told of them and to whom, problems, and what figures are counted from. */
export function outages(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      const create = (name: string, columns: Parameters<typeof createTable>[3], key: readonly string[]) =>
        createTable(db, dialect, name, columns, key);
      await create(
        'outage',
        {
          id: 'text',
          kind: 'text',
          status: 'text',
          source: 'text',
          source_key: 'text?',
          title: 'text',
          families: 'text',
          sites: 'text',
          crisis: 'integer',
          author: 'text?',
          sequence: 'integer',
          starts_at: 'integer',
          ends_at: 'integer?',
          next_update_at: 'integer?',
          reminded_at: 'integer?',
          told_at: 'integer',
          closed_at: 'integer?',
          created_at: 'integer',
          updated_at: 'integer',
        },
        ['id'],
      );
      await create(
        'outage_update',
        {
          outage_id: 'text',
          sequence: 'integer',
          kind: 'text',
          at: 'integer',
          by_name: 'text',
          text: 'text',
          next_update_at: 'integer?',
        },
        ['outage_id', 'sequence'],
      );
      await create(
        'outage_person',
        {
          outage_id: 'text',
          person_id: 'text',
          conversation_key: 'text',
          how: 'text',
          reference: 'text?',
          told: 'integer',
          since: 'integer',
          works: 'integer?',
        },
        ['outage_id', 'person_id'],
      );
      await create(
        'outage_signal',
        { source: 'text', key: 'text', outage_id: 'text', firing: 'integer', at: 'integer' },
        ['source', 'key'],
      );
      await create(
        'request_record',
        {
          request_id: 'text',
          person_id: 'text',
          conversation_key: 'text',
          category: 'text?',
          first_category: 'text?',
          language: 'text',
          site: 'text?',
          facts: 'text',
          asked_human: 'integer',
          outcome: 'text?',
          opened_at: 'integer',
          ended_at: 'integer?',
          updated_at: 'integer',
        },
        ['request_id'],
      );
      await create(
        'problem',
        {
          id: 'text',
          status: 'text',
          category: 'text',
          title: 'text',
          members: 'text',
          external_reference: 'text?',
          solution: 'text?',
          by_name: 'text',
          solved_at: 'integer?',
          created_at: 'integer',
          updated_at: 'integer',
        },
        ['id'],
      );
      await create('problem_told', { problem_id: 'text', person_id: 'text', at: 'integer' }, [
        'problem_id',
        'person_id',
      ]);
      for (const index of INDEXES) await createIndex(db, index);
    },
  };
}

import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { createIndex, createTable, type Index } from './columns.ts';

const INDEXES: readonly Index[] = [
  { name: 'participant_by_person', table: 'participant', columns: ['person_id'], unique: true },
  { name: 'participation_by_pseudonym', table: 'participation', columns: ['pseudonym'] },
  { name: 'participation_by_time', table: 'participation', columns: ['begun_at'] },
  { name: 'participation_answer_by_pseudonym', table: 'participation_answer', columns: ['pseudonym'] },
  { name: 'participation_answer_by_time', table: 'participation_answer', columns: ['answered_at'] },
  { name: 'phishing_report_by_time', table: 'phishing_report', columns: ['at'] },
];

/** What people did with campaigns, under pseudonyms, and the totals that stay when it is deleted (R10, R36). */
export function participation(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      const create = (name: string, columns: Parameters<typeof createTable>[3], key: readonly string[]) =>
        createTable(db, dialect, name, columns, key);
      await create('participant', { pseudonym: 'text', person_id: 'text' }, ['pseudonym']);
      await create(
        'participation',
        {
          campaign: 'text',
          part: 'text',
          pseudonym: 'text',
          department: 'text?',
          site: 'text?',
          language: 'text',
          delivered_at: 'integer?',
          begun_at: 'integer',
          finished_at: 'integer?',
          useful: 'text?',
          batch: 'integer?',
        },
        ['campaign', 'part', 'pseudonym'],
      );
      await create(
        'participation_answer',
        {
          campaign: 'text',
          part: 'text',
          pseudonym: 'text',
          screen: 'text',
          picked: 'text',
          is_right: 'integer?',
          measures: 'text?',
          stage: 'text',
          answered_at: 'integer',
        },
        ['campaign', 'part', 'pseudonym', 'screen'],
      );
      await create('campaign_figures', { campaign: 'text', kind: 'text', figures: 'text', at: 'integer' }, [
        'campaign',
        'kind',
      ]);
      await create(
        'phishing_simulation',
        {
          id: 'text',
          name: 'text',
          sender: 'text?',
          subject: 'text?',
          from_at: 'integer',
          until_at: 'integer',
          figures: 'text',
          imported_at: 'integer',
        },
        ['id'],
      );
      await create('phishing_report', { id: 'text', at: 'integer', simulation: 'text?' }, ['id']);
      for (const index of INDEXES) await createIndex(db, index);
    },
  };
}

import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { createIndex, createTable } from './columns.ts';

/** What people said of answers that a model wrote: no person is named (R36). */
export function answerFeedback(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      await createTable(
        db,
        dialect,
        'answer_feedback',
        {
          message_id: 'text',
          query: 'text',
          article_ids: 'text',
          shown_at: 'integer',
          reaction: 'text?',
          words: 'text?',
          reacted_at: 'integer?',
        },
        ['message_id'],
      );
      await createIndex(db, { name: 'answer_feedback_by_time', table: 'answer_feedback', columns: ['shown_at'] });
    },
  };
}

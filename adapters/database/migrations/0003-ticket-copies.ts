import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../port.ts';
import { createIndex, createTable } from './columns.ts';

/** What is on its way to a ticket system, and what of a ticket's events is there already. */
export function ticketCopies(dialect: Database['dialect']): Migration {
  return {
    async up(db: Kysely<never>) {
      await createTable(
        db,
        dialect,
        'ticket_copy',
        {
          reference: 'text',
          state: 'text',
          attempts: 'integer',
          not_before: 'integer',
          lease_until: 'integer',
          called_at: 'integer?',
          remote_id: 'text?',
          seen_status: 'text?',
          error: 'text?',
          created_at: 'integer',
          updated_at: 'integer',
        },
        ['reference'],
      );
      // Those of before whose copy was never recorded: they are looked for before they are created.
      await sql`insert into ticket_copy
        select reference, 'unknown', 0, 0, 0, null, null, null, null, created_at, created_at
        from ticket where external_system is null`.execute(db);
      await createIndex(db, {
        name: 'ticket_copy_unfinished',
        table: 'ticket_copy',
        columns: ['created_at', 'reference'],
        where: sql`state <> 'whole'`,
      });
      await createIndex(db, { name: 'ticket_copy_by_remote', table: 'ticket_copy', columns: ['remote_id'] });
      const integer = dialect === 'postgres' ? 'bigint' : 'integer';
      const table = db.schema.alterTable('ticket_event') as unknown as {
        addColumn(name: string, type: string): { execute(): Promise<void> };
      };
      await table.addColumn('mirrored_at', integer).execute();
      await sql`alter table ticket add column for_technicians text`.execute(db);
      await sql`update ticket_event set mirrored_at = at`.execute(db);
      await createIndex(db, {
        name: 'ticket_event_to_mirror',
        table: 'ticket_event',
        columns: ['at', 'id'],
        where: sql`mirrored_at is null`,
      });
    },
  };
}

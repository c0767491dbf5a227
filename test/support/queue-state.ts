import { sql } from 'kysely';
import type { Database } from '../../adapters/database/port.ts';

/** Jobs that some node has taken and not settled. */
export async function runningJobs(database: Database): Promise<number> {
  const { rows } = await (database.dialect === 'sqlite'
    ? sql<{ jobs: number }>`select count(*) as jobs from job where lease_holder is not null`
    : sql<{ jobs: number }>`select count(*) as jobs from pgboss.job where name = 'guichet' and state = 'active'`
  ).execute(database.queries);
  return rows[0]!.jobs;
}

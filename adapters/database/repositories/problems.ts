import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { ProblemTable } from '../schema.ts';
import { type Ticket, toTicket } from './ticket-record.ts';

/** A recurring incident that somebody dealt with; candidates that nobody touched are worked out, not kept. */
export interface Problem {
  readonly id: string;
  readonly status: ProblemTable['status'];
  readonly category: string;
  readonly title: string;
  /** References of its tickets when it was last touched. */
  readonly members: readonly string[];
  /** What the ticket system calls it. */
  readonly externalReference?: string;
  readonly solution?: { readonly fr: string; readonly en: string };
  readonly by: string;
  readonly solvedAt?: number;
}

/** Incidents of a span whose cause is not known to be mended, newest first. */
export async function listUnsolvedIncidents(db: Queries, since: number, limit: number): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where('kind', '=', 'incident')
    .where('created_at', '>=', since)
    .where((is) => is.or([is('solution', 'is', null), is('solution', '<>', 'definitive')]))
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toTicket);
}

export async function listProblems(db: Queries): Promise<Problem[]> {
  const rows = await db.selectFrom('problem').selectAll().orderBy('updated_at', 'desc').limit(500).execute();
  return rows.map(toProblem);
}

export async function findProblem(db: Queries, id: string): Promise<Problem | undefined> {
  const row = await db.selectFrom('problem').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toProblem(row);
}

export async function saveProblem(db: Queries, problem: Problem, now: number): Promise<void> {
  const changes = {
    status: problem.status,
    title: problem.title,
    members: JSON.stringify(problem.members),
    external_reference: problem.externalReference ?? null,
    solution: problem.solution ? JSON.stringify(problem.solution) : null,
    by_name: problem.by,
    solved_at: problem.solvedAt ?? null,
    updated_at: now,
  };
  await db
    .insertInto('problem')
    .values({ id: problem.id, category: problem.category, created_at: now, ...changes })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
    .execute();
}

/** Whether the person heard of its solution. */
export async function isToldOfProblem(db: Queries, problemId: string, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('problem_told')
    .select('at')
    .where('problem_id', '=', problemId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function markToldOfProblem(db: Queries, problemId: string, personId: string, now: number): Promise<void> {
  await db
    .insertInto('problem_told')
    .values({ problem_id: problemId, person_id: personId, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const toProblem = (row: Selectable<ProblemTable>): Problem => ({
  id: row.id,
  status: row.status,
  category: row.category,
  title: row.title,
  members: JSON.parse(row.members) as string[],
  by: row.by_name,
  ...(row.external_reference === null ? {} : { externalReference: row.external_reference }),
  ...(row.solution === null ? {} : { solution: JSON.parse(row.solution) as { fr: string; en: string } }),
  ...(row.solved_at === null ? {} : { solvedAt: row.solved_at }),
});

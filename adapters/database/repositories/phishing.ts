import { randomUUID } from 'node:crypto';
import type { Queries } from '../port.ts';

/** An outside phishing simulation, as totals; `figures` holds no person. */
export interface PhishingSimulation {
  readonly id: string;
  readonly name: string;
  /** The address it was sent from, and its subject: what tells a reported message to be it. */
  readonly sender?: string | undefined;
  readonly subject?: string | undefined;
  readonly from: number;
  readonly until: number;
  readonly figures: unknown;
}

export async function saveSimulation(db: Queries, simulation: PhishingSimulation, now: number): Promise<void> {
  const row = {
    name: simulation.name,
    sender: simulation.sender ?? null,
    subject: simulation.subject ?? null,
    from_at: simulation.from,
    until_at: simulation.until,
    figures: JSON.stringify(simulation.figures),
    imported_at: now,
  };
  await db
    .insertInto('phishing_simulation')
    .values({ id: simulation.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export async function findSimulations(db: Queries): Promise<readonly PhishingSimulation[]> {
  const rows = await db.selectFrom('phishing_simulation').selectAll().orderBy('from_at').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    ...(row.sender === null ? {} : { sender: row.sender }),
    ...(row.subject === null ? {} : { subject: row.subject }),
    from: row.from_at,
    until: row.until_at,
    figures: JSON.parse(row.figures),
  }));
}

/** A message was reported; who did it is not kept here. */
export async function recordPhishingReport(db: Queries, simulation: string | undefined, at: number): Promise<void> {
  await db
    .insertInto('phishing_report')
    .values({ id: randomUUID(), at, simulation: simulation ?? null })
    .execute();
}

export async function findPhishingReports(
  db: Queries,
  from: number,
  until: number,
): Promise<readonly { readonly at: number; readonly simulation: string | null }[]> {
  return await db
    .selectFrom('phishing_report')
    .select(['at', 'simulation'])
    .where('at', '>=', from)
    .where('at', '<', until)
    .orderBy('at')
    .execute();
}

/** The simulation that a message is of: same sender, same subject, received while it ran. */
export async function findSimulationOf(
  db: Queries,
  { sender, subject, at }: { readonly sender: string; readonly subject: string; readonly at: number },
): Promise<string | undefined> {
  const address = (/<([^>]+)>/.exec(sender)?.[1] ?? sender).trim().toLowerCase();
  const running = (await findSimulations(db)).filter(({ from, until }) => at >= from && at < until);
  return running.find(
    (each) =>
      each.sender?.trim().toLowerCase() === address &&
      each.subject?.trim().toLowerCase() === subject.trim().toLowerCase(),
  )?.id;
}

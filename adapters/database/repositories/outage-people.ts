import { sql } from 'kysely';
import type { Queries } from '../port.ts';
import type { OutagePersonTable } from '../schema.ts';

/** Somebody whom a major incident affects, and where they are told of it. */
export interface AffectedPerson {
  readonly personId: string;
  readonly conversationKey: string;
  readonly how: OutagePersonTable['how'];
  readonly reference?: string | undefined;
  /** The newest update that they know of already. */
  readonly told: number;
}

/** Adds people; whoever is there stays as they are. Returns how many are new. */
export async function addAffected(
  db: Queries,
  outageId: string,
  people: readonly AffectedPerson[],
  now: number,
): Promise<number> {
  let added = 0;
  for (let start = 0; start < people.length; start += 100) {
    const rows = people.slice(start, start + 100).map((person) => ({
      outage_id: outageId,
      person_id: person.personId,
      conversation_key: person.conversationKey,
      how: person.how,
      reference: person.reference ?? null,
      told: person.told,
      since: now,
    }));
    const done = await db
      .insertInto('outage_person')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    added += Number(done.numInsertedOrUpdatedRows ?? 0);
  }
  return added;
}

/** The next of those who have not heard of the update yet. */
export async function listUntold(
  db: Queries,
  outageId: string,
  sequence: number,
  limit: number,
): Promise<{ readonly personId: string; readonly conversationKey: string; readonly reference?: string }[]> {
  const rows = await db
    .selectFrom('outage_person')
    .select(['person_id', 'conversation_key', 'reference'])
    .where('outage_id', '=', outageId)
    .where('told', '<', sequence)
    .orderBy('since')
    .orderBy('person_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    conversationKey: row.conversation_key,
    ...(row.reference === null ? {} : { reference: row.reference }),
  }));
}

/** Has heard of the update. `false` when that was known already. */
export async function markTold(db: Queries, outageId: string, personId: string, sequence: number): Promise<boolean> {
  const done = await db
    .updateTable('outage_person')
    .set({ told: sequence })
    .where('outage_id', '=', outageId)
    .where('person_id', '=', personId)
    .where('told', '<', sequence)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export interface AffectedCount {
  readonly affected: number;
  /** Have heard of the newest update. */
  readonly told: number;
  /** Said, at the end, that everything works again, or that it does not. */
  readonly works: number;
  readonly fails: number;
}

/** Never who. */
export async function countAffected(db: Queries, outageId: string, sequence: number): Promise<AffectedCount> {
  const row = await db
    .selectFrom('outage_person')
    .select([
      sql<number>`count(*)`.as('affected'),
      sql<number>`coalesce(sum(case when told >= ${sequence} then 1 else 0 end), 0)`.as('told'),
      sql<number>`coalesce(sum(case when works = 1 then 1 else 0 end), 0)`.as('works'),
      sql<number>`coalesce(sum(case when works = 0 then 1 else 0 end), 0)`.as('fails'),
    ])
    .where('outage_id', '=', outageId)
    .executeTakeFirstOrThrow();
  const [affected, told, works, fails] = [row.affected, row.told, row.works, row.fails].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return { affected, told, works, fails };
}

/** Conversations with something under way since an instant (epoch ms), as they were saved. */
export async function listRecentConversations(
  db: Queries,
  since: number,
): Promise<{ readonly key: string; readonly personId: string; readonly state: unknown }[]> {
  const rows = await db
    .selectFrom('conversation')
    .select(['key', 'person_id', 'state'])
    .where('updated_at', '>=', since)
    .where('state', 'like', '%"active":%')
    .execute();
  return rows.map((row) => ({ key: row.key, personId: row.person_id, state: JSON.parse(row.state) as unknown }));
}

/** Open incidents since an instant (epoch ms). */
export async function listOpenIncidents(db: Queries, since: number) {
  const rows = await db
    .selectFrom('ticket')
    .select(['reference', 'requester_id', 'conversation_key', 'category', 'facts'])
    .where('status', 'in', ['new', 'assigned', 'waiting_employee', 'waiting_supplier'])
    .where('kind', '=', 'incident')
    .where('created_at', '>=', since)
    .execute();
  return rows.map((row) => ({
    reference: row.reference,
    personId: row.requester_id,
    conversationKey: row.conversation_key,
    category: row.category,
    facts: JSON.parse(row.facts) as readonly { readonly id: string; readonly value: string }[],
  }));
}

/** A signal of supervision, the first time that it is heard in that state. */
export async function noteSignal(
  db: Queries,
  signal: { readonly source: string; readonly key: string; readonly outageId: string; readonly firing: boolean },
  now: number,
): Promise<void> {
  const { source, key, outageId, firing } = signal;
  await db
    .insertInto('outage_signal')
    .values({ source, key, outage_id: outageId, firing: firing ? 1 : 0, at: now })
    .onConflict((conflict) => conflict.columns(['source', 'key']).doUpdateSet({ firing: firing ? 1 : 0, at: now }))
    .execute();
}

export async function findSignal(db: Queries, source: string, key: string) {
  const row = await db
    .selectFrom('outage_signal')
    .selectAll()
    .where('source', '=', source)
    .where('key', '=', key)
    .executeTakeFirst();
  return row && { outageId: row.outage_id, firing: row.firing === 1 };
}

/** Signals of an outage that still say that something is wrong. */
export async function countFiring(db: Queries, outageId: string): Promise<number> {
  const row = await db
    .selectFrom('outage_signal')
    .select(sql<number>`count(*)`.as('firing'))
    .where('outage_id', '=', outageId)
    .where('firing', '=', 1)
    .executeTakeFirstOrThrow();
  return Number(row.firing);
}

export async function listFiring(db: Queries, source: string): Promise<{ key: string; outageId: string }[]> {
  const rows = await db
    .selectFrom('outage_signal')
    .select(['key', 'outage_id'])
    .where('source', '=', source)
    .where('firing', '=', 1)
    .execute();
  return rows.map((row) => ({ key: row.key, outageId: row.outage_id }));
}

/** Their own word, once it is over. */
export async function judgeOutage(db: Queries, outageId: string, personId: string, works: boolean): Promise<void> {
  await db
    .updateTable('outage_person')
    .set({ works: works ? 1 : 0 })
    .where('outage_id', '=', outageId)
    .where('person_id', '=', personId)
    .execute();
}

/** They say that it is something else. A ticket that was found stays: a technician looks at it. */
export async function removeAffected(db: Queries, outageId: string, personId: string): Promise<void> {
  await db
    .deleteFrom('outage_person')
    .where('outage_id', '=', outageId)
    .where('person_id', '=', personId)
    .where('how', '<>', 'ticket')
    .execute();
}

/** References of tickets that are part of it. */
export async function listAffectedTickets(db: Queries, outageId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('outage_person')
    .select('reference')
    .where('outage_id', '=', outageId)
    .where('reference', 'is not', null)
    .execute();
  return rows.flatMap(({ reference }) => (reference === null ? [] : [reference]));
}

import { type Selectable, sql } from 'kysely';
import type { Queries } from '../port.ts';
import type { OutageStatus, OutageTable, OutageUpdateTable } from '../schema.ts';
import { nextValue } from './counters.ts';

type Localised = { readonly fr: string; readonly en: string };

/** A major incident or a planned maintenance; times in epoch ms. */
export interface Outage {
  readonly id: string;
  readonly kind: OutageTable['kind'];
  readonly status: OutageStatus;
  readonly source: OutageTable['source'];
  readonly title: Localised;
  /** Families of problems that it explains; one with a dot less stands for all below it. */
  readonly families: readonly string[];
  /** Ids of sites; none means everywhere. */
  readonly sites: readonly string[];
  readonly crisis: boolean;
  readonly author?: string;
  readonly sequence: number;
  readonly startsAt: number;
  readonly endsAt?: number;
  readonly nextUpdateAt?: number;
  readonly remindedAt?: number;
  /** When it was last spoken of. */
  readonly toldAt: number;
  readonly closedAt?: number;
  readonly createdAt: number;
}

export interface OutageUpdate {
  readonly outageId: string;
  readonly sequence: number;
  readonly kind: OutageUpdateTable['kind'];
  readonly at: number;
  readonly by: string;
  readonly text: Localised;
  readonly nextUpdateAt?: number;
}

export interface NewOutage {
  readonly kind: OutageTable['kind'];
  readonly status: OutageStatus;
  readonly source: OutageTable['source'];
  readonly sourceKey?: string | undefined;
  readonly title: Localised;
  readonly families: readonly string[];
  readonly sites: readonly string[];
  readonly crisis?: boolean | undefined;
  readonly author?: string | undefined;
  readonly startsAt: number;
  readonly endsAt?: number | undefined;
  readonly now: number;
}

/** Writes it, unless its source has one open or suspected already: then undefined, and nothing is written. */
export async function createOutage(db: Queries, outage: NewOutage): Promise<Outage | undefined> {
  const year = new Date(outage.now).getUTCFullYear();
  const number = await nextValue(db, `outage-${year}`);
  const row = await db
    .insertInto('outage')
    .values({
      id: `PA-${year}-${String(number).padStart(4, '0')}`,
      kind: outage.kind,
      status: outage.status,
      source: outage.source,
      source_key: outage.sourceKey ?? null,
      title: JSON.stringify(outage.title),
      families: JSON.stringify(outage.families),
      sites: JSON.stringify(outage.sites),
      crisis: outage.crisis ? 1 : 0,
      author: outage.author ?? null,
      sequence: 0,
      starts_at: outage.startsAt,
      ends_at: outage.endsAt ?? null,
      told_at: outage.now,
      created_at: outage.now,
      updated_at: outage.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toOutage(row);
}

export async function findOutage(db: Queries, id: string): Promise<Outage | undefined> {
  const row = await db.selectFrom('outage').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toOutage(row);
}

export async function findOutageOfSource(db: Queries, source: Outage['source'], key: string) {
  const row = await db
    .selectFrom('outage')
    .selectAll()
    .where('source', '=', source)
    .where('source_key', '=', key)
    .where('status', 'in', ['suspected', 'open'])
    .executeTakeFirst();
  return row && toOutage(row);
}

/** Newest first; `ended` adds those that are over. */
export async function listOutages(
  db: Queries,
  { statuses, limit = 200 }: { readonly statuses: readonly OutageStatus[]; readonly limit?: number },
): Promise<Outage[]> {
  const rows = await db
    .selectFrom('outage')
    .selectAll()
    .where('status', 'in', [...statuses])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toOutage);
}

export interface OutageChange {
  readonly status?: OutageStatus | undefined;
  readonly title?: Localised | undefined;
  readonly families?: readonly string[] | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly nextUpdateAt?: number | null | undefined;
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
  readonly remindedAt?: number | undefined;
  readonly closedAt?: number | undefined;
}

/** Changes it if it is still in one of `from`; else undefined. */
export async function changeOutage(
  db: Queries,
  id: string,
  from: readonly OutageStatus[],
  change: OutageChange,
  now: number,
): Promise<Outage | undefined> {
  const row = await db
    .updateTable('outage')
    .set({
      updated_at: now,
      ...(change.status === undefined ? {} : { status: change.status }),
      ...(change.title === undefined ? {} : { title: JSON.stringify(change.title) }),
      ...(change.families === undefined ? {} : { families: JSON.stringify(change.families) }),
      ...(change.sites === undefined ? {} : { sites: JSON.stringify(change.sites) }),
      ...(change.nextUpdateAt === undefined ? {} : { next_update_at: change.nextUpdateAt }),
      ...(change.startsAt === undefined ? {} : { starts_at: change.startsAt }),
      ...(change.endsAt === undefined ? {} : { ends_at: change.endsAt }),
      ...(change.remindedAt === undefined ? {} : { reminded_at: change.remindedAt }),
      ...(change.closedAt === undefined ? {} : { closed_at: change.closedAt }),
    })
    .where('id', '=', id)
    .where('status', 'in', [...from])
    .returningAll()
    .executeTakeFirst();
  return row && toOutage(row);
}

/** What is told of it next; its sequence is drawn in the caller's transaction. */
export async function addOutageUpdate(
  db: Queries,
  update: Omit<OutageUpdate, 'sequence' | 'nextUpdateAt'> & { readonly nextUpdateAt?: number | undefined },
): Promise<OutageUpdate> {
  const { sequence } = await db
    .updateTable('outage')
    .set({
      sequence: sql<number>`sequence + 1`,
      told_at: update.at,
      updated_at: update.at,
      next_update_at: update.nextUpdateAt ?? null,
    })
    .where('id', '=', update.outageId)
    .returning('sequence')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('outage_update')
    .values({
      outage_id: update.outageId,
      sequence,
      kind: update.kind,
      at: update.at,
      by_name: update.by,
      text: JSON.stringify(update.text),
      next_update_at: update.nextUpdateAt ?? null,
    })
    .execute();
  const { nextUpdateAt, ...rest } = update;
  return { ...rest, sequence, ...(nextUpdateAt === undefined ? {} : { nextUpdateAt }) };
}

/** Oldest first. */
export async function listOutageUpdates(db: Queries, id: string): Promise<OutageUpdate[]> {
  const rows = await db
    .selectFrom('outage_update')
    .selectAll()
    .where('outage_id', '=', id)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    outageId: row.outage_id,
    sequence: row.sequence,
    kind: row.kind,
    at: row.at,
    by: row.by_name,
    text: JSON.parse(row.text) as Localised,
    ...(row.next_update_at === null ? {} : { nextUpdateAt: row.next_update_at }),
  }));
}

function toOutage(row: Selectable<OutageTable>): Outage {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    source: row.source,
    title: JSON.parse(row.title) as Localised,
    families: JSON.parse(row.families) as string[],
    sites: JSON.parse(row.sites) as string[],
    crisis: row.crisis === 1,
    sequence: row.sequence,
    startsAt: row.starts_at,
    toldAt: row.told_at,
    createdAt: row.created_at,
    ...(row.author === null ? {} : { author: row.author }),
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at }),
    ...(row.next_update_at === null ? {} : { nextUpdateAt: row.next_update_at }),
    ...(row.reminded_at === null ? {} : { remindedAt: row.reminded_at }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
  };
}

/**
 * The technicians are reminded that an update is due; `true` for the one caller who is to do it. Until the next update the
 * promise counts as spent.
 */
export async function markNudged(db: Queries, id: string, promised: number, now: number): Promise<boolean> {
  const done = await db
    .updateTable('outage')
    .set({ next_update_at: null, updated_at: now })
    .where('id', '=', id)
    .where('next_update_at', '=', promised)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

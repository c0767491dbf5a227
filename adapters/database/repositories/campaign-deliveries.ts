import { type Selectable, sql } from 'kysely';
import type { Queries } from '../port.ts';
import type { CampaignDeliveryTable, DeliveryState } from '../schema.ts';

/** The part that the ledger of a campaign is of; the others follow it. */
export const mainDelivery = 'main';

/** One person's row of a campaign's ledger (R10). Times are epoch ms. */
export interface Delivery {
  readonly campaign: string;
  readonly part: string;
  readonly personId: string;
  readonly state: DeliveryState;
  readonly language: string;
  readonly department: string | undefined;
  readonly site: string | undefined;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly conversationKey: string | undefined;
  readonly activityId: string | undefined;
  readonly attempts: number;
  readonly reminders: number;
  readonly editedAt: number | undefined;
  readonly reason: string | undefined;
  readonly deliveredAt: number | undefined;
}

export interface NewDelivery {
  readonly campaign: string;
  /** `main` where absent. */
  readonly part?: string | undefined;
  readonly personId: string;
  readonly state: 'planned' | 'ineligible' | 'held_out';
  readonly language: string;
  readonly department?: string | undefined;
  readonly site?: string | undefined;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly reason?: string | undefined;
}

const rowsAtOnce = 500;

/** Adds people to a ledger. Somebody who is on it stays as they are: nobody is planned twice. */
export async function addDeliveries(db: Queries, deliveries: readonly NewDelivery[], now: number): Promise<void> {
  for (let at = 0; at < deliveries.length; at += rowsAtOnce) {
    const rows = deliveries.slice(at, at + rowsAtOnce).map((each) => ({
      campaign: each.campaign,
      part: each.part ?? mainDelivery,
      person_id: each.personId,
      state: each.state,
      language: each.language,
      department: each.department ?? null,
      site: each.site ?? null,
      due_at: each.dueAt,
      expires_at: each.expiresAt,
      conversation_key: null,
      activity_id: null,
      attempts: 0,
      reminders: 0,
      remind_at: null,
      edited_at: null,
      reason: each.reason ?? null,
      delivered_at: null,
      updated_at: now,
    }));
    await db
      .insertInto('campaign_delivery')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['campaign', 'part', 'person_id']).doNothing())
      .execute();
  }
}

/** Planned rows of launched campaigns that are due, those longest due first. */
export async function findDue(db: Queries, now: number, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('campaign_delivery')
    .innerJoin('campaign', 'campaign.id', 'campaign_delivery.campaign')
    .selectAll('campaign_delivery')
    .where('campaign.status', 'in', ['launched', 'finished'])
    .where('campaign_delivery.state', '=', 'planned')
    .where('campaign_delivery.due_at', '<=', now)
    .orderBy('campaign_delivery.due_at')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

/**
 * Takes planned rows to send them: written before anything is sent, so that a crash after this leaves `sending`, which
 * nobody sends again (R10). Only the rows that were still planned, of campaigns still launched, are given back.
 */
export async function claimDeliveries(db: Queries, due: readonly Delivery[], now: number): Promise<Delivery[]> {
  const claimed: Delivery[] = [];
  for (const rows of Map.groupBy(due, ({ campaign, part }) => `${campaign} ${part}`).values()) {
    const { campaign, part } = rows[0]!;
    const taken = await db
      .updateTable('campaign_delivery')
      .set({ state: 'sending', attempts: sql<number>`attempts + 1`, updated_at: now })
      .where('campaign', '=', campaign)
      .where('part', '=', part)
      .where(
        'person_id',
        'in',
        rows.map(({ personId }) => personId),
      )
      .where('state', '=', 'planned')
      .where((where) =>
        where.exists(
          where
            .selectFrom('campaign')
            .select('campaign.id')
            .where('campaign.id', '=', campaign)
            .where('campaign.status', 'in', ['launched', 'finished']),
        ),
      )
      .returningAll()
      .execute();
    claimed.push(...taken.map(toDelivery));
  }
  return claimed;
}

export interface DeliveryOutcome {
  readonly campaign: string;
  readonly part: string;
  readonly personId: string;
  readonly state: DeliveryState;
  readonly conversationKey?: string | undefined;
  readonly activityId?: string | undefined;
  readonly reason?: string | undefined;
  readonly dueAt?: number | undefined;
  readonly deliveredAt?: number | undefined;
  readonly remindAt?: number | undefined;
  /** The attempt reached nobody: it does not count. */
  readonly unsent?: boolean;
}

/** What became of a row that was `sending`, or has to wait; nothing where it was called off meanwhile. */
export async function settleDeliveries(db: Queries, outcomes: readonly DeliveryOutcome[], now: number): Promise<void> {
  for (const outcome of outcomes) {
    await db
      .updateTable('campaign_delivery')
      .set({
        state: outcome.state,
        reason: outcome.reason ?? null,
        ...(outcome.conversationKey && { conversation_key: outcome.conversationKey }),
        ...(outcome.activityId && { activity_id: outcome.activityId }),
        ...(outcome.dueAt !== undefined && { due_at: outcome.dueAt }),
        ...(outcome.deliveredAt !== undefined && { delivered_at: outcome.deliveredAt }),
        ...(outcome.remindAt !== undefined && { remind_at: outcome.remindAt }),
        ...(outcome.unsent && {
          attempts: sql<number>`case when state = 'sending' then attempts - 1 else attempts end`,
        }),
        updated_at: now,
      })
      .where('campaign', '=', outcome.campaign)
      .where('part', '=', outcome.part)
      .where('person_id', '=', outcome.personId)
      .where('state', 'in', ['planned', 'sending'])
      .execute();
  }
}

/** Rows left `sending` by a process that died: whether they arrived is not known, and they are not sent again (R10). */
export async function markLeftSending(db: Queries, before: number, now: number): Promise<number> {
  const result = await db
    .updateTable('campaign_delivery')
    .set({ state: 'unknown', reason: 'stopped while sending', updated_at: now })
    .where('state', '=', 'sending')
    .where('updated_at', '<=', before)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Moves every row of a campaign that is in one of the states; how many. */
export async function moveDeliveries(
  db: Queries,
  campaign: string,
  from: readonly DeliveryState[],
  to: DeliveryState,
  { now, dueAt, reason }: { readonly now: number; readonly dueAt?: number; readonly reason?: string },
): Promise<number> {
  const result = await db
    .updateTable('campaign_delivery')
    .set({ state: to, updated_at: now, reason: reason ?? null, ...(dueAt !== undefined && { due_at: dueAt }) })
    .where('campaign', '=', campaign)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Planned rows past their expiry, of every campaign. */
export async function expireDeliveries(db: Queries, now: number): Promise<number> {
  const result = await db
    .updateTable('campaign_delivery')
    .set({ state: 'expired', updated_at: now })
    .where('state', '=', 'planned')
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** How many rows are in each state: the ledger. Their sum is the audience. */
export async function countDeliveries(db: Queries, campaign: string): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('campaign_delivery')
    .select(['state', (count) => count.fn.countAll<number>().as('count')])
    .where('campaign', '=', campaign)
    .where('part', '=', mainDelivery)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** A page of a ledger, by person; `after` is the last person of the page before. */
export async function findDeliveries(
  db: Queries,
  campaign: string,
  {
    states,
    after,
    limit,
  }: { readonly states?: readonly DeliveryState[]; readonly after?: string | undefined; readonly limit: number },
): Promise<Delivery[]> {
  let query = db
    .selectFrom('campaign_delivery')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('part', '=', mainDelivery)
    .orderBy('person_id')
    .limit(limit);
  if (states) query = query.where('state', 'in', [...states]);
  if (after !== undefined) query = query.where('person_id', '>', after);
  return (await query.execute()).map(toDelivery);
}

/** Everybody of a campaign's ledger who is in one of the states. */
export async function findPeopleOf(
  db: Queries,
  campaign: string,
  states: readonly DeliveryState[],
): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (;;) {
    const page = await findDeliveries(db, campaign, { states, after: all.at(-1)?.personId, limit: 1000 });
    all.push(...page);
    if (page.length < 1000) return all;
  }
}

export async function findDelivery(
  db: Queries,
  { campaign, part, personId }: Pick<Delivery, 'campaign' | 'part' | 'personId'>,
): Promise<Delivery | undefined> {
  const row = await db
    .selectFrom('campaign_delivery')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('part', '=', part)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row && toDelivery(row);
}

/** What this person received of campaigns that go on. */
export async function findReceived(
  db: Queries,
  personId: string,
  now: number,
): Promise<{ readonly campaign: string; readonly part: string }[]> {
  const rows = await db
    .selectFrom('campaign_delivery')
    .innerJoin('campaign', 'campaign.id', 'campaign_delivery.campaign')
    .select(['campaign_delivery.campaign', 'campaign_delivery.part'])
    .where('person_id', '=', personId)
    .where('state', 'in', ['delivered', 'unknown'])
    .where('expires_at', '>', now)
    .where('campaign.status', 'in', ['launched', 'paused', 'finished'])
    .orderBy('due_at', 'desc')
    .execute();
  return rows;
}

/** Evidence that a message whose outcome was unknown did arrive: its reader answered it (R10). */
export async function proveDelivered(
  db: Queries,
  { campaign, part, personId }: Pick<Delivery, 'campaign' | 'part' | 'personId'>,
  now: number,
): Promise<void> {
  await db
    .updateTable('campaign_delivery')
    .set({ state: 'delivered', reason: 'answered', delivered_at: now, updated_at: now })
    .where('campaign', '=', campaign)
    .where('part', '=', part)
    .where('person_id', '=', personId)
    .where('state', '=', 'unknown')
    .execute();
}

/** Unsolicited messages to one person since, over all campaigns (R41). */
export async function countUnsolicited(db: Queries, personIds: readonly string[], since: number) {
  const rows = await db
    .selectFrom('campaign_delivery')
    .select(['person_id', (count) => count.fn.countAll<number>().as('count')])
    .where('person_id', 'in', [...personIds])
    .where('delivered_at', '>=', since)
    .groupBy('person_id')
    .execute();
  return new Map(rows.map(({ person_id, count }) => [person_id, Number(count)]));
}

/** Delivered rows whose reminder is due. */
export async function findToRemind(db: Queries, now: number, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('campaign_delivery')
    .innerJoin('campaign', 'campaign.id', 'campaign_delivery.campaign')
    .selectAll('campaign_delivery')
    .where('campaign.status', '=', 'launched')
    .where('state', '=', 'delivered')
    .where('remind_at', '<=', now)
    .orderBy('remind_at')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

/** The next reminder, or none any more; false where another node took this one. */
export async function scheduleReminder(
  db: Queries,
  delivery: Pick<Delivery, 'campaign' | 'part' | 'personId' | 'reminders'>,
  next: { readonly reminders: number; readonly remindAt: number | undefined; readonly now: number },
): Promise<boolean> {
  const result = await db
    .updateTable('campaign_delivery')
    .set({ reminders: next.reminders, remind_at: next.remindAt ?? null, updated_at: next.now })
    .where('campaign', '=', delivery.campaign)
    .where('part', '=', delivery.part)
    .where('person_id', '=', delivery.personId)
    .where('reminders', '=', delivery.reminders)
    .where('remind_at', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** That a posted message was edited, or taken back: the proof is when the channel accepted it. */
export async function markChanged(
  db: Queries,
  { campaign, part, personId }: Pick<Delivery, 'campaign' | 'part' | 'personId'>,
  change: { readonly withdrawn: boolean; readonly now: number },
): Promise<void> {
  await db
    .updateTable('campaign_delivery')
    .set({ ...(change.withdrawn && { state: 'withdrawn' as const }), edited_at: change.now, updated_at: change.now })
    .where('campaign', '=', campaign)
    .where('part', '=', part)
    .where('person_id', '=', personId)
    .execute();
}

/** Posted messages of a campaign that its withdrawal, or an edit at `before`, has not reached yet. */
export async function findToChange(db: Queries, campaign: string, before: number, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('campaign_delivery')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('state', '=', 'delivered')
    .where('activity_id', 'is not', null)
    .where((where) => where.or([where('edited_at', 'is', null), where('edited_at', '<', before)]))
    .where('delivered_at', '<', before)
    .orderBy('person_id')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

const toDelivery = (row: Selectable<CampaignDeliveryTable>): Delivery => ({
  campaign: row.campaign,
  part: row.part,
  personId: row.person_id,
  state: row.state,
  language: row.language,
  department: row.department ?? undefined,
  site: row.site ?? undefined,
  dueAt: row.due_at,
  expiresAt: row.expires_at,
  conversationKey: row.conversation_key ?? undefined,
  activityId: row.activity_id ?? undefined,
  attempts: row.attempts,
  reminders: row.reminders,
  editedAt: row.edited_at ?? undefined,
  reason: row.reason ?? undefined,
  deliveredAt: row.delivered_at ?? undefined,
});

import { randomUUID } from 'node:crypto';
import type { Queries } from '../port.ts';

/** One part of one campaign as one person, known by a pseudonym alone, went through it. */
export interface ParticipationRow {
  readonly pseudonym: string;
  readonly department: string | null;
  readonly site: string | null;
  readonly language: string;
  /** epoch ms; null where the person came by themselves. */
  readonly deliveredAt: number | null;
  readonly begunAt: number;
  readonly finishedAt: number | null;
  readonly useful: string | null;
  /** Number of the published report that counted it; null: none yet. */
  readonly batch: number | null;
}

export interface AnswerRow {
  readonly pseudonym: string;
  readonly part: string;
  readonly screen: string;
  readonly picked: readonly string[];
  /** null where no answer is right. */
  readonly right: boolean | null;
  readonly measures: string | null;
  readonly stage: string;
}

export interface BeginParticipation {
  readonly campaign: string;
  readonly part: string;
  readonly personId: string;
  readonly department?: string | undefined;
  readonly site?: string | undefined;
  readonly language: string;
  readonly deliveredAt?: number | undefined;
  readonly now: number;
}

/** The person's pseudonym, made on first use; erased with their data. */
async function pseudonymOf(db: Queries, personId: string): Promise<string> {
  await db
    .insertInto('participant')
    .values({ pseudonym: randomUUID(), person_id: personId })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute();
  return (await findPseudonym(db, personId))!;
}

async function findPseudonym(db: Queries, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('participant')
    .select('pseudonym')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.pseudonym;
}

/** Begun twice is begun once: the first time counts. */
export async function beginParticipation(db: Queries, begun: BeginParticipation): Promise<void> {
  await db
    .insertInto('participation')
    .values({
      campaign: begun.campaign,
      part: begun.part,
      pseudonym: await pseudonymOf(db, begun.personId),
      department: begun.department ?? null,
      site: begun.site ?? null,
      language: begun.language,
      delivered_at: begun.deliveredAt ?? null,
      begun_at: begun.now,
      finished_at: null,
      useful: null,
      batch: null,
    })
    .onConflict((conflict) => conflict.columns(['campaign', 'part', 'pseudonym']).doNothing())
    .execute();
}

export interface NewAnswer {
  readonly campaign: string;
  readonly part: string;
  readonly personId: string;
  readonly screen: string;
  readonly picked: readonly string[];
  readonly right?: boolean | undefined;
  readonly measures?: string | undefined;
  readonly stage: string;
  readonly now: number;
}

/** The first answer to a question counts: doing it again to learn changes no figure. */
export async function recordAnswer(db: Queries, answer: NewAnswer): Promise<void> {
  await db
    .insertInto('participation_answer')
    .values({
      campaign: answer.campaign,
      part: answer.part,
      pseudonym: await pseudonymOf(db, answer.personId),
      screen: answer.screen,
      picked: JSON.stringify(answer.picked),
      is_right: answer.right === undefined ? null : Number(answer.right),
      measures: answer.measures ?? null,
      stage: answer.stage,
      answered_at: answer.now,
    })
    .onConflict((conflict) => conflict.columns(['campaign', 'part', 'pseudonym', 'screen']).doNothing())
    .execute();
}

interface Which {
  readonly campaign: string;
  readonly part: string;
  readonly personId: string;
}

export async function finishParticipation(db: Queries, which: Which, now: number): Promise<void> {
  await db
    .updateTable('participation')
    .set({ finished_at: now })
    .where('campaign', '=', which.campaign)
    .where('part', '=', which.part)
    .where('pseudonym', '=', await pseudonymOf(db, which.personId))
    .where('finished_at', 'is', null)
    .execute();
}

export async function recordUsefulness(db: Queries, which: Which, useful: string): Promise<void> {
  await db
    .updateTable('participation')
    .set({ useful })
    .where('campaign', '=', which.campaign)
    .where('part', '=', which.part)
    .where('pseudonym', '=', await pseudonymOf(db, which.personId))
    .execute();
}

/** Which of these people finished a part: for reminders, which go to the others; shown on no page. */
export async function findFinished(
  db: Queries,
  campaign: string,
  part: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < personIds.length; at += 500) {
    const rows = await db
      .selectFrom('participation')
      .innerJoin('participant', 'participant.pseudonym', 'participation.pseudonym')
      .select('participant.person_id')
      .where('participation.campaign', '=', campaign)
      .where('participation.part', '=', part)
      .where('participation.finished_at', 'is not', null)
      .where('participant.person_id', 'in', personIds.slice(at, at + 500))
      .execute();
    for (const { person_id } of rows) found.add(person_id);
  }
  return found;
}

export interface PersonResult {
  readonly campaign: string;
  readonly part: string;
  readonly finishedAt: number | null;
  readonly asked: number;
  readonly right: number;
}

/** A person's own results, newest first: for nobody but them. */
export async function findResultsOf(db: Queries, personId: string): Promise<readonly PersonResult[]> {
  const pseudonym = await findPseudonym(db, personId);
  if (pseudonym === undefined) return [];
  const parts = await db
    .selectFrom('participation')
    .select(['campaign', 'part', 'finished_at'])
    .where('pseudonym', '=', pseudonym)
    .orderBy('begun_at', 'desc')
    .limit(30)
    .execute();
  const answers = await db
    .selectFrom('participation_answer')
    .select(['campaign', 'part', 'is_right'])
    .where('pseudonym', '=', pseudonym)
    .where('stage', '=', 'after')
    .execute();
  return parts.map(({ campaign, part, finished_at }) => {
    const own = answers.filter((answer) => answer.campaign === campaign && answer.part === part);
    return {
      campaign,
      part,
      finishedAt: finished_at,
      asked: own.length,
      right: own.filter(({ is_right }) => is_right === 1).length,
    };
  });
}

/** Erases everything that a person answered, and who their pseudonym was (R36). */
export async function eraseParticipationOf(db: Queries, personId: string): Promise<void> {
  const pseudonym = await findPseudonym(db, personId);
  if (pseudonym === undefined) return;
  await db.deleteFrom('participation_answer').where('pseudonym', '=', pseudonym).execute();
  await db.deleteFrom('participation').where('pseudonym', '=', pseudonym).execute();
  await db.deleteFrom('participant').where('pseudonym', '=', pseudonym).execute();
}

/** Every participation of a campaign's part, for its report. */
export async function findParticipations(
  db: Queries,
  campaign: string,
  part: string,
): Promise<readonly ParticipationRow[]> {
  const rows = await db
    .selectFrom('participation')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('part', '=', part)
    .orderBy('begun_at')
    .execute();
  return rows.map((row) => ({
    pseudonym: row.pseudonym,
    department: row.department,
    site: row.site,
    language: row.language,
    deliveredAt: row.delivered_at,
    begunAt: row.begun_at,
    finishedAt: row.finished_at,
    useful: row.useful,
    batch: row.batch,
  }));
}

export async function findAnswers(db: Queries, campaign: string): Promise<readonly AnswerRow[]> {
  const rows = await db.selectFrom('participation_answer').selectAll().where('campaign', '=', campaign).execute();
  return rows.map((row) => ({
    pseudonym: row.pseudonym,
    part: row.part,
    screen: row.screen,
    picked: JSON.parse(row.picked) as string[],
    right: row.is_right === null ? null : row.is_right === 1,
    measures: row.measures,
    stage: row.stage,
  }));
}

/** Marks who a published report counts, so that the next one cannot differ from it by a few people. */
export async function markPublished(
  db: Queries,
  campaign: string,
  pseudonyms: readonly string[],
  batch: number,
): Promise<void> {
  for (let at = 0; at < pseudonyms.length; at += 500)
    await db
      .updateTable('participation')
      .set({ batch })
      .where('campaign', '=', campaign)
      .where('batch', 'is', null)
      .where('pseudonym', 'in', pseudonyms.slice(at, at + 500))
      .execute();
}

/** epoch ms of the first time that anyone began a campaign; undefined when nobody did. */
export async function findFirstBeginning(db: Queries, campaign: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('participation')
    .select('begun_at')
    .where('campaign', '=', campaign)
    .orderBy('begun_at')
    .limit(1)
    .executeTakeFirst();
  return row?.begun_at;
}

/** Campaigns that have answers older than `before`: their totals are kept before those go. */
export async function findCampaignsWithAnswersBefore(db: Queries, before: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('participation')
    .select('campaign')
    .distinct()
    .where('begun_at', '<', before)
    .execute();
  return rows.map(({ campaign }) => campaign);
}

/** Deletes individual answers older than `before`; pseudonyms that name nothing any more go too. */
export async function purgeParticipationBefore(db: Queries, before: number): Promise<number> {
  await db.deleteFrom('participation_answer').where('answered_at', '<', before).execute();
  const deleted = await db.deleteFrom('participation').where('begun_at', '<', before).executeTakeFirst();
  await db
    .deleteFrom('participant')
    .where('pseudonym', 'not in', db.selectFrom('participation').select('pseudonym'))
    .where('pseudonym', 'not in', db.selectFrom('participation_answer').select('pseudonym'))
    .execute();
  return Number(deleted.numDeletedRows);
}

/** Who finished a part, and when (epoch ms): for what follows it, so many days later; shown on no page. */
export async function findFinishTimes(
  db: Queries,
  campaign: string,
  part: string,
): Promise<readonly { readonly personId: string; readonly at: number }[]> {
  const rows = await db
    .selectFrom('participation')
    .innerJoin('participant', 'participant.pseudonym', 'participation.pseudonym')
    .select(['participant.person_id', 'participation.finished_at'])
    .where('participation.campaign', '=', campaign)
    .where('participation.part', '=', part)
    .where('participation.finished_at', 'is not', null)
    .execute();
  return rows.map(({ person_id, finished_at }) => ({ personId: person_id, at: finished_at! }));
}

import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { RequestRecordTable } from '../schema.ts';

/** A request as figures count it. */
export interface RequestRecord {
  readonly requestId: string;
  readonly personId: string;
  readonly conversationKey: string;
  readonly category?: string | undefined;
  readonly language: string;
  readonly site?: string | undefined;
  /** Chosen or looked up, never typed freely. */
  readonly facts: Readonly<Record<string, string>>;
  readonly askedHuman: boolean;
  readonly openedAt: number;
  readonly now: number;
}

/** A request that begins or of which more is known; one that has ended stays as it ended. */
export async function recordRequest(db: Queries, record: RequestRecord): Promise<void> {
  const changes = {
    category: record.category ?? null,
    site: record.site ?? null,
    facts: JSON.stringify(record.facts),
    asked_human: record.askedHuman ? 1 : 0,
    updated_at: record.now,
  };
  await db
    .insertInto('request_record')
    .values({
      request_id: record.requestId,
      person_id: record.personId,
      conversation_key: record.conversationKey,
      first_category: record.category ?? null,
      language: record.language,
      opened_at: record.openedAt,
      ...changes,
    })
    .onConflict((conflict) =>
      conflict.column('request_id').doUpdateSet(changes).where('request_record.outcome', 'is', null),
    )
    .execute();
}

export async function endRequestRecord(
  db: Queries,
  requestId: string,
  outcome: NonNullable<RequestRecordTable['outcome']>,
  now: number,
): Promise<void> {
  await db
    .updateTable('request_record')
    .set({ outcome, ended_at: now, updated_at: now })
    .where('request_id', '=', requestId)
    .execute();
}

export interface StoredRequest {
  readonly requestId: string;
  readonly personId: string;
  readonly conversationKey: string;
  readonly category: string | undefined;
  readonly firstCategory: string | undefined;
  readonly language: string;
  readonly site: string | undefined;
  readonly facts: Readonly<Record<string, string>>;
  readonly askedHuman: boolean;
  readonly outcome: RequestRecordTable['outcome'];
  readonly openedAt: number;
  readonly endedAt: number | undefined;
}

/** Requests opened in a span, epoch ms, the end not included. */
export async function listRequests(db: Queries, from: number, until: number): Promise<StoredRequest[]> {
  const rows = await db
    .selectFrom('request_record')
    .selectAll()
    .where('opened_at', '>=', from)
    .where('opened_at', '<', until)
    .orderBy('opened_at')
    .execute();
  return rows.map(toRequest);
}

/** Retention (R36). */
export async function purgeRequestsOlderThan(db: Queries, before: number): Promise<number> {
  const deleted = await db.deleteFrom('request_record').where('opened_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

const toRequest = (row: Selectable<RequestRecordTable>): StoredRequest => ({
  requestId: row.request_id,
  personId: row.person_id,
  conversationKey: row.conversation_key,
  category: row.category ?? undefined,
  firstCategory: row.first_category ?? undefined,
  language: row.language,
  site: row.site ?? undefined,
  facts: JSON.parse(row.facts) as Record<string, string>,
  askedHuman: row.asked_human === 1,
  outcome: row.outcome,
  openedAt: row.opened_at,
  endedAt: row.ended_at ?? undefined,
});

import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { ActionRequestTable, ActionStatus } from '../schema.ts';

/** What an employee asked Guichet to do. */
export interface ActionRequest {
  readonly id: string;
  readonly nonce: string;
  readonly action: string;
  readonly personId: string;
  readonly personName: string;
  readonly conversationKey: string;
  readonly input: Readonly<Record<string, string>>;
  readonly language: 'fr' | 'en';
  readonly status: ActionStatus;
  /** epoch ms; not run, and not approved, after that. */
  readonly expiresAt: number;
  readonly shownActivityId: string | undefined;
  readonly undo: Readonly<Record<string, unknown>> | undefined;
  readonly ticket: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewActionRequest = Pick<
  ActionRequest,
  | 'id'
  | 'nonce'
  | 'action'
  | 'personId'
  | 'personName'
  | 'conversationKey'
  | 'input'
  | 'language'
  | 'status'
  | 'expiresAt'
> & { readonly contestHash?: string; readonly now: number };

/** Spends the nonce: a second confirmation of the same question writes nothing and gives false (R3). */
export async function insertActionRequest(db: Queries, request: NewActionRequest): Promise<boolean> {
  const { numInsertedOrUpdatedRows: rows } = await db
    .insertInto('action_request')
    .values({
      id: request.id,
      nonce: request.nonce,
      action: request.action,
      person_id: request.personId,
      person_name: request.personName,
      conversation_key: request.conversationKey,
      input: JSON.stringify(request.input),
      language: request.language,
      status: request.status,
      expires_at: request.expiresAt,
      contest_hash: request.contestHash ?? null,
      shown_activity_id: null,
      undo: null,
      ticket: null,
      created_at: request.now,
      updated_at: request.now,
    })
    .onConflict((conflict) => conflict.column('nonce').doNothing())
    .executeTakeFirstOrThrow();
  return rows === 1n;
}

export async function findActionRequest(db: Queries, id: string): Promise<ActionRequest | undefined> {
  const row = await db.selectFrom('action_request').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toRequest(row);
}

export async function findActionRequestToContest(db: Queries, contestHash: string): Promise<ActionRequest | undefined> {
  const query = db.selectFrom('action_request').selectAll().where('contest_hash', '=', contestHash);
  const row = await query.executeTakeFirst();
  return row && toRequest(row);
}

export interface ActionChange {
  readonly id: string;
  /** A compare-and-swap: from these states alone. */
  readonly from: readonly ActionStatus[];
  readonly to: ActionStatus;
  readonly undo?: Readonly<Record<string, unknown>>;
  readonly ticket?: string;
  readonly now: number;
}

/** Returns whether it was in one of the states that the change starts from. */
export async function changeActionRequest(db: Queries, change: ActionChange): Promise<boolean> {
  const { numUpdatedRows: rows } = await db
    .updateTable('action_request')
    .set({
      status: change.to,
      updated_at: change.now,
      ...(change.undo === undefined ? {} : { undo: JSON.stringify(change.undo) }),
      ...(change.ticket === undefined ? {} : { ticket: change.ticket }),
    })
    .where('id', '=', change.id)
    .where('status', 'in', change.from)
    .executeTakeFirst();
  return rows === 1n;
}

/** The message that shows a pass or a key, so that it can be taken away; undefined once it is. */
export async function noteShown(db: Queries, id: string, activityId: string | undefined): Promise<void> {
  await db
    .updateTable('action_request')
    .set({ shown_activity_id: activityId ?? null })
    .where('id', '=', id)
    .execute();
}

/** Requests since (epoch ms), for the limits of R31: of a person, of a person's action, of everybody. */
export async function countActionRequests(
  db: Queries,
  since: number,
  of: { readonly personId?: string; readonly action?: string; readonly except?: readonly ActionStatus[] } = {},
): Promise<number> {
  let query = db
    .selectFrom('action_request')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('created_at', '>=', since);
  if (of.personId !== undefined) query = query.where('person_id', '=', of.personId);
  if (of.action !== undefined) query = query.where('action', '=', of.action);
  if (of.except !== undefined) query = query.where('status', 'not in', of.except);
  const { count } = await query.executeTakeFirstOrThrow();
  return Number(count);
}

/** Requests of a person since (epoch ms) in one of the states, newest first. */
export async function listActionRequests(
  db: Queries,
  personId: string,
  since: number,
  statuses: readonly ActionStatus[],
): Promise<ActionRequest[]> {
  const rows = await db
    .selectFrom('action_request')
    .selectAll()
    .where('person_id', '=', personId)
    .where('updated_at', '>=', since)
    .where('status', 'in', statuses)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toRequest);
}

/** Retention (R36): the audit log keeps what happened, under a pseudonym. */
export async function purgeActionRequestsOlderThan(db: Queries, before: number): Promise<number> {
  const old = db.selectFrom('action_request').select('id').where('updated_at', '<', before);
  await db.deleteFrom('action_approval').where('request_id', 'in', old).execute();
  const deleted = await db.deleteFrom('action_request').where('updated_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

function toRequest(row: Selectable<ActionRequestTable>): ActionRequest {
  return {
    id: row.id,
    nonce: row.nonce,
    action: row.action,
    personId: row.person_id,
    personName: row.person_name,
    conversationKey: row.conversation_key,
    input: JSON.parse(row.input),
    language: row.language as 'fr' | 'en',
    status: row.status,
    expiresAt: row.expires_at,
    shownActivityId: row.shown_activity_id ?? undefined,
    undo: row.undo === null ? undefined : JSON.parse(row.undo),
    ticket: row.ticket ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

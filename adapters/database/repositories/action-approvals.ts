import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { ActionApprovalTable } from '../schema.ts';

/** One person who may say yes or no to a request. */
export interface ActionApproval {
  readonly id: string;
  readonly requestId: string;
  /** Entra object id; undefined: any technician but the requester, in the desk. */
  readonly approverId: string | undefined;
  readonly nonce: string;
  readonly status: ActionApprovalTable['status'];
  readonly messageId: string | undefined;
  readonly createdAt: number;
}

export async function insertApproval(
  db: Queries,
  approval: Pick<ActionApproval, 'id' | 'requestId' | 'approverId' | 'nonce' | 'messageId'> & { readonly now: number },
): Promise<void> {
  await db
    .insertInto('action_approval')
    .values({
      id: approval.id,
      request_id: approval.requestId,
      approver_id: approval.approverId ?? null,
      nonce: approval.nonce,
      status: 'pending',
      message_id: approval.messageId ?? null,
      decided_by: null,
      decided_at: null,
      created_at: approval.now,
    })
    .execute();
}

export async function findApproval(db: Queries, id: string): Promise<ActionApproval | undefined> {
  const row = await db.selectFrom('action_approval').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toApproval(row);
}

export async function findApprovalByNonce(db: Queries, nonce: string): Promise<ActionApproval | undefined> {
  const row = await db.selectFrom('action_approval').selectAll().where('nonce', '=', nonce).executeTakeFirst();
  return row && toApproval(row);
}

export async function listApprovals(db: Queries, requestId: string): Promise<ActionApproval[]> {
  const rows = await db.selectFrom('action_approval').selectAll().where('request_id', '=', requestId).execute();
  return rows.map(toApproval);
}

/** What technicians are asked to verify, oldest first. */
export async function listPendingForTechnicians(db: Queries): Promise<ActionApproval[]> {
  const rows = await db
    .selectFrom('action_approval')
    .selectAll()
    .where('approver_id', 'is', null)
    .where('status', '=', 'pending')
    .orderBy('created_at')
    .execute();
  return rows.map(toApproval);
}

/** One word counts, the first. `decidedBy`: an Entra object id, or a technician's name. */
export async function settleApproval(
  db: Queries,
  id: string,
  status: Exclude<ActionApproval['status'], 'pending'>,
  decidedBy: string | undefined,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows: rows } = await db
    .updateTable('action_approval')
    .set({ status, decided_by: decidedBy ?? null, decided_at: now })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .executeTakeFirst();
  return rows === 1n;
}

/** The others who could have decided need not any more. */
export async function voidApprovals(db: Queries, requestId: string, now: number): Promise<void> {
  await db
    .updateTable('action_approval')
    .set({ status: 'void', decided_at: now })
    .where('request_id', '=', requestId)
    .where('status', '=', 'pending')
    .execute();
}

function toApproval(row: Selectable<ActionApprovalTable>): ActionApproval {
  return {
    id: row.id,
    requestId: row.request_id,
    approverId: row.approver_id ?? undefined,
    nonce: row.nonce,
    status: row.status,
    messageId: row.message_id ?? undefined,
    createdAt: row.created_at,
  };
}

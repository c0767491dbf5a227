import type { Selectable } from 'kysely';
import { SupportError } from '../../support-error.ts';
import type { Queries } from '../port.ts';
import type { CampaignStatus, CampaignTable } from '../schema.ts';

/** A campaign that was made ready here. Times are epoch ms. */
export interface StoredCampaign {
  readonly id: string;
  readonly source: string;
  readonly definition: unknown;
  readonly status: CampaignStatus;
  readonly createdBy: string;
  readonly approvedBy: string | undefined;
  readonly problem: string | undefined;
  readonly createdAt: number;
  readonly launchedAt: number | undefined;
  readonly editedAt: number | undefined;
}

/** Writes a draft, or a draft's new text: whoever approved the old one has to look again. @throws stale_state */
export async function saveDraft(
  db: Queries,
  draft: {
    readonly id: string;
    readonly source: string;
    readonly definition: unknown;
    readonly by: string;
    readonly now: number;
  },
): Promise<void> {
  const changes = {
    source: draft.source,
    definition: JSON.stringify(draft.definition),
    created_by: draft.by,
    approved_by: null,
    updated_at: draft.now,
  };
  const written = await db
    .insertInto('campaign')
    .values({
      ...changes,
      id: draft.id,
      status: 'draft',
      problem: null,
      created_at: draft.now,
      launched_at: null,
      edited_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes).where('campaign.status', '=', 'draft'))
    .executeTakeFirst();
  if (Number(written.numInsertedOrUpdatedRows ?? 0n) === 0)
    throw new SupportError('stale_state', `campaign ${draft.id} was launched: give the new one another id, or edit it`);
}

export async function findCampaign(db: Queries, id: string): Promise<StoredCampaign | undefined> {
  const row = await db.selectFrom('campaign').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toCampaign(row);
}

export async function findCampaigns(db: Queries, status?: readonly CampaignStatus[]): Promise<StoredCampaign[]> {
  let query = db.selectFrom('campaign').selectAll().orderBy('created_at', 'desc');
  if (status) query = query.where('status', 'in', [...status]);
  return (await query.execute()).map(toCampaign);
}

/** Moves a campaign on; false where it is in none of `from` any more: somebody else pressed first (R3). */
export async function changeCampaign(
  db: Queries,
  id: string,
  from: readonly CampaignStatus[],
  changes: {
    readonly status?: CampaignStatus;
    readonly approvedBy?: string;
    readonly launchedAt?: number;
    readonly editedAt?: number;
    readonly source?: string;
    readonly definition?: unknown;
    readonly problem?: string | null;
    readonly now: number;
  },
): Promise<boolean> {
  const result = await db
    .updateTable('campaign')
    .set({
      ...(changes.status && { status: changes.status }),
      ...(changes.approvedBy && { approved_by: changes.approvedBy }),
      ...(changes.launchedAt && { launched_at: changes.launchedAt }),
      ...(changes.editedAt && { edited_at: changes.editedAt }),
      ...(changes.source && { source: changes.source }),
      ...(changes.definition !== undefined && { definition: JSON.stringify(changes.definition) }),
      ...(changes.problem !== undefined && { problem: changes.problem }),
      updated_at: changes.now,
    })
    .where('id', '=', id)
    .where('status', 'in', [...from])
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

const toCampaign = (row: Selectable<CampaignTable>): StoredCampaign => ({
  id: row.id,
  source: row.source,
  definition: JSON.parse(row.definition),
  status: row.status,
  createdBy: row.created_by,
  approvedBy: row.approved_by ?? undefined,
  problem: row.problem ?? undefined,
  createdAt: row.created_at,
  launchedAt: row.launched_at ?? undefined,
  editedAt: row.edited_at ?? undefined,
});

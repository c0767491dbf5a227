import type { Selectable } from 'kysely';
import type { Queries } from '../port.ts';
import type { SupportChannelTable } from '../schema.ts';

/** A channel that technicians chose to receive tickets in. */
export interface SupportChannel {
  readonly conversationId: string;
  readonly serviceUrl: string;
  readonly tenantId: string;
  readonly teamId?: string | undefined;
  /** Assignment group; none: the channel of every group without one of its own. */
  readonly groupId?: string | undefined;
  readonly botId: string;
  readonly chosenBy: string;
  readonly chosenAt: number;
}

/** The newest choice for a channel replaces its former one. */
export async function saveSupportChannel(db: Queries, channel: SupportChannel): Promise<void> {
  const row: SupportChannelTable = {
    conversation_id: channel.conversationId,
    service_url: channel.serviceUrl,
    tenant_id: channel.tenantId,
    team_id: channel.teamId ?? null,
    group_id: channel.groupId ?? null,
    bot_id: channel.botId,
    chosen_by: channel.chosenBy,
    chosen_at: channel.chosenAt,
  };
  const { conversation_id: _, ...changes } = row;
  await db
    .insertInto('support_channel')
    .values(row)
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(changes))
    .execute();
}

/** The group's own channel chosen last, else the default one chosen last. */
export async function findSupportChannel(db: Queries, groupId: string): Promise<SupportChannel | undefined> {
  const rows = await db
    .selectFrom('support_channel')
    .selectAll()
    .where((where) => where.or([where('group_id', '=', groupId), where('group_id', 'is', null)]))
    .orderBy('chosen_at', 'desc')
    .execute();
  const row = rows.find((candidate) => candidate.group_id === groupId) ?? rows[0];
  return row && toChannel(row);
}

export async function listSupportChannels(db: Queries): Promise<SupportChannel[]> {
  const rows = await db.selectFrom('support_channel').selectAll().orderBy('chosen_at').execute();
  return rows.map(toChannel);
}

/** Guichet was removed from the channel's team. */
export async function removeSupportChannel(db: Queries, conversationId: string): Promise<void> {
  await db.deleteFrom('support_channel').where('conversation_id', '=', conversationId).execute();
}

function toChannel(row: Selectable<SupportChannelTable>): SupportChannel {
  return {
    conversationId: row.conversation_id,
    serviceUrl: row.service_url,
    tenantId: row.tenant_id,
    teamId: row.team_id ?? undefined,
    groupId: row.group_id ?? undefined,
    botId: row.bot_id,
    chosenBy: row.chosen_by,
    chosenAt: row.chosen_at,
  };
}

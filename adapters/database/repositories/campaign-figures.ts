import type { Queries } from '../port.ts';

/** Totals of a campaign, without any person: what stays when individual answers are deleted. */
export async function findFigures(
  db: Queries,
  campaign: string,
  kind: string,
): Promise<{ readonly figures: unknown; readonly at: number } | undefined> {
  const row = await db
    .selectFrom('campaign_figures')
    .select(['figures', 'at'])
    .where('campaign', '=', campaign)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row && { figures: JSON.parse(row.figures), at: row.at };
}

export async function saveFigures(
  db: Queries,
  { campaign, kind, figures, at }: { campaign: string; kind: string; figures: unknown; at: number },
): Promise<void> {
  const written = JSON.stringify(figures);
  await db
    .insertInto('campaign_figures')
    .values({ campaign, kind, figures: written, at })
    .onConflict((conflict) => conflict.columns(['campaign', 'kind']).doUpdateSet({ figures: written, at }))
    .execute();
}

/** Figures whose kind begins so, of every campaign or of one, oldest first: the trend. */
export async function findAllFigures(
  db: Queries,
  kind: string,
  campaign?: string,
): Promise<readonly { readonly campaign: string; readonly figures: unknown; readonly at: number }[]> {
  let query = db.selectFrom('campaign_figures').selectAll().where('kind', 'like', `${kind}%`).orderBy('at');
  if (campaign !== undefined) query = query.where('campaign', '=', campaign);
  const rows = await query.execute();
  return rows.map(({ campaign, figures, at }) => ({ campaign, figures: JSON.parse(figures), at }));
}

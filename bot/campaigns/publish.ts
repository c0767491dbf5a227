import type { Database, Queries } from '../../adapters/database/port.ts';
import { findFigures, saveFigures } from '../../adapters/database/repositories/campaign-figures.ts';
import {
  findAnswers,
  findCampaignsWithAnswersBefore,
  findParticipations,
  markPublished,
  type ParticipationRow,
  purgeParticipationBefore,
} from '../../adapters/database/repositories/participation.ts';
import { mainPart } from '../../dialogs/campaigns/exercise.ts';
import { leastGroup } from '../../dialogs/campaigns/report/disclosure.ts';
import { computeFigures, type Figures, type Ledger } from '../../dialogs/campaigns/report/report.ts';
import type { Campaign } from '../../dialogs/campaigns/types.ts';
import type { CampaignShelf } from './shelf.ts';

/** What delivery knows of a campaign. */
export interface LedgerView extends Ledger {
  /** Past its expiry, or withdrawn: nobody can begin it any more. */
  readonly closed: boolean;
}

export interface ReportOptions {
  readonly database: Database;
  readonly campaigns: CampaignShelf;
  /** The ledger of a launched campaign; undefined for one that people only take from the library. */
  readonly ledger?: ((db: Queries, campaign: string) => Promise<LedgerView | undefined>) | undefined;
  readonly now: () => number;
}

export interface PublishedReport {
  readonly campaign: Campaign;
  readonly figures: Figures;
  /** Closed for good: groups are shown, and later answers change nothing. */
  readonly final: boolean;
}

/** Interim figures grow by a quarter of the audience at least, so that few batches split the final groups. */
const interimShare = 0.25;

/**
 * The report as it may be shown now. Figures of answers change only when ten people or more were added since the last
 * time, so that today's less yesterday's tells of nobody (R36); groups are shown once, when the campaign is closed.
 */
export async function reportOf(options: ReportOptions, id: string): Promise<PublishedReport | undefined> {
  const campaign = options.campaigns.find(id);
  if (!campaign) return undefined;
  return options.database.transaction(async (db) => {
    const ledger = await options.ledger?.(db, id);
    const final = await findFigures(db, id, 'final');
    if (final) return { campaign, figures: withStates(final.figures as Figures, ledger), final: true };
    if (ledger?.closed) {
      const figures = await close(db, campaign, ledger, options.now());
      return { campaign, figures, final: true };
    }
    return { campaign, figures: withStates(await interim(db, campaign, ledger, options.now()), ledger), final: false };
  });
}

/** States of the ledger are told as they are: they hold nothing that anybody answered. */
const withStates = (figures: Figures, ledger: LedgerView | undefined): Figures =>
  ledger ? { ...figures, audience: ledger.audience, states: ledger.states } : figures;

async function interim(db: Queries, campaign: Campaign, ledger: LedgerView | undefined, now: number): Promise<Figures> {
  const finished = await finishedOf(db, campaign.id);
  const fresh = finished.filter(({ batch }) => batch === null);
  const counted = finished.length - fresh.length;
  const step = Math.max(leastGroup, Math.ceil(interimShare * (ledger?.audience ?? counted * 4)));
  const last = await findFigures(db, campaign.id, 'interim');
  if (fresh.length < step)
    return (
      (last?.figures as Figures | undefined) ?? computeFigures({ campaign, participants: [], answers: [], at: now })
    );
  await publish(db, campaign.id, finished, fresh);
  const figures = await compute(db, campaign, finished, ledger, now);
  const shown: Figures = { ...figures, groups: {}, withheld: [] };
  await saveFigures(db, { campaign: campaign.id, kind: 'interim', figures: shown, at: now });
  return shown;
}

/** The last figures, with groups. The few who came after the last publication, if fewer than ten, are in no figure. */
async function close(db: Queries, campaign: Campaign, ledger: LedgerView | undefined, now: number): Promise<Figures> {
  let finished = await finishedOf(db, campaign.id);
  const fresh = finished.filter(({ batch }) => batch === null);
  if (fresh.length >= leastGroup) {
    await publish(db, campaign.id, finished, fresh);
    finished = await finishedOf(db, campaign.id);
  }
  const figures = await compute(
    db,
    campaign,
    finished.filter(({ batch }) => batch !== null),
    ledger,
    now,
  );
  await saveFigures(db, { campaign: campaign.id, kind: 'final', figures, at: now });
  return figures;
}

const publish = (
  db: Queries,
  campaign: string,
  all: readonly ParticipationRow[],
  fresh: readonly ParticipationRow[],
): Promise<void> =>
  markPublished(
    db,
    campaign,
    fresh.map(({ pseudonym }) => pseudonym),
    1 + Math.max(0, ...all.map(({ batch }) => batch ?? 0)),
  );

const finishedOf = async (db: Queries, campaign: string): Promise<readonly ParticipationRow[]> =>
  (await findParticipations(db, campaign, mainPart)).filter(({ finishedAt }) => finishedAt !== null);

async function compute(
  db: Queries,
  campaign: Campaign,
  finished: readonly ParticipationRow[],
  ledger: LedgerView | undefined,
  at: number,
): Promise<Figures> {
  const all = await findAnswers(db, campaign.id);
  const answers = all.map(({ right, ...answer }) => ({ ...answer, right: right ?? undefined }));
  const retestId = campaign.followUps?.find(({ purpose }) => purpose === 'retest')?.id;
  const took = retestId === undefined ? [] : await findParticipations(db, campaign.id, retestId);
  return computeFigures({
    campaign,
    participants: finished.map((row) => ({
      pseudonym: row.pseudonym,
      department: row.department ?? undefined,
      site: row.site ?? undefined,
      language: row.language,
      batch: row.batch ?? undefined,
      deliveredAt: row.deliveredAt ?? undefined,
      begunAt: row.begunAt,
      finishedAt: row.finishedAt!,
      useful: row.useful ?? undefined,
    })),
    answers: answers.filter(({ part }) => part === mainPart),
    retest:
      retestId === undefined
        ? undefined
        : {
            pseudonyms: took.filter(({ finishedAt }) => finishedAt !== null).map(({ pseudonym }) => pseudonym),
            answers: answers.filter(({ part }) => part === retestId),
          },
    ledger,
    at,
  });
}

/**
 * Deletes individual answers that are older than `before`. The campaigns they are of are closed first: their totals are
 * what stays (R36).
 */
export async function forgetAnswers(options: ReportOptions, before: number): Promise<number> {
  return options.database.transaction(async (db) => {
    for (const id of await findCampaignsWithAnswersBefore(db, before)) {
      const campaign = options.campaigns.find(id);
      if (!campaign || (await findFigures(db, id, 'final'))) continue;
      await close(db, campaign, await options.ledger?.(db, id), options.now());
    }
    return purgeParticipationBefore(db, before);
  });
}

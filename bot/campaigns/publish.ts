import type { Database, Queries } from '../../adapters/database/port.ts';
import { findAllFigures, findFigures, saveFigures } from '../../adapters/database/repositories/campaign-figures.ts';
import {
  findAnswers,
  findCampaignsWithAnswersBefore,
  findParticipations,
  markPublished,
  type ParticipationRow,
  purgeParticipationBefore,
} from '../../adapters/database/repositories/participation.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { mainPart } from '../../dialogs/campaigns/exercise.ts';
import { leastGroup } from '../../dialogs/campaigns/report/disclosure.ts';
import { computeFigures, type Figures, type Ledger } from '../../dialogs/campaigns/report/report.ts';
import type { Campaign } from '../../dialogs/campaigns/types.ts';
import type { CampaignShelf } from './shelf.ts';
import type { Compared } from './ticket-effect.ts';

/** What delivery knows of a campaign. */
export interface LedgerView extends Ledger {
  /** Past its expiry, or withdrawn: nobody can begin it any more. */
  readonly closed: boolean;
  /** Ids of those who received it and of those held out, where a holdout was chosen. */
  readonly compared?: Compared | undefined;
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
  readonly compared?: Compared | undefined;
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
  const { queries } = options.database;
  const ledger = await options.ledger?.(queries, id);
  const final = await findFigures(queries, id, 'final');
  const compared = ledger?.compared;
  if (final) return { campaign, figures: withStates(final.figures as Figures, ledger), final: true, compared };
  const closed = ledger?.closed ?? false;
  const figures = await publish(options, campaign, ledger, closed ? 'final' : 'interim');
  const [period] = closed ? [] : (await findAllFigures(queries, 'period-', id)).toReversed();
  const newest =
    period && (figures.finished === undefined || period.at > figures.at) ? (period.figures as Figures) : figures;
  return { campaign, figures: withStates(newest, ledger), final: closed, compared };
}

/** States of the ledger are told as they are: they hold nothing that anybody answered. */
const withStates = (figures: Figures, ledger: LedgerView | undefined): Figures =>
  ledger ? { ...figures, audience: ledger.audience, states: ledger.states } : figures;

/** Tries where another node, or another reader, published at the same moment. */
const mostTries = 3;

/**
 * Computes what may be shown, with no transaction open, then keeps it together with whom it counts, unless somebody
 * published in between: two publications that differ by a few people must never both be seen.
 */
async function publish(
  options: ReportOptions,
  campaign: Campaign,
  ledger: LedgerView | undefined,
  kind: 'interim' | 'final' | 'period',
): Promise<Figures> {
  const { database, now } = options;
  const { id } = campaign;
  const at = now();
  const closing = kind !== 'interim';
  for (let attempt = 1; ; attempt += 1) {
    const last = await lastBatch(database.queries, id);
    // Those of a period that was closed are in its figures, and in none after it.
    const since = Number((await findFigures(database.queries, id, 'closed'))?.figures ?? 0);
    const finished = (await finishedOf(database.queries, id)).filter(({ batch }) => batch === null || batch > since);
    const fresh = finished.filter(({ batch }) => batch === null);
    const counted = finished.length - fresh.length;
    // Interim figures wait for a quarter of the audience; at the end ten people are enough.
    const audience = ledger?.audience ?? counted * 4;
    const step = closing ? leastGroup : Math.max(leastGroup, Math.ceil(interimShare * audience));
    const adds = fresh.length >= step;
    if (!closing && !adds) {
      const interim = await findFigures(database.queries, id, 'interim');
      if (interim) return interim.figures as Figures;
      return computeFigures({ campaign, participants: [], answers: [], at });
    }
    const batch = last + 1;
    // The few who came after the last publication, if fewer than ten, are in no figure.
    const shown = finished.flatMap((row) => (row.batch !== null ? [row] : adds ? [{ ...row, batch }] : []));
    const all = await compute(database.queries, campaign, shown, ledger, at);
    const figures: Figures = closing ? all : { ...all, groups: {}, withheld: [] };
    const kept = await database.transaction(async (db) => {
      if ((await lastBatch(db, id)) !== last || (await findFigures(db, id, 'final'))) return false;
      const pseudonyms = fresh.map(({ pseudonym }) => pseudonym);
      if (adds) await markPublished(db, id, pseudonyms, batch);
      const name = kind === 'period' ? `period-${new Date(at).toISOString()}` : kind;
      await saveFigures(db, { campaign: id, kind: name, figures, at });
      if (kind === 'period') await saveFigures(db, { campaign: id, kind: 'closed', figures: adds ? batch : last, at });
      await saveFigures(db, { campaign: id, kind: 'batch', figures: adds ? batch : last, at });
      return true;
    });
    if (kept) return figures;
    const final = await findFigures(database.queries, id, 'final');
    if (final) return final.figures as Figures;
    if (attempt === mostTries) throw new SupportError('stale_state', `the report of ${id} is being published`);
  }
}

/** Number of the last publication. */
async function lastBatch(db: Queries, campaign: string): Promise<number> {
  const found = await findFigures(db, campaign, 'batch');
  return found ? Number(found.figures) : 0;
}

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
 * Deletes individual answers that are older than `before`. Totals are made first, and are what stays (R36): a campaign
 * that goes on (newcomers join all year) closes a period, and counts afresh.
 */
export async function forgetAnswers(options: ReportOptions, before: number): Promise<number> {
  const { queries } = options.database;
  for (const id of await findCampaignsWithAnswersBefore(queries, before)) {
    const campaign = options.campaigns.find(id);
    if (!campaign || (await findFigures(queries, id, 'final'))) continue;
    const ledger = await options.ledger?.(queries, id);
    await publish(options, campaign, ledger, ledger?.closed ? 'final' : 'period');
  }
  return purgeParticipationBefore(queries, before);
}

import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import {
  addDeliveries,
  claimDeliveries,
  countDeliveries,
  countUnsolicited,
  type Delivery,
  type DeliveryOutcome,
  expireDeliveries,
  findDelivery,
  findDue,
  findPeopleOf,
  findToChange,
  findToRemind,
  markChanged,
  markLeftSending,
  type NewDelivery,
  scheduleReminder,
  settleDeliveries,
} from '../../adapters/database/repositories/campaign-deliveries.ts';
import { changeCampaign, findCampaigns, type StoredCampaign } from '../../adapters/database/repositories/campaigns.ts';
import { findReference } from '../../adapters/database/repositories/conversation-references.ts';
import { findFinished, findFinishTimes } from '../../adapters/database/repositories/participation.ts';
import { mainPart } from '../../dialogs/campaigns/exercise.ts';
import { nextMoment, workingTimeOf } from '../../dialogs/campaigns/schedule.ts';
import type { Campaign } from '../../dialogs/campaigns/types.ts';
import type { Language, Organisation } from '../../knowledge/index.ts';
import { ConnectorRefused } from '../channel/connector-errors.ts';
import { destinationOf } from '../delivery/destination.ts';
import { throttledFor } from '../delivery/throttle.ts';
import { renderInvitation } from '../rendering/campaign-invitation.ts';
import type { Texts } from '../rendering/texts.ts';
import { readSwitch } from '../self-service/switches.ts';
import { type Compose, type ReachOptions, reach } from './reach.ts';
import type { CampaignShelf } from './shelf.ts';

export interface SenderOptions extends ReachOptions {
  readonly database: Database;
  readonly campaigns: CampaignShelf;
  readonly organisation: Organisation;
  readonly texts: Texts;
  /** Whether somebody's automatic reply is on (R41). */
  readonly isAway: (personId: string, signal: AbortSignal) => Promise<boolean>;
  readonly logger: Logger;
}

export interface Sender {
  /** One look at what is due; how many people were dealt with. */
  look(signal: AbortSignal): Promise<number>;
  /** Rows that a process left `sending` when it died are `unknown` from now on (R10). */
  recover(olderThan: number): Promise<void>;
}

/** People under way at once: enough to use the throttle's pace over a slow network. */
const width = 24;
const slice = 600;
const day = 24 * 3600_000;
const followInterval = 10 * 60_000;
/** A follow-up that could not be sent for so long is left out. */
const longestFollow = 30 * day;
const week = 7 * day;

/** Sends what campaigns have planned, reminds who has not finished, and carries edits and withdrawals out. */
export function createSender(options: SenderOptions): Sender {
  const { database, organisation, campaigns, now, logger } = options;
  const { queries } = database;
  const time = workingTimeOf(organisation);

  const compose =
    (campaign: Campaign, part: string, reminder = false): Compose =>
    ({ language, plain }) =>
      renderInvitation(campaign, part, {
        texts: options.texts,
        language,
        plain,
        reminder,
        deadline: deadlineOf(campaign, now()),
      });

  /** Waits that R41 asks for: working hours, nobody who is away, and one weekly cap over all campaigns. */
  async function whyWait(delivery: Delivery, campaign: Campaign, counts: Map<string, number>, signal: AbortSignal) {
    if (campaign.kind === 'alert') return undefined;
    const { hours } = campaign.schedule;
    const moment = nextMoment(now(), hours, time);
    if (moment > now()) return { dueAt: moment, reason: 'outside working hours' };
    const tomorrow = nextMoment(now() + day, hours, time);
    // A directory that cannot say holds nothing up.
    const away = await options.isAway(delivery.personId, signal).catch(() => false);
    if (away) return { dueAt: tomorrow, reason: 'away' };
    // Counted before the next one of the same person is looked at, as several are under way at once.
    const count = counts.get(delivery.personId) ?? 0;
    if (count >= organisation.campaigns.weeklyCap) return { dueAt: tomorrow, reason: 'enough messages this week' };
    counts.set(delivery.personId, count + 1);
    return undefined;
  }

  async function sendOne(due: Delivery, counts: Map<string, number>, signal: AbortSignal): Promise<void> {
    const campaign = campaigns.find(due.campaign);
    if (!campaign) return;
    const { personId } = due;
    const settle = (outcome: Omit<DeliveryOutcome, 'campaign' | 'part' | 'personId'>) =>
      settleDeliveries(queries, [{ campaign: due.campaign, part: due.part, personId, ...outcome }], now());
    const wait = await whyWait(due, campaign, counts, signal);
    if (wait) return settle({ state: 'planned', ...wait });
    // What is written last before the request leaves is that it is being sent (R10).
    const begin = async () => (await claimDeliveries(queries, [due], now())).length > 0;
    const outcome = await reach(options, due, compose(campaign, due.part), signal, begin);
    if (!outcome) return;
    const remindAt =
      outcome.state === 'delivered' && due.part === mainPart ? firstReminder(campaign, now()) : undefined;
    await settle({ ...outcome, remindAt });
  }

  async function send(signal: AbortSignal): Promise<number> {
    await expireDeliveries(queries, now());
    const due = await findDue(queries, now(), slice);
    if (due.length === 0) return 0;
    const counts = await countUnsolicited(
      queries,
      due.map(({ personId }) => personId),
      now() - week,
    );
    await inParallel(due, (each) => sendOne(each, counts, signal), signal);
    return due.length;
  }

  async function remind(signal: AbortSignal): Promise<number> {
    const due = await findToRemind(queries, now(), slice);
    for (const [id, people] of Map.groupBy(due, (each) => each.campaign)) {
      const campaign = campaigns.find(id);
      if (!campaign) continue;
      const finished = await findFinished(
        queries,
        id,
        mainPart,
        people.map(({ personId }) => personId),
      );
      await inParallel(people, (each) => remindOne(each, campaign, finished.has(each.personId), signal), signal);
    }
    return due.length;
  }

  async function remindOne(delivery: Delivery, campaign: Campaign, finished: boolean, signal: AbortSignal) {
    const { reminders: plan } = campaign.schedule;
    const moment = nextMoment(now(), campaign.schedule.hours, time);
    const over = finished || !plan || delivery.reminders >= plan.most || delivery.expiresAt <= now();
    if (over || moment > now()) {
      const remindAt = over ? undefined : moment;
      await scheduleReminder(queries, delivery, { reminders: delivery.reminders, remindAt, now: now() });
      return;
    }
    // Counted before it is sent: a crash leaves one reminder too few, never one too many.
    const count = delivery.reminders + 1;
    const next = count < plan.most ? now() + plan.everyDays * day : undefined;
    const mine = await scheduleReminder(queries, delivery, { reminders: count, remindAt: next, now: now() });
    if (mine && !(await options.isAway(delivery.personId, signal).catch(() => false)))
      await reach(options, delivery, compose(campaign, delivery.part, true), signal);
  }

  /** Edits and withdraws what was posted, everywhere, and keeps when Teams accepted it. */
  async function change(signal: AbortSignal): Promise<number> {
    let changed = 0;
    for (const stored of await findCampaigns(queries, ['withdrawn', 'launched', 'paused', 'finished'])) {
      const withdrawn = stored.status === 'withdrawn';
      if (!withdrawn && stored.editedAt === undefined) continue;
      const campaign = campaigns.find(stored.id);
      const before = withdrawn ? Number.MAX_SAFE_INTEGER : stored.editedAt!;
      const rows = campaign ? await findToChange(queries, stored.id, before, slice) : [];
      await inParallel(rows, (each) => changeOne(each, campaign!, withdrawn, signal), signal);
      changed += rows.length;
    }
    return changed;
  }

  async function changeOne(delivery: Delivery, campaign: Campaign, withdrawn: boolean, signal: AbortSignal) {
    const reference = await findReference(queries, delivery.conversationKey ?? '');
    if (!reference || delivery.activityId === undefined) return;
    await options.throttle.next(signal);
    const language: Language = delivery.language === 'en' ? 'en' : 'fr';
    try {
      const destination = destinationOf(reference);
      if (withdrawn) await options.connector.remove(destination, delivery.activityId, signal);
      else
        await options.connector.update(
          destination,
          delivery.activityId,
          compose(campaign, delivery.part)({ language, plain: false }),
          signal,
        );
      await markChanged(queries, delivery, { withdrawn, now: now() });
    } catch (cause) {
      const patience = throttledFor(cause);
      if (patience) options.throttle.slowDown(patience.retryAfter);
      // Gone from the chat, or a chat that is closed to us: nothing is left to change there.
      else if (cause instanceof ConnectorRefused && [403, 404].includes(cause.status))
        await markChanged(queries, delivery, { withdrawn: withdrawn && cause.status === 404, now: now() });
      else logger.warn({ error: cause, campaign: delivery.campaign }, 'a campaign message could not be changed yet');
    }
  }

  /** Plans what follows a campaign: a retest for whoever finished it, help and a question around a change's day. */
  async function follow(): Promise<number> {
    let planned = 0;
    for (const stored of await findCampaigns(queries, ['launched', 'finished'])) {
      const campaign = campaigns.find(stored.id);
      for (const { id, afterDays } of campaign?.followUps ?? []) {
        const received = (await findPeopleOf(queries, stored.id, ['delivered'])).map(({ personId, deliveredAt }) => ({
          personId,
          at: campaign!.change ? Date.parse(`${campaign!.change.date}T00:00:00Z`) : deliveredAt!,
        }));
        const from = campaign!.change ? received : await findFinishTimes(queries, stored.id, mainPart);
        const rows = await planOf(stored.id, id, from, afterDays * day, campaign!);
        await addDeliveries(queries, rows, now());
        planned += rows.length;
      }
    }
    return planned;
  }

  /** Those whose day has come and who have no row of this part yet. */
  async function planOf(
    campaign: string,
    part: string,
    from: readonly { readonly personId: string; readonly at: number }[],
    wait: number,
    { schedule }: Campaign,
  ): Promise<NewDelivery[]> {
    const due = from.filter(({ at }) => at + wait <= now() && at + wait + longestFollow > now());
    const rows: NewDelivery[] = [];
    for (const { personId } of due) {
      const main = await findDelivery(queries, { campaign, part: mainPart, personId });
      if (main?.state !== 'delivered' || (await findDelivery(queries, { campaign, part, personId }))) continue;
      const { language, department, site } = main;
      const dueAt = nextMoment(now(), schedule.hours, time);
      const expiresAt = dueAt + schedule.expiryDays * day;
      rows.push({ campaign, part, personId, state: 'planned', language, department, site, dueAt, expiresAt });
    }
    return rows;
  }

  /** A campaign is over when nobody is left to be sent it and nobody can join it. */
  async function finish(): Promise<void> {
    for (const stored of await findCampaigns(queries, ['launched'])) {
      const counts = await countDeliveries(queries, stored.id);
      const over = expiryOf(stored, campaigns.find(stored.id)) <= now();
      if (over && !counts.planned && !counts.sending)
        await changeCampaign(queries, stored.id, ['launched'], { status: 'finished', now: now() });
    }
  }

  let followedAt = 0;
  /** Days are what is waited for: once in a while is often enough. */
  async function followNow(): Promise<number> {
    if (now() - followedAt < followInterval) return 0;
    followedAt = now();
    return follow();
  }

  return {
    async look(signal) {
      if ((await readSwitch(queries, 'campaigns')).frozen) return 0;
      const sent = await send(signal);
      if (sent > 0) return sent;
      const others = (await change(signal)) + (await remind(signal)) + (await followNow());
      if (others === 0) await finish();
      return others;
    },
    async recover(olderThan) {
      const left = await markLeftSending(queries, olderThan, now());
      if (left > 0) logger.warn({ count: left }, 'campaign messages whose outcome is unknown');
    },
  };

  async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>, signal: AbortSignal) {
    const line = items[Symbol.iterator]();
    const worker = async () => {
      for (let next = line.next(); !next.done && !signal.aborted; next = line.next()) {
        try {
          await work(next.value);
        } catch (error) {
          if (!signal.aborted) logger.error({ error }, 'a campaign message failed');
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  }
}

const firstReminder = ({ schedule: { reminders } }: Campaign, now: number): number | undefined =>
  reminders && reminders.most > 0 ? now + reminders.everyDays * day : undefined;

const deadlineOf = ({ schedule: { deadlineDays } }: Campaign, now: number): string | undefined =>
  deadlineDays === undefined ? undefined : new Date(now + deadlineDays * day).toISOString();

const expiryOf = ({ launchedAt }: StoredCampaign, campaign: Campaign | undefined): number =>
  !campaign || campaign.audience.newcomers
    ? Number.MAX_SAFE_INTEGER
    : (launchedAt ?? 0) + campaign.schedule.expiryDays * day;

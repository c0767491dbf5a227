import type { Database } from '../../adapters/database/port.ts';
import type { AuditLog } from '../../adapters/database/repositories/audit.ts';
import {
  addDeliveries,
  countDeliveries,
  findDeliveries,
  moveDeliveries,
  type NewDelivery,
} from '../../adapters/database/repositories/campaign-deliveries.ts';
import {
  changeCampaign,
  findCampaign,
  findCampaigns,
  type StoredCampaign,
  saveDraft,
} from '../../adapters/database/repositories/campaigns.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { checkCampaign, checkLaunch } from '../../dialogs/campaigns/check.ts';
import { parseCampaign } from '../../dialogs/campaigns/read.ts';
import { isHeldOut, nextMoment, startOf, waveDelay, workingTimeOf } from '../../dialogs/campaigns/schedule.ts';
import type { Campaign, LoadedCampaign } from '../../dialogs/campaigns/types.ts';
import { loadTaxonomy } from '../../dialogs/taxonomy.ts';
import { type ContentProblem, formatProblem, type Organisation } from '../../knowledge/index.ts';
import { mostPerSecond } from '../delivery/throttle.ts';
import { type Audience, type AudienceOptions, type Recipient, resolveAudience } from './audience.ts';
import type { CampaignShelf } from './shelf.ts';

/** Who acts: named by the token, or by themselves in local mode. */
export interface Actor {
  readonly name: string;
  readonly personId?: string | undefined;
}

export interface LifeOptions extends AudienceOptions {
  readonly database: Database;
  readonly campaigns: CampaignShelf;
  readonly organisation: Organisation;
  readonly findPicture: (file: string) => number | undefined;
  readonly audit: AuditLog;
  /** People with a chat with Guichet: the others cost Teams a request more. */
  readonly countChats: (personIds: readonly string[]) => Promise<number>;
  readonly canOpenChats: boolean;
}

/** What a launch would do, for whoever decides on it. Times are epoch ms. */
export interface Preview {
  readonly id: string;
  readonly audience: number;
  /** Those who would receive it, and the others by reason. */
  readonly eligible: number;
  readonly ineligible: Readonly<Record<string, number>>;
  readonly heldOut: number;
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly withoutChat: number;
  /** Requests to Teams, and the seconds that they take at its published limit. */
  readonly requests: number;
  readonly leastSeconds: number;
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  readonly needsApproval: boolean;
  readonly approvedBy: string | undefined;
  /** Each names the line, the field and the mend; a campaign with any is not launched. */
  readonly problems: readonly string[];
}

const day = 24 * 3600_000;
const leastDrawn = 10;
const resolving = 120_000;

export type Life = ReturnType<typeof createLife>;

/** The life of a campaign, from draft to withdrawal. Everything that matters is in the audit log (R32). */
export function createLife(options: LifeOptions) {
  const { database, campaigns, organisation, audit, now } = options;
  const { queries } = database;
  const time = workingTimeOf(organisation);
  const surroundings = { organisation, taxonomy: loadTaxonomy(), findPicture: options.findPicture };

  function read(source: string): LoadedCampaign & { campaign: Campaign } {
    const parsed = parseCampaign(source, 'campaign');
    if (!parsed.campaign) throw unfit(parsed.problems);
    const loaded = { campaign: parsed.campaign, source: parsed.source };
    const problems = checkCampaign(loaded, surroundings);
    if (problems.length > 0) throw unfit(problems);
    return loaded;
  }

  async function get(id: string): Promise<StoredCampaign> {
    const stored = await findCampaign(queries, id);
    if (!stored) throw new SupportError('not_found', `no campaign ${id}`, { messageKey: 'desk.error.not_found' });
    return stored;
  }

  async function examine(stored: StoredCampaign) {
    const loaded = read(stored.source);
    const audience = await resolveAudience(options, loaded.campaign, now(), AbortSignal.timeout(resolving));
    const eligible = audience.people.filter(({ ineligible }) => ineligible === undefined);
    const problems = checkLaunch(loaded, {
      now: now(),
      unknownGroups: audience.unknownGroups,
      unknownDepartments: audience.unknownDepartments,
      audienceSize: eligible.length,
      leastDrawn,
    });
    return { campaign: loaded.campaign, audience, eligible, problems };
  }

  const needsApproval = (size: number) => size > organisation.campaigns.approvalAbove;

  /** What the ledger holds of somebody; newcomers wait for their day. */
  function planOf(campaign: Campaign, person: Recipient, launchedAt: number): NewDelivery {
    const { schedule, audience } = campaign;
    const start = startOf(schedule, launchedAt, time.timeZone);
    const joined = audience.newcomers && person.joinedAt !== undefined && person.joinedAt >= launchedAt;
    const from = joined
      ? person.joinedAt! + audience.newcomers!.afterDays * day
      : start + waveDelay(schedule, campaign.id, person.id) * day;
    const dueAt = campaign.kind === 'alert' ? launchedAt : nextMoment(Math.max(now(), from), schedule.hours, time);
    return {
      campaign: campaign.id,
      personId: person.id,
      state: person.ineligible
        ? 'ineligible'
        : isHeldOut(campaign.holdout, campaign.id, person.id)
          ? 'held_out'
          : 'planned',
      language: person.preferredLanguage ?? 'fr',
      department: person.department,
      site: person.site,
      dueAt,
      expiresAt: (joined ? from : start) + schedule.expiryDays * day,
      reason: person.ineligible,
    };
  }

  const log = (
    db: typeof queries,
    kind: string,
    id: string,
    actor: Actor,
    data: Readonly<Record<string, unknown>> = {},
  ) => audit.append(db, { kind: `campaign.${kind}`, personId: actor.personId, subject: id, data, now: now() });

  /** Moves on in one transaction with its audit entry, or says that the campaign is elsewhere by now. */
  async function move(
    id: string,
    from: readonly StoredCampaign['status'][],
    to: StoredCampaign['status'],
    actor: Actor,
    also: (db: typeof queries) => Promise<unknown> = async () => {},
  ): Promise<void> {
    const stored = await get(id);
    await database.transaction(async (db) => {
      if (!(await changeCampaign(db, id, from, { status: to, now: now() })))
        throw new SupportError('stale_state', `campaign ${id} is ${stored.status}, not ${from.join(' or ')}`);
      await also(db);
      await log(db, to, id, actor);
    });
  }

  return {
    get,
    list: () => findCampaigns(queries),
    ledger: (id: string) => countDeliveries(queries, id),
    deliveries: (id: string, after: string | undefined, limit: number) => findDeliveries(queries, id, { after, limit }),

    /** A draft from YAML or JSON. @throws invalid_request naming line, field and mend */
    async create(source: string, actor: Actor): Promise<StoredCampaign> {
      const { campaign } = read(source);
      await database.transaction(async (db) => {
        await saveDraft(db, {
          id: campaign.id,
          source,
          definition: campaign,
          by: actor.personId ?? actor.name,
          now: now(),
        });
        await log(db, 'drafted', campaign.id, actor);
      });
      return get(campaign.id);
    },

    async preview(id: string): Promise<Preview> {
      const stored = await get(id);
      const { campaign, audience, eligible, problems } = await examine(stored);
      const plans = eligible.map((person) => planOf(campaign, person, now()));
      const planned = plans.filter(({ state }) => state === 'planned');
      const withoutChat = planned.length - (await options.countChats(planned.map(({ personId }) => personId)));
      const requests = planned.length + (options.canOpenChats ? withoutChat : -withoutChat);
      const moments = planned.map(({ dueAt }) => dueAt);
      return {
        id,
        audience: audience.people.length,
        eligible: eligible.length,
        ineligible: tally(audience, ({ ineligible }) => ineligible),
        heldOut: plans.length - planned.length,
        byLanguage: tally({ people: eligible }, ({ preferredLanguage }) => preferredLanguage ?? 'fr'),
        withoutChat,
        requests,
        leastSeconds: Math.ceil(requests / mostPerSecond),
        firstAt: moments.length > 0 ? moments.reduce((a, b) => Math.min(a, b)) : undefined,
        lastAt: moments.length > 0 ? moments.reduce((a, b) => Math.max(a, b)) : undefined,
        needsApproval: needsApproval(eligible.length),
        approvedBy: stored.approvedBy,
        problems: problems.map(formatProblem),
      };
    },

    /** A second person's approval: never of one's own campaign. */
    async approve(id: string, actor: Actor): Promise<StoredCampaign> {
      const stored = await get(id);
      const who = actor.personId ?? actor.name;
      if (who === stored.createdBy)
        throw new SupportError('forbidden', 'a second person approves: not whoever made the campaign', {
          messageKey: 'desk.error.forbidden',
        });
      await database.transaction(async (db) => {
        if (!(await changeCampaign(db, id, ['draft'], { approvedBy: who, now: now() })))
          throw new SupportError('stale_state', `campaign ${id} is ${stored.status}, not draft`);
        await log(db, 'approved', id, actor);
      });
      return get(id);
    },

    /** Writes the whole ledger, then nothing but the clock holds it back: intent before anything is sent (R10). */
    async launch(id: string, actor: Actor): Promise<StoredCampaign> {
      const stored = await get(id);
      const { campaign, audience, eligible, problems } = await examine(stored);
      if (problems.length > 0) throw unfit(problems);
      if (needsApproval(eligible.length) && stored.approvedBy === undefined)
        throw new SupportError(
          'approval_needed',
          `${eligible.length} people would receive it: above ${organisation.campaigns.approvalAbove}, a second person approves it first`,
        );
      const at = now();
      const plans = audience.people.map((person) => planOf(campaign, person, at));
      await database.transaction(async (db) => {
        const changes = { status: 'launched', launchedAt: at, now: at } as const;
        if (!(await changeCampaign(db, id, ['draft'], changes)))
          throw new SupportError('stale_state', `campaign ${id} is ${stored.status}, not draft`);
        await addDeliveries(db, plans, at);
        await log(db, 'launched', id, actor, { audience: plans.length });
      });
      campaigns.put(campaign);
      return get(id);
    },

    pause: (id: string, actor: Actor) => move(id, ['launched'], 'paused', actor),
    resume: (id: string, actor: Actor) => move(id, ['paused'], 'launched', actor),
    cancel: (id: string, actor: Actor) =>
      move(id, ['draft', 'launched', 'paused'], 'cancelled', actor, (db) =>
        moveDeliveries(db, id, ['planned'], 'cancelled', { now: now() }),
      ),
    /** Nobody else receives it, and what was posted is taken back; rows say when Teams accepted that. */
    withdraw: (id: string, actor: Actor) =>
      move(id, ['launched', 'paused', 'finished'], 'withdrawn', actor, (db) =>
        moveDeliveries(db, id, ['planned'], 'cancelled', { now: now(), reason: 'withdrawn' }),
      ),

    /** Once more to those whose message failed; with `unknown` also to those who may have it already (R10). */
    async resend(id: string, alsoUnknown: boolean, actor: Actor): Promise<number> {
      const stored = await get(id);
      if (!['launched', 'paused', 'finished'].includes(stored.status))
        throw new SupportError('stale_state', `campaign ${id} is ${stored.status}: nothing was sent`);
      return database.transaction(async (db) => {
        const from = alsoUnknown ? (['failed', 'unknown'] as const) : (['failed'] as const);
        const count = await moveDeliveries(db, id, from, 'planned', { now: now(), dueAt: now() });
        if (stored.status === 'finished')
          await changeCampaign(db, id, ['finished'], { status: 'launched', now: now() });
        await log(db, 'resent', id, actor, { count, alsoUnknown });
        return count;
      });
    },

    /** New words for everybody: those to come get them, messages already posted are updated in place. */
    async edit(id: string, source: string, actor: Actor): Promise<StoredCampaign> {
      const stored = await get(id);
      const { campaign } = read(source);
      if (campaign.id !== id || campaign.kind !== (stored.definition as Campaign).kind)
        throw new SupportError('invalid_request', 'id, kind: an edit keeps both; make a new campaign instead');
      await database.transaction(async (db) => {
        const changes = { source, definition: campaign, editedAt: now(), now: now() };
        if (!(await changeCampaign(db, id, ['launched', 'paused', 'finished'], changes)))
          throw new SupportError('stale_state', `campaign ${id} is ${stored.status}: give it as a draft again`);
        await log(db, 'edited', id, actor);
      });
      campaigns.put(campaign);
      return get(id);
    },

    /** Launched campaigns are on the shelf again after a start. */
    async restore(): Promise<void> {
      for (const stored of await findCampaigns(queries, ['launched', 'paused', 'finished', 'withdrawn']))
        campaigns.put(stored.definition as Campaign);
    },

    /** Who joined an audience since is added to its ledger; who left it before their turn is not written to. */
    async refresh(signal: AbortSignal): Promise<void> {
      for (const stored of await findCampaigns(queries, ['launched'])) {
        const campaign = stored.definition as Campaign;
        const { people } = await resolveAudience(options, campaign, stored.launchedAt ?? now(), signal);
        const plans = people.map((person) => planOf(campaign, person, stored.launchedAt ?? now()));
        const present = new Set(people.filter(({ ineligible }) => !ineligible).map(({ id }) => id));
        await addDeliveries(
          queries,
          plans.filter(({ expiresAt }) => expiresAt > now()),
          now(),
        );
        for (let after: string | undefined; ; ) {
          const page = await findDeliveries(queries, stored.id, { states: ['planned'], after, limit: 500 });
          for (const { personId } of page.filter((each) => !present.has(each.personId)))
            await markGone(queries, stored.id, personId, now());
          if (page.length < 500) break;
          after = page.at(-1)!.personId;
        }
      }
    },
  };
}

const markGone = (db: Database['queries'], campaign: string, personId: string, now: number) =>
  db
    .updateTable('campaign_delivery')
    .set({ state: 'ineligible', reason: 'left', updated_at: now })
    .where('campaign', '=', campaign)
    .where('person_id', '=', personId)
    .where('state', '=', 'planned')
    .execute();

const tally = (
  { people }: Pick<Audience, 'people'>,
  keyOf: (person: Recipient) => string | undefined,
): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of people.map(keyOf)) if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const unfit = (problems: readonly ContentProblem[]) =>
  new SupportError('invalid_request', problems.map(formatProblem).join('\n'), {
    messageKey: 'desk.error.invalid_request',
  });

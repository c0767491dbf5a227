import { z } from 'zod';
import type { Delivery } from '../../adapters/database/repositories/campaign-deliveries.ts';
import type { StoredCampaign } from '../../adapters/database/repositories/campaigns.ts';
import type { Actor, Life } from '../campaigns/life.ts';
import type { Texts } from '../rendering/texts.ts';
import { json, page, redirect } from './answers.ts';
import { parse, parseJson } from './bodies.ts';
import type { DeskConfig, Identity } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import { campaignLifePage, campaignListPage } from './pages/campaign-life-page.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import type { DeskRequest, Route } from './routes.ts';

export interface CampaignLifeDesk {
  readonly life: Life;
  readonly texts: Texts;
  readonly config: DeskConfig;
  readonly now: () => number;
}

/** Who may send to people; whoever writes content may prepare it. */
const senders = ['SecurityOfficer'] as const;
const readers = ['SecurityOfficer', 'ContentOwner'] as const;
const sourceLimit = 256 * 1024;

const by = z.string().trim().min(1).max(200);
const action = z.strictObject({ by: by.optional(), also_unknown: z.boolean().optional() });
const pageQuery = z.object({
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

type Act = (life: Life, id: string, actor: Actor, options: z.infer<typeof action>) => Promise<unknown>;

/** What can be done with a campaign, by the last word of its address. */
const acts: Readonly<Record<string, Act>> = {
  approve: (life, id, actor) => life.approve(id, actor),
  launch: (life, id, actor) => life.launch(id, actor),
  pause: (life, id, actor) => life.pause(id, actor),
  resume: (life, id, actor) => life.resume(id, actor),
  cancel: (life, id, actor) => life.cancel(id, actor),
  withdraw: (life, id, actor) => life.withdraw(id, actor),
  resend: (life, id, actor, options) => life.resend(id, options.also_unknown ?? false, actor),
};

export function campaignLifeApi({ life }: CampaignLifeDesk): Route[] {
  return [
    {
      method: 'post',
      path: '/desk/api/campaigns',
      roles: readers,
      handle: async (request) => {
        const created = await life.create(await sourceOf(request), actorOf(request.identity, request.query.by));
        return json(await shown(life, created), 201);
      },
    },
    {
      method: 'get',
      path: '/desk/api/campaigns',
      roles: readers,
      handle: async () => json({ campaigns: await Promise.all((await life.list()).map((each) => shown(life, each))) }),
    },
    {
      method: 'get',
      path: '/desk/api/campaigns/:id',
      roles: readers,
      handle: async ({ parameters }) => json(await shown(life, await life.get(parameters.id!))),
    },
    {
      method: 'patch',
      path: '/desk/api/campaigns/:id',
      roles: senders,
      handle: async (request) => {
        const actor = actorOf(request.identity, request.query.by);
        return json(await shown(life, await life.edit(request.parameters.id!, await sourceOf(request), actor)));
      },
    },
    {
      method: 'post',
      path: '/desk/api/campaigns/:id/preview',
      roles: readers,
      handle: async ({ parameters }) => json(await life.preview(parameters.id!)),
    },
    ...Object.entries(acts).map(
      ([name, act]): Route => ({
        method: 'post',
        path: `/desk/api/campaigns/:id/${name}`,
        roles: senders,
        handle: async ({ parameters, identity, body }) => {
          const text = await body('application/json');
          const options = text.trim() === '' ? {} : parse(action, parseJson(text));
          await act(life, parameters.id!, actorOf(identity, options.by), options);
          return json(await shown(life, await life.get(parameters.id!)));
        },
      }),
    ),
    {
      method: 'get',
      path: '/desk/api/campaigns/:id/deliveries',
      roles: senders,
      handle: async ({ parameters, query }) => {
        const stored = await life.get(parameters.id!);
        const { after, limit } = parse(pageQuery, query);
        const rows = await life.deliveries(stored.id, after, limit);
        return json({
          deliveries: rows.map(delivery),
          next: rows.length === limit ? rows.at(-1)!.personId : null,
        });
      },
    },
  ];
}

export function campaignLifePages({ life, texts, config, now }: CampaignLifeDesk): Route[] {
  const readerFor = ({ headers }: DeskRequest) => readerOf(texts, preferredLanguage(headers['accept-language']), now());
  return [
    {
      method: 'get',
      path: '/desk/campaigns/sent',
      roles: readers,
      handle: async (request) => {
        const all = await Promise.all(
          (await life.list()).map(async (campaign) => ({ campaign, states: await life.ledger(campaign.id) })),
        );
        return page(campaignListPage(readerFor(request), all));
      },
    },
    {
      method: 'get',
      path: '/desk/campaigns/sent/:id',
      roles: readers,
      handle: async (request) => {
        const { value, setCookie } = formToken(config, request.headers);
        const campaign = await life.get(request.parameters.id!);
        const preview = campaign.status === 'draft' ? await life.preview(campaign.id) : undefined;
        const markup = campaignLifePage(readerFor(request), {
          campaign,
          states: await life.ledger(campaign.id),
          preview,
          token: value,
          name: request.identity.name,
        });
        return page(markup, 200, setCookie === undefined ? {} : { 'set-cookie': setCookie });
      },
    },
    {
      method: 'post',
      path: '/desk/campaigns/sent/:id',
      roles: senders,
      handle: async ({ parameters, headers, body, identity }) => {
        const fields = Object.fromEntries(new URLSearchParams(await body('application/x-www-form-urlencoded')));
        checkFormToken(config, headers, fields.token ?? '');
        const form = parse(
          z.object({ by: by.optional(), do: z.enum(Object.keys(acts) as [string, ...string[]]) }),
          fields,
        );
        await acts[form.do]!(life, parameters.id!, actorOf(identity, form.by), {});
        return redirect(`/desk/campaigns/sent/${parameters.id}`);
      },
    },
  ];
}

const actorOf = (identity: Identity, name: string | undefined): Actor => ({
  name: identity.name ?? name ?? 'local',
  personId: identity.personId,
});

/** YAML is what JSON is a part of: one parser reads both. */
const sourceOf = async ({ headers, body }: DeskRequest): Promise<string> => {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const known = ['application/yaml', 'text/yaml', 'application/x-yaml', 'text/plain'].includes(type);
  return body(known ? type : 'application/json', sourceLimit);
};

async function shown(life: Life, campaign: StoredCampaign) {
  const states = await life.ledger(campaign.id);
  return {
    id: campaign.id,
    status: campaign.status,
    created_by: campaign.createdBy,
    approved_by: campaign.approvedBy ?? null,
    launched_at: campaign.launchedAt === undefined ? null : new Date(campaign.launchedAt).toISOString(),
    audience: Object.values(states).reduce((sum, count) => sum + count, 0),
    states,
  };
}

/** What a ledger shows of somebody: whether it reached them, and nothing of what they did with it (R10). */
const delivery = (row: Delivery) => ({
  person: row.personId,
  state: row.state,
  due_at: new Date(row.dueAt).toISOString(),
  delivered_at: row.deliveredAt === undefined ? null : new Date(row.deliveredAt).toISOString(),
  changed_at: row.editedAt === undefined ? null : new Date(row.editedAt).toISOString(),
  reason: row.reason ?? null,
});

import { z } from 'zod';
import type { Database } from '../../adapters/database/port.ts';
import {
  type AffectedCount,
  countAffected,
  listAffectedTickets,
} from '../../adapters/database/repositories/outage-people.ts';
import {
  findOutage,
  listOutages,
  listOutageUpdates,
  type Outage,
  type OutageUpdate,
} from '../../adapters/database/repositories/outages.ts';
import type { Kit } from '../../dialogs/index.ts';
import type { Localised, Organisation } from '../../knowledge/index.ts';
import type { OutageActions } from '../outages/actions.ts';
import { json } from './answers.ts';
import { parse, parseJson } from './bodies.ts';
import type { Identity } from './identity.ts';
import { refuse } from './refusal.ts';
import type { DeskRequest, Route } from './routes.ts';

/** What the desk needs of outages. */
export interface OutageDesk {
  readonly actions: OutageActions;
  readonly scripts: Kit['scripts'];
}

export type OutageParts = OutageDesk & {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly now: () => number;
};

const words = z.string().trim().min(1).max(1000);
/** In both languages, or once for both. */
const localised = z
  .union([words, z.strictObject({ fr: words, en: words })])
  .transform((value): Localised => (typeof value === 'string' ? { fr: value, en: value } : value));
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const by = z.string().trim().min(1).max(200);

/** `category` is another name for a single family. */
export const declareBody = z.strictObject({
  by,
  families: z.array(z.string()).min(1).optional(),
  category: z.string().optional(),
  sites: z.array(z.string()).default([]),
  title: localised.optional(),
  text: localised.optional(),
  /** Of a crisis: a text of organisation.yaml. */
  text_id: z.string().optional(),
  crisis: z.boolean().default(false),
  next_update_at: instant.optional(),
  kind: z.enum(['outage', 'maintenance']).default('outage'),
  starts_at: instant.optional(),
  ends_at: instant.optional(),
});

export const patchBody = z.strictObject({
  by,
  status: z.enum(['open', 'closed', 'dismissed']).optional(),
  title: localised.optional(),
  families: z.array(z.string()).min(1).optional(),
  sites: z.array(z.string()).optional(),
  text: localised.optional(),
  text_id: z.string().optional(),
  next_update_at: instant.optional(),
  starts_at: instant.optional(),
  ends_at: instant.optional(),
});

const technicians = ['Technician', 'SecurityOfficer', 'Administrator'] as const;
export const outageRoles = technicians;

export interface ShownOutage {
  readonly outage: Outage;
  readonly updates: readonly OutageUpdate[];
  readonly count: AffectedCount;
}

export function outageApi(parts: OutageParts): Route[] {
  const readBody = async ({ body }: DeskRequest) => parseJson(await body('application/json'));
  return [
    {
      method: 'get',
      path: '/desk/api/outages',
      roles: technicians,
      handle: async () => json({ outages: (await showOutages(parts)).map(toJson) }),
    },
    {
      method: 'get',
      path: '/desk/api/outages/:id',
      roles: technicians,
      handle: async ({ parameters }) => {
        const outage = await findOutage(parts.database.queries, parameters.id!);
        if (!outage) throw refuse('outage_not_found');
        const tickets = await listAffectedTickets(parts.database.queries, outage.id);
        return json({ ...toJson(await show(parts, outage)), tickets });
      },
    },
    {
      method: 'post',
      path: '/desk/api/outages',
      roles: technicians,
      handle: async (request) => {
        const outage = await declare(parts, parse(declareBody, await readBody(request)), request.identity);
        return json(toJson(await show(parts, outage)), 201);
      },
    },
    {
      method: 'patch',
      path: '/desk/api/outages/:id',
      roles: technicians,
      handle: async (request) => {
        const body = parse(patchBody, await readBody(request));
        const outage = await changeOutage(parts, request.parameters.id!, body, request.identity);
        return json(toJson(await show(parts, outage)));
      },
    },
  ];
}

/** Declares an outage or plans a maintenance. What is not said is taken from the family's script. */
export async function declare(
  parts: OutageParts,
  body: z.infer<typeof declareBody>,
  identity: Identity,
): Promise<Outage> {
  const { actions, organisation, now } = parts;
  const families = body.families ?? (body.category === undefined ? [] : [body.category]);
  checkFamilies(parts, families, body.kind);
  checkSites(organisation, body.sites);
  if (body.crisis && !organisation.outages.crisis) {
    throw refuse('invalid_request', 'crisis: organisation.yaml has no texts for it');
  }
  if (body.crisis && body.next_update_at === undefined) {
    throw refuse('invalid_request', 'next_update_at: in a crisis the time of the next update is said');
  }
  const text = body.text_id === undefined ? body.text : approved(organisation, body.text_id);
  const declaration = {
    by: identity.name ?? body.by,
    source: 'desk' as const,
    families,
    sites: body.sites,
    title: body.title ?? titleOf(parts, families),
    text,
    crisis: body.crisis,
    nextUpdateAt: body.next_update_at,
    startsAt: body.starts_at ?? now(),
  };
  if (body.next_update_at !== undefined && body.next_update_at <= now()) {
    throw refuse('invalid_request', 'next_update_at: is in the past');
  }
  if (body.kind === 'outage') return actions.declare(declaration);
  if (body.starts_at === undefined || body.ends_at === undefined || body.ends_at <= body.starts_at) {
    throw refuse('invalid_request', 'starts_at, ends_at: a maintenance needs both, in this order');
  }
  return actions.plan({ ...declaration, endsAt: body.ends_at });
}

export async function changeOutage(
  parts: OutageParts,
  id: string,
  body: z.infer<typeof patchBody>,
  identity: Identity,
): Promise<Outage> {
  const { actions, organisation, database, now } = parts;
  const outage = await findOutage(database.queries, id);
  if (!outage) throw refuse('outage_not_found');
  if (body.families) checkFamilies(parts, body.families, outage.kind);
  if (body.sites) checkSites(organisation, body.sites);
  if (body.next_update_at !== undefined && body.next_update_at <= now()) {
    throw refuse('invalid_request', 'next_update_at: is in the past');
  }
  const { title, families, sites } = body;
  const change = {
    by: identity.name ?? body.by,
    title,
    families,
    sites,
    text: body.text_id === undefined ? body.text : approved(organisation, body.text_id),
    nextUpdateAt: body.next_update_at,
    startsAt: body.starts_at,
    endsAt: body.ends_at,
  };
  if (body.status === 'closed') return actions.close(id, change);
  if (body.status === 'dismissed') return actions.dismiss(id);
  if (body.status === 'open' && outage.status !== 'open') return actions.confirm(id, change);
  return actions.update(id, change);
}

function checkFamilies({ scripts }: OutageParts, families: readonly string[], kind: string): void {
  if (families.length === 0) throw refuse('invalid_request', `families: name what the ${kind} is about`);
  const known = (family: string) =>
    [...scripts.keys()].some((code) => code === family || code.startsWith(`${family}.`));
  const unknown = families.find((family) => !known(family));
  if (unknown !== undefined) throw refuse('invalid_request', 'families: holds one that no script is about');
}

function checkSites({ sites }: Organisation, given: readonly string[]): void {
  if (given.some((id) => !sites.some((site) => site.id === id))) {
    throw refuse('invalid_request', 'sites: holds an id that organisation.yaml does not have');
  }
}

function approved({ outages }: Organisation, id: string): Localised {
  const found = outages.crisis?.texts.find((each) => each.id === id);
  if (!found) throw refuse('invalid_request', 'text_id: is not one of the texts of organisation.yaml');
  return found.text;
}

export function titleOf({ scripts }: Pick<OutageParts, 'scripts'>, families: readonly string[]): Localised {
  const [first] = families;
  const code = [...scripts.keys()].find((each) => each === first || each.startsWith(`${first}.`));
  return scripts.get(code ?? '')!.title;
}

/** Those that are live, newest first, then the ten that ended last. */
export async function showOutages(parts: Pick<OutageParts, 'database'>): Promise<ShownOutage[]> {
  const db = parts.database.queries;
  const live = await listOutages(db, { statuses: ['suspected', 'open', 'planned'] });
  const ended = await listOutages(db, { statuses: ['closed'], limit: 10 });
  return Promise.all([...live, ...ended].map((outage) => show(parts, outage)));
}

async function show({ database }: Pick<OutageParts, 'database'>, outage: Outage): Promise<ShownOutage> {
  return {
    outage,
    updates: await listOutageUpdates(database.queries, outage.id),
    count: await countAffected(database.queries, outage.id, outage.sequence),
  };
}

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

function toJson({ outage, updates, count }: ShownOutage): Readonly<Record<string, unknown>> {
  return {
    id: outage.id,
    kind: outage.kind,
    status: outage.status,
    source: outage.source,
    title: outage.title,
    families: outage.families,
    sites: outage.sites,
    crisis: outage.crisis,
    author: outage.author ?? null,
    starts_at: iso(outage.startsAt),
    ends_at: iso(outage.endsAt),
    next_update_at: iso(outage.nextUpdateAt),
    closed_at: iso(outage.closedAt),
    affected: count.affected,
    told: count.told,
    confirmed_over: count.works,
    still_failing: count.fails,
    updates: updates.map(({ sequence, kind, at, by, text, nextUpdateAt }) => ({
      sequence,
      kind,
      at: iso(at),
      by,
      text,
      next_update_at: iso(nextUpdateAt),
    })),
  };
}

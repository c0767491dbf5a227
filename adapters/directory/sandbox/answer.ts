import { randomUUID } from 'node:crypto';
import { type Access, type Caller, mayCall } from './access.ts';
import type { createDeltas } from './delta.ts';
import { type Entity, iso } from './entity.ts';
import { checkOptions, listPage, pick } from './odata.ts';
import { BadQuery } from './odata-values.ts';
import { type Answer, Refused } from './route.ts';
import { match } from './routes/index.ts';
import { userIdOf } from './routes/users.ts';
import type { Tenant } from './tenant.ts';

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, text, or nothing. */
  readonly body: object | string | undefined;
}

export interface Answering {
  readonly tenant: Tenant;
  readonly access: Access;
  readonly deltas: ReturnType<typeof createDeltas>;
  readonly now: () => number;
  readonly defaultPageSize: number;
}

export const version = '/v1.0';

/** One request to Graph, answered from the tenant. Never throws. */
export function answer(options: Answering, request: Request, pageSize = options.defaultPageSize): Response {
  const { now } = options;
  try {
    const caller = options.access.readToken(request.authorization);
    if (!caller) return refusal(401, now());
    return found(options, request, caller, pageSize);
  } catch (error) {
    if (error instanceof Refused) return refusal(error.status, now(), error.code);
    if (error instanceof BadQuery) return refusal(400, now());
    throw error;
  }
}

function found(options: Answering, { method, url, body }: Request, caller: Caller, pageSize: number): Response {
  const { tenant, now } = options;
  if (!url.pathname.startsWith(`${version}/`)) throw new Refused(404);
  const matched = match(method, url.pathname.slice(version.length), caller.kind === 'person' ? caller.id : undefined);
  if (typeof matched === 'number') throw new Refused(matched);
  const { operation, handler, ids } = matched;
  // A person's token reaches that person, whatever the path says.
  const others =
    operation.includes('/users/{user-id}') && caller.kind === 'person' && userIdOf(tenant, ids[0]!) !== caller.id;
  if (others || !mayCall(caller, operation)) throw new Refused(403);
  checkOptions(url.searchParams);
  const call = { tenant, caller, ids, query: url.searchParams, body: objectOf(body), now: now() };
  const answered = handler(call);
  if (operation.endsWith('/delta()') && 'collection' in answered) return delta(options, answered, url);
  return describe(answered, url, pageSize);
}

function objectOf(body: unknown): Entity {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refused(400);
  return body as Entity;
}

/** The answer's body: only the fields of `$select`, a page at a time. */
function describe(answered: Answer, url: URL, pageSize: number): Response {
  const context = contextOf(url);
  if ('text' in answered) return { status: 200, headers: { 'content-type': answered.type }, body: answered.text };
  if ('result' in answered) return json(200, { '@odata.context': context, ...visible(answered.result) });
  if ('entity' in answered) {
    const entity = pick(answered.entity, url.searchParams, answered.byDefault);
    return json(answered.status ?? 200, { '@odata.context': `${context}/$entity`, ...entity });
  }
  if (!('collection' in answered)) return { status: answered.status, headers: {}, body: undefined };

  const page = listPage(answered.collection, url.searchParams, pageSize);
  const next = new URL(url);
  next.searchParams.delete('$skip');
  next.searchParams.set('$skiptoken', String(page.next));
  return json(200, {
    '@odata.context': context,
    ...(page.count !== undefined && { '@odata.count': page.count }),
    ...(page.next !== undefined && { '@odata.nextLink': next.href }),
    value: page.value.map((entity) => pick(entity, url.searchParams, answered.byDefault)),
  });
}

function delta({ deltas }: Answering, answered: Extract<Answer, { collection: unknown }>, url: URL): Response {
  const since = deltas.since(answered.collection, url.searchParams.get('$deltatoken'));
  if (!since) throw new Refused(410, 'resyncRequired');
  const next = new URL(url);
  next.searchParams.set('$deltatoken', since.next);
  return json(200, {
    '@odata.context': contextOf(url),
    '@odata.deltaLink': next.href,
    value: since.changes.map((entity) => pick(entity, url.searchParams, answered.byDefault?.concat('@removed'))),
  });
}

const contextOf = (url: URL) =>
  `https://graph.microsoft.com${version}/$metadata#${url.pathname.slice(version.length + 1)}`;

/** Names with `$` are the sandbox's own. */
const visible = (entity: Entity) =>
  Object.fromEntries(Object.entries(entity).filter(([name]) => !name.startsWith('$')));

const json = (status: number, body: object): Response => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

/** Codes that Graph itself gives with a status. */
const errorCodes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  405: 'Request_BadRequest',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};

/** An ODataError, as every refusal of Graph. */
export function refusal(status: number, now: number, code = errorCodes[status] ?? 'generalException'): Response {
  const requestId = randomUUID();
  return {
    status,
    headers: { 'content-type': 'application/json', 'request-id': requestId },
    body: {
      error: {
        code,
        message: 'The sandbox tenant refuses this request.',
        innerError: { date: iso(now).slice(0, 19), 'request-id': requestId, 'client-request-id': requestId },
      },
    },
  };
}

import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { toError } from './graph-shapes.ts';
import { type Found, route } from './routes.ts';
import type { Tenant } from './tenant.ts';

/** What goes wrong on demand, until told otherwise. */
export interface Behaviour {
  /** Refuses with this status. */
  readonly status?: number;
  /** Seconds of `Retry-After` with a refusal. */
  readonly retryAfter?: number;
  /** ms before each answer. */
  readonly delay?: number;
  /** Cuts the connection instead of answering. */
  readonly hangUp?: boolean;
  /** Sends this instead of what was asked. */
  readonly body?: string;
  /** Entities of a collection in one answer. */
  readonly pageSize?: number;
  /** How many requests it holds for; all of them when absent. */
  readonly times?: number;
}

export interface SandboxServer {
  readonly baseUrl: string;
  behave(behaviour: Behaviour): void;
  /** The latest requests, oldest first: method, and path with query. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const defaultPageSize = 100;
const requestsKept = 100;
const version = '/v1.0';

/** Serves a tenant on loopback, to whoever has the token, as Graph v1.0 does. */
export async function serveTenant(tenant: Tenant, token: string, now: () => number): Promise<SandboxServer> {
  let behaviour: Behaviour = {};
  let left = Number.POSITIVE_INFINITY;
  const requests: string[] = [];

  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (requests.length > requestsKept) requests.shift();
    const { status, retryAfter, delay = 0, hangUp, body, pageSize = defaultPageSize } = left-- > 0 ? behaviour : {};
    if (delay > 0) await wait(delay, undefined, { ref: false });
    if (hangUp) return void request.socket.destroy();
    if (body !== undefined) return void response.setHeader('content-type', 'application/json').end(body);
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    if (status !== undefined) return refuse(response, status, now());
    if (request.headers.authorization !== `Bearer ${token}`) return refuse(response, 401, now());
    if (request.method !== 'GET') return refuse(response, 405, now());

    const url = new URL(request.url ?? '/', baseUrl);
    if (!url.pathname.startsWith(`${version}/`)) return refuse(response, 404, now());
    const found = route(tenant, url.pathname.slice(version.length), url.searchParams.get('$filter'), now());
    if (typeof found === 'number') return refuse(response, found, now());
    answer(response, 200, describe(found, url, pageSize));
  });
  const baseUrl = await listen(server);

  return {
    baseUrl,
    requests,
    behave(next) {
      behaviour = next;
      left = next.times ?? Number.POSITIVE_INFINITY;
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The answer's body: only the fields of `$select`, a page at a time. */
function describe(found: Exclude<Found, number>, url: URL, pageSize: number): object {
  const context = `https://graph.microsoft.com${version}/$metadata#${url.pathname.slice(version.length + 1)}`;
  const select = url.searchParams.get('$select')?.split(',');
  const pick = (entity: object) =>
    Object.fromEntries(
      Object.entries(entity).filter(([name]) => !select || name.startsWith('@') || select.includes(name)),
    );
  if ('entity' in found) return { '@odata.context': `${context}/$entity`, ...pick(found.entity) };

  const start = Number(url.searchParams.get('$skiptoken') ?? 0);
  const end = start + pageSize;
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(end));
  return {
    '@odata.context': context,
    ...(end < found.collection.length && { '@odata.nextLink': next.href }),
    value: found.collection.slice(start, end).map(pick),
  };
}

function refuse(response: ServerResponse, status: number, now: number): void {
  const requestId = randomUUID();
  response.setHeader('request-id', requestId);
  answer(response, status, toError(status, requestId, now));
}

function answer(response: ServerResponse, status: number, body: object): void {
  // Not chained: where restify is loaded its writeHead returns nothing.
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

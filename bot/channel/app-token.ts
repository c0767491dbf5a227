import { z } from 'zod';
import type { App, Config } from '../config.ts';
import { ConnectorRefused, ConnectorUnreachable } from './connector-errors.ts';
import { call, type HttpCall, jsonOf, retryAfter } from './http-call.ts';

const deadline = 5_000;
const limit = 64 * 1024;
/** A token is renewed this long before it ends, and used to its end where it cannot be. */
const margin = 5 * 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

export interface AppToken {
  /** The bot's own token; undefined in local mode. @throws ConnectorRefused, ConnectorUnreachable */
  get(signal?: AbortSignal): Promise<string | undefined>;
  /** The channel refused it: the next call asks for a new one. */
  forget(): void;
}

/** Client credentials or a managed identity, one request at a time. Who sends the token checks the host first (R24). */
export function createAppToken(config: Config, now: () => number = Date.now): AppToken {
  const app = config.app;
  if (!app) return { get: async () => undefined, forget: () => undefined };

  let current: { token: string; until: number } | undefined;
  let pending: Promise<string> | undefined;

  const request = async (): Promise<string> => {
    const answer = await call(tokenRequest(app, config));
    const parsed = tokenAnswer.safeParse(answer.status === 200 ? jsonOf(answer) : undefined);
    if (!parsed.success) throw new ConnectorRefused(answer.status, 'token_refused', retryAfter(answer, now()));
    current = { token: parsed.data.access_token, until: now() + parsed.data.expires_in * 1000 };
    return current.token;
  };

  return {
    async get(signal) {
      if (current && now() < current.until - margin) return current.token;
      // The caller's signal does not cancel a request that others wait for too; it has a deadline of its own.
      pending ??= request().finally(() => (pending = undefined));
      try {
        return await unlessCancelled(pending, signal);
      } catch (error) {
        if (current && now() < current.until) return current.token;
        throw error;
      }
    },
    forget: () => (current = undefined),
  };
}

/** Stops waiting when the caller gives up; the request itself goes on for the others. */
function unlessCancelled<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new ConnectorUnreachable('cancelled', false, signal.reason));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}

function tokenRequest(app: App, config: Config): HttpCall {
  const common = { signal: undefined, deadline, limit };
  if (app.type === 'UserAssignedMSI') return { ...common, method: 'GET', ...managedIdentity(app, config) };
  const tenant = app.type === 'SingleTenant' ? app.tenantId! : config.cloud.multiTenant;
  return {
    ...common,
    url: new URL(config.cloud.tokenUrl.replace('{tenant}', tenant)),
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.id,
      client_secret: app.password!,
      scope: `${config.cloud.audience}/.default`,
    }).toString(),
  };
}

/** App Service's identity endpoint where Azure set one, else the instance metadata service of a virtual machine. */
function managedIdentity(app: App, config: Config): { url: URL; headers: Record<string, string> } {
  const query = { resource: config.cloud.audience, client_id: app.id };
  if (app.identityEndpoint && app.identityHeader) {
    const url = new URL(app.identityEndpoint);
    url.search = new URLSearchParams({ ...query, 'api-version': '2019-08-01' }).toString();
    return { url, headers: { 'x-identity-header': app.identityHeader } };
  }
  const url = new URL('http://169.254.169.254/metadata/identity/oauth2/token');
  url.search = new URLSearchParams({ ...query, 'api-version': '2018-02-01' }).toString();
  return { url, headers: { metadata: 'true' } };
}

import { z } from 'zod';
import { underDeadline } from './deadline.ts';
import { DirectoryRefused, unreachable, unreadable } from './errors.ts';

/** The app registration that reads the directory. */
export interface DirectoryApp {
  readonly id: string;
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly tenantId: string | undefined;
  readonly password: string | undefined;
  readonly identityEndpoint: string | undefined;
  readonly identityHeader: string | undefined;
}

export interface TokenOptions {
  readonly app: DirectoryApp;
  /** `https://graph.microsoft.com`, the resource that the token is for. */
  readonly graphUrl: string;
  /** `https://login.microsoftonline.com` or a national cloud's. */
  readonly loginUrl: string;
  readonly now?: () => number;
}

const deadline = 5_000;
/** A token is renewed this long before it ends, ms. */
const margin = 5 * 60_000;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/**
 * The application's token, kept until shortly before it ends, asked for by one request at a time.
 * @throws SupportError directory_refused, directory_unreachable or directory_unreadable
 */
export function createGraphToken(options: TokenOptions): () => Promise<string> {
  const now = options.now ?? Date.now;
  let current: { token: string; until: number } | undefined;
  let pending: Promise<string> | undefined;

  const renew = async () => {
    const { access_token, expires_in } = await requestToken(options);
    current = { token: access_token, until: now() + expires_in * 1000 };
    return access_token;
  };

  return async () => {
    if (current && now() < current.until - margin) return current.token;
    pending ??= renew().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

function requestToken(options: TokenOptions): Promise<z.infer<typeof answerSchema>> {
  const { url, ...request } = tokenRequest(options);
  // Others may be waiting for the same token: no caller's signal cancels it.
  return underDeadline(deadline, new AbortController().signal, async (signal) => {
    const response = await fetch(url, { ...request, signal, redirect: 'error' }).catch((cause) => {
      throw unreachable('no token could be asked for', cause);
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new DirectoryRefused(response.status, errorCode(answer));
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) throw unreadable('access_token, expires_in');
    return parsed.data;
  });
}

/** `invalid_client` and the like; the description is left out, it quotes identifiers. */
function errorCode(answer: unknown): string {
  return z.object({ error: z.string() }).safeParse(answer).data?.error ?? 'token_refused';
}

function tokenRequest(options: TokenOptions): RequestInit & { url: string } {
  const { app, graphUrl, loginUrl } = options;
  if (app.type === 'UserAssignedMSI') return managedIdentity(app, graphUrl);
  if (!app.tenantId) throw new DirectoryRefused(400, 'MicrosoftAppTenantId names no tenant to read');
  return {
    url: `${loginUrl}/${app.tenantId}/oauth2/v2.0/token`,
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.id,
      client_secret: app.password ?? '',
      scope: `${graphUrl}/.default`,
    }),
  };
}

/** App Service's identity endpoint where Azure set one, else the instance metadata service of a virtual machine. */
function managedIdentity(app: DirectoryApp, resource: string): RequestInit & { url: string } {
  const appService = app.identityEndpoint !== undefined && app.identityHeader !== undefined;
  const endpoint = appService ? app.identityEndpoint! : 'http://169.254.169.254/metadata/identity/oauth2/token';
  const version = appService ? '2019-08-01' : '2018-02-01';
  return {
    url: `${endpoint}?${new URLSearchParams({ resource, client_id: app.id, 'api-version': version })}`,
    headers: appService ? { 'x-identity-header': app.identityHeader! } : { metadata: 'true' },
  };
}

import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import { SupportError } from '../../support-error.ts';
import { underDeadline } from './deadline.ts';
import { DirectoryRefused, unreachable } from './errors.ts';

/** The app registration that reads the directory. */
export interface DirectoryApp {
  readonly id: string;
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly tenantId: string | undefined;
  readonly password: string | undefined;
}

/** What @azure/identity sends its requests through; tests bring their own. */
type HttpClient = NonNullable<NonNullable<ConstructorParameters<Identity['ClientSecretCredential']>[3]>['httpClient']>;
type Identity = typeof import('@azure/identity');

export interface TokenOptions {
  readonly app: DirectoryApp;
  /** `https://graph.microsoft.com`, the resource that the token is for. */
  readonly graphUrl: string;
  /** `https://login.microsoftonline.com` or a national cloud's. */
  readonly loginUrl: string;
  readonly httpClient?: HttpClient | undefined;
  readonly now?: () => number;
}

const deadline = 5_000;
/** A token is renewed this long before it ends, ms. */
const margin = 5 * 60_000;

interface Refusal {
  readonly status: number;
  readonly code: string;
}

/**
 * The application's token through @azure/identity, kept until shortly before it ends, asked for by one request at a time.
 * @throws SupportError directory_refused or directory_unreachable
 */
export function createGraphToken(options: TokenOptions): () => Promise<string> {
  const now = options.now ?? Date.now;
  let refused: Refusal | undefined;
  let credential: Promise<TokenCredential> | undefined;
  let current: { token: string; until: number } | undefined;
  let pending: Promise<string> | undefined;

  const renew = async () => {
    credential ??= createCredential(options, (refusal) => {
      refused = refusal;
    });
    refused = undefined;
    const ready = await credential;
    // Others may be waiting for the same token: no caller's signal cancels it.
    const found = await underDeadline(deadline, new AbortController().signal, (signal) =>
      ready.getToken(`${options.graphUrl}/.default`, { abortSignal: signal }).catch(failed),
    );
    if (!found) throw unreachable('no token was given');
    current = { token: found.token, until: found.expiresOnTimestamp };
    return found.token;
  };
  /** The library's own error quotes the answer, which names the application. */
  const failed = (cause: unknown): never => {
    if (cause instanceof SupportError) throw cause;
    throw refused ? new DirectoryRefused(refused.status, refused.code) : unreachable('no token could be asked for');
  };

  return async () => {
    if (current && now() < current.until - margin) return current.token;
    pending ??= renew().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

/** Loaded where it is used: local mode does without it. */
async function createCredential(
  options: TokenOptions,
  onRefused: (refusal: Refusal) => void,
): Promise<TokenCredential> {
  const { app, loginUrl, httpClient } = options;
  if (app.type !== 'UserAssignedMSI' && !app.tenantId) {
    throw new DirectoryRefused(400, 'MicrosoftAppTenantId names no tenant to read');
  }
  const { ClientSecretCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const common = {
    // A person may be waiting: whoever needs the token asks again.
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ position: 'perCall' as const, policy: noteRefusals(onRefused) }],
    ...(httpClient && { httpClient }),
  };
  if (app.type === 'UserAssignedMSI') return new ManagedIdentityCredential({ clientId: app.id, ...common });
  // The authority is the configured cloud's, which needs no discovery.
  const authority = { authorityHost: loginUrl, disableInstanceDiscovery: true };
  return new ClientSecretCredential(app.tenantId!, app.id, app.password ?? '', { ...common, ...authority });
}

type Policy = NonNullable<
  NonNullable<ConstructorParameters<Identity['ClientSecretCredential']>[3]>['additionalPolicies']
>[number]['policy'];

/** The library's errors say neither status nor code: they are read as the answer passes. */
const noteRefusals = (onRefused: (refusal: Refusal) => void): Policy => ({
  name: 'noteRefusals',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status >= 400) onRefused({ status: response.status, code: errorCode(response.bodyAsText) });
    return response;
  },
});

/** `invalid_client` and the like; the description is left out, it quotes identifiers. */
function errorCode(body: string | null | undefined): string {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(body ?? '')).error;
  } catch {
    return 'token_refused';
  }
}

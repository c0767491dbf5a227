import { randomBytes } from 'node:crypto';
import { graphPermissions, graphScopes } from '../graph/permissions.ts';
import { type Access, createAccess } from './access.ts';
import type { Answering, Response } from './answer.ts';
import type { Behaviour } from './behaviour.ts';
import { createDeltas } from './delta.ts';
import type { Entity } from './entity.ts';
import { loadTenant } from './load-tenant.ts';
import { issueOf } from './seed/directory.ts';
import { type Asked, type SandboxServer, serveTenant } from './server.ts';
import { type Page, showSignIn, signInOnPage } from './sign-in-page.ts';
import type { Tenant } from './tenant.ts';
import { createTokenService, type TokenService } from './token-service.ts';

export type { Behaviour, Entity };

export interface SandboxOptions {
  readonly now?: () => number;
  /** What an administrator consented to for the application; everything that Guichet asks for, by default. */
  readonly consented?: readonly string[];
}

/** The sandbox tenant, running. `behave` makes it refuse, dawdle or hang up. */
export interface Sandbox extends SandboxServer {
  /** The application's token, with the consented permissions; new at each start, so that no other program reads along. */
  readonly token: string;
  /** Tokens for tests, and consents taken back. */
  readonly access: Access;
  /** What is kept, in Graph's shapes, to be looked at and set by tests. */
  readonly tenant: Tenant;
  readonly tokens: TokenService;
  /** Where the bot finds the token service. */
  readonly tokenServiceUrl: string;
  readonly people: ReadonlyMap<string, Entity>;
  /** The mailbox that Guichet writes from. */
  readonly noticesFrom: string;
  readonly admit: Tenant['admit'];
  /** An outage for demonstrations and tests. Returns its id. */
  openIssue(issue: { readonly service: string; readonly title: string }): string;
  resolveIssues(): void;
}

const defaultPageSize = 100;
/** First step of the path of the sign-in pages. */
const pages = 'sign-in';

/** Starts the sandbox tenant on a free loopback port. */
export async function openSandbox({
  now = Date.now,
  consented = graphPermissions,
}: SandboxOptions = {}): Promise<Sandbox> {
  const tenant = loadTenant(now());
  const access = createAccess(tenant.id, now);
  const answering: Answering = { tenant, access, deltas: createDeltas(), now, defaultPageSize };
  // Nobody but the bot that was told may speak for it: the token service has no password here.
  const secret = randomBytes(18).toString('base64url');
  let tokens: TokenService | undefined;
  const server = await serveTenant(answering, {
    [secret]: (asked) => callTokens(tokens!, asked),
    [pages]: (asked) => showPage(tenant, tokens!, asked),
  });
  tokens = createTokenService({ tenant, access, pages: `${server.baseUrl}/${pages}`, scopes: graphScopes, now });
  let opened = 0;
  return {
    ...server,
    tokens,
    tokenServiceUrl: `${server.baseUrl}/${secret}`,
    access,
    tenant,
    get token() {
      return access.issueForApplication(consented);
    },
    people: tenant.users,
    noticesFrom: `guichet.assistance@${tenant.domain}`,
    admit: tenant.admit,
    openIssue(issue) {
      opened += 1;
      const id = `SB${200_000 + opened}`;
      tenant.issues.push(issueOf({ ...issue, id, classification: 'incident', start: now(), end: null }));
      return id;
    },
    resolveIssues() {
      for (const [at, issue] of tenant.issues.entries()) {
        if (issue.isResolved) continue;
        const time = new Date(now()).toISOString();
        tenant.issues[at] = {
          ...issue,
          isResolved: true,
          status: 'serviceRestored',
          endDateTime: time,
          lastModifiedDateTime: time,
        };
      }
    },
  };
}

function callTokens(tokens: TokenService, { method, url, text }: Asked): Response {
  const path = `/${url.pathname.split('/').slice(2).join('/')}`;
  const { status, body } = tokens.call({ method, path, query: url.searchParams, body: jsonOf(text) });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function showPage(tenant: Tenant, tokens: TokenService, { method, url, text }: Asked): Response {
  const session = tokens.findSession(url.pathname.split('/')[2] ?? '');
  const account = new URLSearchParams(text).get('account') ?? '';
  const page: Page = method === 'POST' ? signInOnPage(tenant, tokens, session, account) : showSignIn(tenant, session);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  };
  return { status: page.status, headers, body: page.html };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

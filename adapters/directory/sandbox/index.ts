import { graphPermissions } from '../graph/permissions.ts';
import { type Access, createAccess } from './access.ts';
import type { Answering } from './answer.ts';
import type { Behaviour } from './behaviour.ts';
import { createDeltas } from './delta.ts';
import type { Entity } from './entity.ts';
import { loadTenant } from './load-tenant.ts';
import { issueOf } from './seed/directory.ts';
import { type SandboxServer, serveTenant } from './server.ts';
import type { Tenant } from './tenant.ts';

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
  readonly people: ReadonlyMap<string, Entity>;
  /** The mailbox that Guichet writes from. */
  readonly noticesFrom: string;
  readonly admit: Tenant['admit'];
  /** An outage for demonstrations and tests. Returns its id. */
  openIssue(issue: { readonly service: string; readonly title: string }): string;
  resolveIssues(): void;
}

const defaultPageSize = 100;

/** Starts the sandbox tenant on a free loopback port. */
export async function openSandbox({
  now = Date.now,
  consented = graphPermissions,
}: SandboxOptions = {}): Promise<Sandbox> {
  const tenant = loadTenant(now());
  const access = createAccess(tenant.id, now);
  const answering: Answering = { tenant, access, deltas: createDeltas(), now, defaultPageSize };
  const server = await serveTenant(answering, {});
  let opened = 0;
  return {
    ...server,
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

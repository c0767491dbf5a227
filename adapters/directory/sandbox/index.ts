import { randomUUID } from 'node:crypto';
import { type SandboxServer, serveTenant } from './server.ts';
import { loadTenant, type SandboxPerson, type Tenant } from './tenant.ts';

export type { Behaviour } from './server.ts';

/** The sandbox tenant, running. `behave` makes it refuse, dawdle or hang up. */
export interface Sandbox extends SandboxServer {
  /** What Graph's client presents; new at each start, so that no other program reads along. */
  readonly token: string;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly admit: Tenant['admit'];
  /** An outage for demonstrations and tests. Returns its id. */
  openIssue(issue: { readonly service: string; readonly title: string }): string;
  resolveIssues(): void;
}

/** Starts the sandbox tenant on a free loopback port. */
export async function openSandbox(now: () => number = Date.now): Promise<Sandbox> {
  const tenant = loadTenant(now());
  const token = randomUUID();
  const server = await serveTenant(tenant, token, now);
  let opened = 0;
  return {
    ...server,
    token,
    people: tenant.people,
    admit: tenant.admit,
    openIssue(issue) {
      opened += 1;
      const id = `SB${200_000 + opened}`;
      tenant.issues.push({ ...issue, id, classification: 'incident', start: now(), end: null });
      return id;
    },
    resolveIssues() {
      for (const [at, issue] of tenant.issues.entries())
        if (issue.end === null) tenant.issues[at] = { ...issue, end: now() };
    },
  };
}

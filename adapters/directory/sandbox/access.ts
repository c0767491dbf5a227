import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import permissions from './permissions.json' with { type: 'json' };

/** Whoever presents a token: the application by its consented roles, or a person by the scopes of the sign-in. */
export type Caller =
  | { readonly kind: 'application'; readonly permissions: ReadonlySet<string> }
  | { readonly kind: 'person'; readonly id: string; readonly permissions: ReadonlySet<string> };

export interface Access {
  /** An application's token: `roles` as Entra writes them. */
  issueForApplication(roles: readonly string[]): string;
  /** A token of somebody who signed in: `oid` and `scp`. */
  issueForPerson(personId: string, scopes: readonly string[]): string;
  /** An administrator takes a consent back, or gives it again. */
  withdraw(permission: string): void;
  restore(): void;
  /** undefined where the token is not of this tenant, or no longer valid. */
  readToken(authorization: string | undefined): Caller | undefined;
}

const claims = z.object({
  roles: z.array(z.string()).optional(),
  scp: z.string().optional(),
  oid: z.string().optional(),
  exp: z.number(),
});
const audience = 'https://graph.microsoft.com';
const hour = 3600;
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Tokens in the form of Entra's (JWT with `roles` or `scp`), signed with a key that lives as long as the tenant. */
export function createAccess(tenantId: string, now: () => number): Access {
  const key = randomBytes(32);
  const withdrawn = new Set<string>();
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');

  const issue = (content: object): string => {
    const iat = Math.floor(now() / 1000);
    const uti = randomBytes(12).toString('base64url');
    const iss = `https://sts.windows.net/${tenantId}/`;
    const text = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode({ aud: audience, iss, tid: tenantId, iat, nbf: iat, exp: iat + hour, uti, ...content })}`;
    return `${text}.${sign(text)}`;
  };

  return {
    issueForApplication: (roles) => issue({ idtyp: 'app', roles }),
    issueForPerson: (personId, scopes) => issue({ idtyp: 'user', oid: personId, scp: scopes.join(' ') }),
    withdraw: (permission) => void withdrawn.add(permission),
    restore: () => withdrawn.clear(),
    readToken(authorization) {
      const [, head, body, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization ?? '') ?? [];
      if (!head || !body || sign(`${head}.${body}`) !== signature) return undefined;
      const held = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      if (held.exp * 1000 <= now()) return undefined;
      const granted = (names: readonly string[]) => new Set(names.filter((name) => !withdrawn.has(name)));
      if (held.oid === undefined) return { kind: 'application', permissions: granted(held.roles ?? []) };
      return { kind: 'person', id: held.oid, permissions: granted((held.scp ?? '').split(' ')) };
    },
  };
}

const readSites = { application: ['Sites.Read.All', 'Sites.ReadWrite.All'], delegated: ['Sites.Read.All'] };
const writeSites = { application: ['Sites.ReadWrite.All'], delegated: ['Sites.ReadWrite.All', 'Files.ReadWrite.All'] };

/** What Microsoft's permission file accepts, by `METHOD /path`; what stands there in no subset of it is added below. */
const accepted: Readonly<Record<string, { application: string[]; delegated: string[] }>> = {
  ...permissions,
  // Of the reference of Graph v1.0: list mailFolders, list calendarPermissions.
  'GET /users/{user-id}/mailFolders': {
    application: ['Mail.ReadBasic.All', 'Mail.Read', 'Mail.ReadWrite'],
    delegated: ['Mail.ReadBasic', 'Mail.Read', 'Mail.ReadWrite'],
  },
  'GET /users/{user-id}/calendar/calendarPermissions': {
    application: ['Calendars.Read', 'Calendars.ReadWrite'],
    delegated: ['Calendars.Read', 'Calendars.ReadWrite'],
  },
  // Of the reference of Graph v1.0: sites and permissions of what is kept there.
  'GET /sites': readSites,
  'GET /sites/{site-id}': readSites,
  'GET /sites/{site-id}/drive': readSites,
  'GET /drives/{drive-id}/items/{driveItem-id}/permissions': readSites,
  'DELETE /drives/{drive-id}/items/{driveItem-id}/permissions/{permission-id}': writeSites,
  'POST /drives/{drive-id}/items/{driveItem-id}/invite': writeSites,
  'GET /me/mailFolders': { application: [], delegated: ['Mail.ReadBasic', 'Mail.Read', 'Mail.ReadWrite'] },
  'GET /me/calendar/calendarPermissions': { application: [], delegated: ['Calendars.Read', 'Calendars.ReadWrite'] },
};

/** Whether one of the permissions that a path accepts is held. */
export function mayCall(caller: Caller, operation: string): boolean {
  const wanted = accepted[operation]?.[caller.kind === 'application' ? 'application' : 'delegated'] ?? [];
  return wanted.some((permission) => caller.permissions.has(permission));
}

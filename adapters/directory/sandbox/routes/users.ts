import type { Caller } from '../access.ts';
import { type Entity, iso } from '../entity.ts';
import { BadQuery } from '../odata-values.ts';
import { type Call, existing, fieldsOf, Refused, type Routes } from '../route.ts';
import type { Tenant } from '../tenant.ts';

/** What Graph gives of a user without `$select`. */
export const userFields = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

/** By id or user principal name. @throws Refused with 404 */
export function userOf({ tenant, ids }: Pick<Call, 'tenant' | 'ids'>): Entity {
  return existing(tenant.users.get(userIdOf(tenant, ids[0]!)));
}

export function userIdOf(tenant: Tenant, name: string): string {
  const key = name.toLowerCase();
  if (tenant.users.has(key)) return key;
  const named = [...tenant.users.values()].find((user) => String(user.userPrincipalName).toLowerCase() === key);
  return String(named?.id ?? '');
}

/** A directory object says its type where Graph may answer several. */
export const typedUser = (user: Entity): Entity => ({ '@odata.type': '#microsoft.graph.user', ...user });

const passwordPermission = 'User-PasswordProfile.ReadWrite.All';
const enablePermission = 'User.EnableDisableAccount.All';
const writePermissions = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];

export const userRoutes: Routes = {
  'GET /users': ({ tenant }) => ({ collection: [...tenant.users.values()], byDefault: userFields }),
  'GET /users/delta()': ({ tenant }) => ({ collection: [...tenant.users.values()], byDefault: userFields }),
  'GET /users/{user-id}': (call) => ({ entity: expanded(call, userOf(call)), byDefault: userFields }),
  'PATCH /users/{user-id}': (call) => {
    const user = userOf(call);
    const { body, caller, tenant, now } = call;
    fieldsOf(body, [
      'accountEnabled',
      'passwordProfile',
      'jobTitle',
      'officeLocation',
      'preferredLanguage',
      'mobilePhone',
    ]);
    mayPatch(caller, body);
    if (body.passwordProfile && hasRole(tenant, String(user.id))) throw new Refused(403);
    const { passwordProfile, ...rest } = body;
    Object.assign(user, rest);
    if (passwordProfile) setPassword(user, passwordProfile as Entity, now);
    return { status: 204 };
  },
  // Sessions end; access tokens that are out live to their end.
  'POST /users/{user-id}/revokeSignInSessions': (call) => {
    userOf(call).signInSessionsValidFromDateTime = iso(call.now);
    return { result: { value: true } };
  },
  'GET /users/{user-id}/manager': ({ tenant, ids }) => {
    const manager = existing(tenant.managers.get(userIdOf(tenant, ids[0]!)));
    return { entity: typedUser(existing(tenant.users.get(manager))), byDefault: userFields };
  },
  'GET /users/{user-id}/directReports': (call) => {
    const id = userOf(call).id;
    const reports = [...call.tenant.managers].filter(([, manager]) => manager === id).map(([report]) => report);
    return { collection: reports.map((report) => typedUser(call.tenant.users.get(report)!)), byDefault: userFields };
  },
};

/** `$expand=manager` brings them along. */
function expanded({ tenant, query }: Call, user: Entity): Entity {
  const expand = query.get('$expand');
  if (expand === null) return user;
  if (!/^manager(\(.*\))?$/.test(expand)) throw new BadQuery(expand);
  const manager = tenant.users.get(tenant.managers.get(String(user.id)) ?? '');
  if (!manager) return user;
  return { ...user, manager: typedUser(Object.fromEntries(userFields.map((name) => [name, manager[name]]))) };
}

function mayPatch({ permissions }: Caller, body: Entity): void {
  if (writePermissions.some((name) => permissions.has(name)) && !body.passwordProfile) return;
  const needed = Object.keys(body).map((name) =>
    name === 'passwordProfile'
      ? passwordPermission
      : name === 'accountEnabled'
        ? enablePermission
        : 'User.ReadWrite.All',
  );
  if (needed.some((name) => !permissions.has(name))) throw new Refused(403);
}

function setPassword(user: Entity, profile: Entity, now: number): void {
  fieldsOf(profile, ['password', 'forceChangePasswordNextSignIn', 'forceChangePasswordNextSignInWithMfa']);
  const { password, ...rest } = profile;
  user.passwordProfile = { ...(user.passwordProfile as Entity | null), ...rest };
  if (password !== undefined) user.lastPasswordChangeDateTime = iso(now);
}

/** Directly or through a group: nobody without a role of their own may reset such a person. */
export function rolesOf(tenant: Tenant, userId: string): Entity[] {
  const through = [userId, ...[...tenant.members].filter(([, members]) => members.includes(userId)).map(([id]) => id)];
  return [...tenant.roles.values()].filter((role) =>
    tenant.roleMembers.get(String(role.id))?.some((member) => through.includes(member)),
  );
}

const hasRole = (tenant: Tenant, userId: string) => rolesOf(tenant, userId).length > 0;

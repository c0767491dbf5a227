import type { Entity } from '../entity.ts';
import { type Call, existing, Refused, type Routes } from '../route.ts';
import { rolesOf, typedUser, userFields, userIdOf, userOf } from './users.ts';

const typedGroup = (group: Entity): Entity => ({ '@odata.type': '#microsoft.graph.group', ...group });
const typedRole = (role: Entity): Entity => ({ '@odata.type': '#microsoft.graph.directoryRole', ...role });

const groupOf = ({ tenant, ids }: Call): Entity => existing(tenant.groups.get(ids[0]!.toLowerCase()));

function groupsOf(call: Call): Entity[] {
  const id = String(userOf(call).id);
  return [...call.tenant.groups.values()].filter((group) => call.tenant.members.get(String(group.id))?.includes(id));
}

const peopleOf = (call: Call, ids: readonly string[] = []) => ({
  collection: ids.flatMap((id) => call.tenant.users.get(id) ?? []).map((user) => typedUser(user as Entity)),
  byDefault: userFields,
});

/** Membership by rule, by roles or kept at home is not changed one by one. */
function changeable(call: Call): string {
  const group = groupOf(call);
  if ((group.groupTypes as string[]).includes('DynamicMembership') || group.onPremisesSyncEnabled)
    throw new Refused(400);
  if (group.isAssignableToRole && !call.caller.permissions.has('RoleManagement.ReadWrite.Directory'))
    throw new Refused(403);
  return String(group.id);
}

export const groupRoutes: Routes = {
  'GET /groups': ({ tenant }) => ({ collection: [...tenant.groups.values()] }),
  'GET /groups/delta()': ({ tenant }) => ({ collection: [...tenant.groups.values()] }),
  'GET /groups/{group-id}': (call) => ({ entity: groupOf(call) }),
  'GET /groups/{group-id}/members': (call) => peopleOf(call, call.tenant.members.get(String(groupOf(call).id))),
  'GET /groups/{group-id}/transitiveMembers': (call) =>
    peopleOf(call, call.tenant.members.get(String(groupOf(call).id))),
  'GET /groups/{group-id}/owners': (call) => peopleOf(call, call.tenant.owners.get(String(groupOf(call).id))),
  'POST /groups/{group-id}/members/$ref': (call) => {
    const { tenant, body } = call;
    const id = changeable(call);
    const [, member] = /\/v1\.0\/(?:directoryObjects|users)\/([^/]+)$/.exec(String(body['@odata.id'] ?? '')) ?? [];
    const person = userIdOf(tenant, member ?? '');
    if (!person) throw new Refused(404);
    const members = tenant.members.get(id) ?? [];
    // Graph calls it a bad request to add somebody twice.
    if (members.includes(person)) throw new Refused(400, 'Request_BadRequest');
    tenant.members.set(id, [...members, person]);
    return { status: 204 };
  },
  'DELETE /groups/{group-id}/members/{directoryObject-id}/$ref': (call) => {
    const id = changeable(call);
    const members = call.tenant.members.get(id) ?? [];
    const gone = call.ids[1]!.toLowerCase();
    if (!members.includes(gone)) throw new Refused(404);
    call.tenant.members.set(
      id,
      members.filter((member) => member !== gone),
    );
    return { status: 204 };
  },
  'GET /users/{user-id}/memberOf': (call) => ({ collection: groupsOf(call).map(typedGroup) }),
  'GET /users/{user-id}/transitiveMemberOf': (call) => ({
    collection: [...groupsOf(call).map(typedGroup), ...rolesOf(call.tenant, String(userOf(call).id)).map(typedRole)],
  }),
  'GET /users/{user-id}/transitiveMemberOf/graph.group': (call) => ({ collection: groupsOf(call) }),
  'GET /users/{user-id}/transitiveMemberOf/graph.directoryRole': (call) => ({
    collection: rolesOf(call.tenant, String(userOf(call).id)),
  }),
  'GET /directoryRoles': ({ tenant }) => ({ collection: [...tenant.roles.values()] }),
  'GET /directoryRoles/{directoryRole-id}/members': (call) =>
    peopleOf(call, call.tenant.roleMembers.get(String(existing(call.tenant.roles.get(call.ids[0]!)).id))),
};

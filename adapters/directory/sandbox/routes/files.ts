import type { Entity } from '../entity.ts';
import { type Call, existing, fieldsOf, Refused, type Routes } from '../route.ts';
import type { Library } from '../tenant.ts';

const libraryOf = ({ tenant, ids }: Call): Library => existing(tenant.libraries.get(ids[0]!));
const itemOf = (call: Call): Entity => existing(libraryOf(call).items.get(call.ids[1]!));
const bySite = ({ tenant, ids }: Call): Library =>
  existing([...tenant.libraries.values()].find(({ site }) => site.id === ids[0]));

const itemPath = '/drives/{drive-id}/items/{driveItem-id}';

export const fileRoutes: Routes = {
  'GET /sites': ({ tenant }) => ({ collection: [...tenant.libraries.values()].map(({ site }) => site) }),
  'GET /sites/{site-id}': (call) => ({ entity: bySite(call).site }),
  'GET /sites/{site-id}/drive': (call) => ({ entity: bySite(call).drive }),
  'GET /drives/{drive-id}/root/delta()': (call) => ({ collection: [...libraryOf(call).items.values()] }),
  [`GET ${itemPath}`]: (call) => ({ entity: itemOf(call) }),
  // The real service redirects to an address that needs no token; here the bytes come at once.
  [`GET ${itemPath}/content`]: (call) => {
    const { $text: text } = itemOf(call);
    if (typeof text !== 'string') throw new Refused(400);
    return { text, type: 'application/octet-stream' };
  },
  [`GET ${itemPath}/permissions`]: (call) => ({ collection: itemOf(call).$permissions as Entity[] }),
  [`DELETE ${itemPath}/permissions/{permission-id}`]: (call) => {
    const item = itemOf(call);
    const kept = (item.$permissions as Entity[]).filter(({ id }) => id !== call.ids[2]);
    if (kept.length === (item.$permissions as Entity[]).length) throw new Refused(404);
    item.$permissions = kept;
    return { status: 204 };
  },
  [`POST ${itemPath}/invite`]: (call) => {
    const { tenant, body } = call;
    fieldsOf(body, ['recipients', 'roles', 'requireSignIn', 'sendInvitation', 'message'], ['recipients', 'roles']);
    const item = itemOf(call);
    const users = [...tenant.users.values()];
    const given = (body.recipients as Entity[]).map(({ email, objectId }): Entity => {
      const user = users.find(({ id, mail }) => id === objectId || mail === email);
      if (!user) throw new Refused(400);
      const { id, displayName } = user;
      return {
        id: Buffer.from(String(id)).toString('base64url'),
        roles: body.roles,
        grantedToV2: { user: { id, displayName } },
      };
    });
    const others = (item.$permissions as Entity[]).filter(({ id }) => !given.some((each) => each.id === id));
    item.$permissions = [...others, ...given];
    return { collection: given };
  },
};

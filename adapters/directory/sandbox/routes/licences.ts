import type { Entity } from '../entity.ts';
import { type Call, fieldsOf, Refused, type Routes } from '../route.ts';
import { assignmentsOf, grantLicence, takeLicence } from '../seed/licences.ts';
import { userFields, userOf } from './users.ts';

const freeOf = (sku: Entity): number => Number((sku.prepaidUnits as Entity).enabled) - Number(sku.consumedUnits);

function skuOf({ tenant }: Call, skuId: unknown): Entity {
  const sku = tenant.skus.find((each) => each.skuId === skuId);
  if (!sku) throw new Refused(400, 'Request_BadRequest');
  return sku;
}

export const licenceRoutes: Routes = {
  'GET /subscribedSkus': ({ tenant }) => ({ collection: tenant.skus }),
  'GET /users/{user-id}/licenseDetails': (call) => {
    const held = new Set(assignmentsOf(call.tenant, String(userOf(call).id)).map(({ skuId }) => skuId));
    return {
      collection: call.tenant.skus
        .filter((sku) => held.has(sku.skuId))
        .map(({ id, skuId, skuPartNumber, servicePlans }) => ({ id, skuId, skuPartNumber, servicePlans })),
    };
  },
  // All or nothing: what is asked for is checked before any of it is done.
  'POST /users/{user-id}/assignLicense': (call) => {
    const { tenant, body } = call;
    const user = userOf(call);
    const id = String(user.id);
    fieldsOf(body, ['addLicenses', 'removeLicenses'], ['addLicenses', 'removeLicenses']);
    const added = (body.addLicenses as Entity[]).map(({ skuId }) => skuOf(call, skuId));
    const removed = body.removeLicenses as string[];
    const direct = assignmentsOf(tenant, id).filter(({ assignedByGroup }) => assignedByGroup === null);
    if (!user.usageLocation || added.some((sku) => freeOf(sku) <= 0)) throw new Refused(400, 'Request_BadRequest');
    if (removed.some((skuId) => !direct.some((state) => state.skuId === skuId)))
      throw new Refused(400, 'Request_BadRequest');
    for (const sku of added) grantLicence(tenant, id, sku, null);
    for (const skuId of removed) takeLicence(tenant, id, skuId);
    return { entity: user, byDefault: [...userFields, 'assignedLicenses'] };
  },
};

import type { Entity } from '../entity.ts';
import type { Tenant } from '../tenant.ts';

interface Assignment {
  readonly skuId: unknown;
  readonly assignedByGroup: string | null;
}

/** Gives a licence, directly or through a group. */
export function grantLicence(tenant: Tenant, userId: string, sku: Entity, assignedByGroup: string | null): void {
  const states = assignmentsOf(tenant, userId).filter(
    (state) => !(state.skuId === sku.skuId && state.assignedByGroup === assignedByGroup),
  );
  keep(tenant, userId, [
    ...states,
    { skuId: sku.skuId, assignedByGroup, state: 'Active', error: 'None', disabledPlans: [] } as Assignment,
  ]);
}

/** Takes a direct licence back; one that comes through a group stays. */
export function takeLicence(tenant: Tenant, userId: string, skuId: string): void {
  keep(
    tenant,
    userId,
    assignmentsOf(tenant, userId).filter((state) => !(state.skuId === skuId && state.assignedByGroup === null)),
  );
}

export const assignmentsOf = (tenant: Tenant, userId: string): readonly Assignment[] =>
  (tenant.users.get(userId)?.licenseAssignmentStates ?? []) as Assignment[];

/** The count of what is used follows: one more or one less for whoever holds it now and did not before. */
function keep(tenant: Tenant, userId: string, states: readonly Assignment[]): void {
  const user = tenant.users.get(userId)!;
  const before = skusOf(assignmentsOf(tenant, userId));
  const after = skusOf(states);
  user.licenseAssignmentStates = states;
  user.assignedLicenses = [...after].map((skuId) => ({ skuId, disabledPlans: [] }));
  for (const sku of tenant.skus) {
    const change = Number(after.has(sku.skuId)) - Number(before.has(sku.skuId));
    sku.consumedUnits = Number(sku.consumedUnits) + change;
  }
}

const skusOf = (states: readonly Assignment[]): Set<unknown> => new Set(states.map(({ skuId }) => skuId));

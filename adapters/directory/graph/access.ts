import { z } from 'zod';
import { SupportError } from '../../support-error.ts';
import type { Group, Licence, PersonalTenant } from '../actions-port.ts';
import { approverSchema, toApprover } from './account.ts';
import { DirectoryRefused, unreadable } from './errors.ts';
import { licenceName } from './licence-names.ts';
import { segment } from './path.ts';
import { notYours, type Personal } from './personal.ts';
import { text } from './schemas.ts';

const stateSchema = z.object({ skuId: z.string(), assignedByGroup: text });
const assignmentSchema = z.object({ licenseAssignmentStates: z.array(stateSchema).nullish() });
const skuSchema = z.object({
  skuId: z.string(),
  skuPartNumber: z.string(),
  consumedUnits: z.int(),
  prepaidUnits: z.object({ enabled: z.int() }),
  appliesTo: text,
});
const groupSchema = z.object({
  id: z.string().min(1),
  displayName: text,
  description: text,
  groupTypes: z.array(z.string()).nullish(),
  isAssignableToRole: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
});
type GraphGroup = z.infer<typeof groupSchema>;

const batchSchema = z.object({
  responses: z.array(
    z.object({ id: z.string(), status: z.int(), body: z.object({ value: z.array(z.unknown()).optional() }).nullish() }),
  ),
});

/** So many groups are shown; each takes one of the twenty requests of a batch. */
const mostGroups = 10;

type Access = Pick<
  PersonalTenant,
  | 'readLicences'
  | 'readAvailableLicences'
  | 'assignLicence'
  | 'releaseLicence'
  | 'readGroups'
  | 'findGroups'
  | 'readGroupOwners'
  | 'joinGroup'
  | 'leaveGroup'
>;

export function accessOf({ personId, user, elsewhere }: Personal): Access {
  const readSkus = (signal: AbortSignal) => elsewhere.list('/subscribedSkus', skuSchema, signal);
  const readOwners = (groupId: string, signal: AbortSignal) =>
    elsewhere.list(`/groups/${segment(groupId)}/owners`, approverSchema, signal);
  const myGroups = (signal: AbortSignal) => user.list('/transitiveMemberOf/graph.group', groupSchema, signal);

  return {
    async readLicences(signal) {
      const [{ licenseAssignmentStates }, skus] = await Promise.all([
        user.get('', assignmentSchema, signal),
        readSkus(signal),
      ]);
      const states = licenseAssignmentStates ?? [];
      return [...new Set(states.map(({ skuId }) => skuId))].map((skuId) => {
        const direct = states.some((state) => state.skuId === skuId && !state.assignedByGroup);
        const name = licenceName(skus.find((sku) => sku.skuId === skuId)?.skuPartNumber ?? skuId);
        return { skuId, name, ...(!direct && { throughGroup: true }) } satisfies Licence;
      });
    },
    async readAvailableLicences(signal) {
      const skus = await readSkus(signal);
      return skus
        .filter(({ appliesTo }) => appliesTo !== 'Company')
        .map(({ skuId, skuPartNumber, prepaidUnits, consumedUnits }) => ({
          skuId,
          name: licenceName(skuPartNumber),
          free: Math.max(0, prepaidUnits.enabled - consumedUnits),
        }));
    },
    async assignLicence(skuId, signal) {
      await user.post('/assignLicense', { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] }, signal);
    },
    async releaseLicence(skuId, signal) {
      await user.post('/assignLicense', { addLicenses: [], removeLicenses: [skuId] }, signal);
    },
    async readGroups(signal) {
      return (await myGroups(signal)).map(toGroup);
    },
    async findGroups(name, signal) {
      const words = name.replace(/["\\]/g, ' ').trim();
      if (words === '') return [];
      const found = await elsewhere.list('/groups', groupSchema, signal, {
        more: { $search: `"displayName:${words}"` },
        // Graph searches in advanced queries alone.
        headers: { ConsistencyLevel: 'eventual' },
      });
      const candidates = found.filter(isAssignable).slice(0, mostGroups);
      const owned = await ownersOf(candidates, signal);
      return candidates.filter(({ id }) => owned.get(id)).map(toGroup);
    },
    async readGroupOwners(groupId, signal) {
      return (await readOwners(groupId, signal)).map(toApprover);
    },
    async joinGroup(groupId, signal) {
      const group = await elsewhere.get(`/groups/${segment(groupId)}`, groupSchema, signal);
      if (!isAssignable(group)) throw notAssignable();
      const reference = `https://graph.microsoft.com/v1.0/directoryObjects/${segment(personId)}`;
      await elsewhere.post(`/groups/${segment(group.id)}/members/$ref`, { '@odata.id': reference }, signal);
    },
    async leaveGroup(groupId, signal) {
      const group = (await myGroups(signal)).find(({ id }) => id.toLowerCase() === groupId.toLowerCase());
      if (!group) throw notYours('group');
      if (!isAssignable(group)) throw notAssignable();
      await elsewhere.remove(`/groups/${segment(group.id)}/members/${segment(personId)}/$ref`, signal);
    },
  };

  /** Which groups have an owner, in one batch. Half a batch is no answer. */
  async function ownersOf(groups: readonly GraphGroup[], signal: AbortSignal): Promise<Map<string, boolean>> {
    if (groups.length === 0) return new Map();
    const requests = groups.map(({ id }) => ({
      id,
      method: 'GET',
      url: `/groups/${segment(id)}/owners?$select=id&$top=1`,
    }));
    const batch = batchSchema.safeParse(await elsewhere.post('/$batch', { requests }, signal));
    if (!batch.success) throw unreadable('responses');
    const { responses } = batch.data;
    const failed = responses.find(({ status }) => status !== 200);
    if (failed) throw new DirectoryRefused(failed.status, 'in a batch');
    if (responses.length < groups.length) throw unreadable('responses: some are missing');
    return new Map(responses.map(({ id, body }) => [id, (body?.value?.length ?? 0) > 0]));
  }
}

/** Membership by a rule, kept in another directory, or that gives roles, is not for a chat to change. */
function isAssignable({ groupTypes, isAssignableToRole, onPremisesSyncEnabled }: GraphGroup): boolean {
  return !groupTypes?.includes('DynamicMembership') && !isAssignableToRole && !onPremisesSyncEnabled;
}

const toGroup = (group: GraphGroup): Group => ({
  id: group.id,
  name: group.displayName ?? '',
  ...(group.description && { description: group.description }),
  assignable: isAssignable(group),
});

const notAssignable = () => new SupportError('not_assignable', 'membership of this group is not given one by one');

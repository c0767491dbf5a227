import { type Entity, idOf, iso } from '../entity.ts';
import type { Tenant } from '../tenant.ts';
import { type FilePerson, objectId, type TenantFile } from '../tenant-file.ts';
import { seedLibrary } from './files.ts';
import { grantLicence } from './licences.ts';
import { addressOf, seedPerson } from './people.ts';

const hour = 3_600_000;

/** Fills an empty tenant from its file: people first, then what refers to them. */
export function seedDirectory(tenant: Tenant, file: TenantFile, now: number): void {
  // The heads come first: others' calendars name them.
  const heads = new Set(Object.values(file.heads));
  const people = file.people.toSorted((a, b) => Number(heads.has(b.number)) - Number(heads.has(a.number)));
  for (const person of people) seedPerson(tenant, file, now, toNewcomer(person, file));
  seedGroups(tenant, file, now);
  seedRoles(tenant, file);
  seedLicences(tenant, file);
  seedPolicies(tenant, file);
  seedLibrary(tenant, now);
  for (const { startedHoursAgo, lastedHours, ...issue } of file.issues) {
    const start = now - startedHoursAgo * hour;
    tenant.issues.push(issueOf({ ...issue, start, end: start + lastedHours * hour }));
  }
}

function toNewcomer(person: FilePerson, file: TenantFile) {
  const [givenName, surname] = person.name;
  const displayName = `${givenName} ${surname}`;
  const head = file.heads[person.department];
  const manager = head === person.number || head === undefined ? file.directors[person.language] : head;
  return {
    ...person,
    id: objectId(person.number),
    displayName,
    givenName,
    surname,
    address: addressOf(displayName, file.domain),
    hindrance: file.hindrances[String(person.number)],
    manager: manager === person.number ? undefined : objectId(manager),
  };
}

function seedGroups(tenant: Tenant, file: TenantFile, now: number): void {
  for (const { number, name, description, kind, owners, members, language } of file.groups) {
    const id = objectId(number);
    const everybody = file.people.filter((person) => person.language === language && person.enabled);
    tenant.groups.set(id, {
      id,
      displayName: name,
      description,
      createdDateTime: iso(now - (number - 100) * 24 * hour),
      groupTypes: kind === 'team' ? ['Unified'] : kind === 'dynamic' ? ['DynamicMembership'] : [],
      membershipRule: kind === 'dynamic' ? `user.preferredLanguage -startsWith "${language}"` : null,
      securityEnabled: kind !== 'team',
      mailEnabled: kind === 'team',
      mailNickname: addressOf(name, 'x').split('@')[0],
      mail: kind === 'team' ? addressOf(name, file.domain) : null,
      isAssignableToRole: kind === 'role' ? true : null,
      onPremisesSyncEnabled: kind === 'synced' ? true : null,
      visibility: kind === 'team' ? 'Private' : null,
    });
    tenant.owners.set(id, owners.map(objectId));
    tenant.members.set(
      id,
      kind === 'dynamic' ? everybody.map((person) => objectId(person.number)) : members.map(objectId),
    );
  }
}

function seedRoles(tenant: Tenant, file: TenantFile): void {
  const add = (name: string, member: string) => {
    const id = idOf(`role ${name}`);
    tenant.roles.set(id, { id, displayName: name, description: name, roleTemplateId: idOf(`template ${name}`) });
    tenant.roleMembers.set(id, [...(tenant.roleMembers.get(id) ?? []), member]);
  };
  for (const person of file.people) for (const role of person.roles) add(role, objectId(person.number));
  for (const group of file.groups) if (group.kind === 'role') add('User Administrator', objectId(group.number));
}

function seedLicences(tenant: Tenant, file: TenantFile): void {
  for (const { part, owned, plans } of file.skus)
    tenant.skus.push({
      id: `${tenant.id}_${idOf(`sku ${part}`)}`,
      skuId: idOf(`sku ${part}`),
      skuPartNumber: part,
      appliesTo: 'User',
      capabilityStatus: 'Enabled',
      consumedUnits: 0,
      prepaidUnits: { enabled: owned, suspended: 0, warning: 0, lockedOut: 0 },
      servicePlans: plans.map((plan) => ({
        servicePlanId: idOf(`plan ${plan}`),
        servicePlanName: plan,
        provisioningStatus: 'Success',
        appliesTo: 'User',
      })),
    });
  const [everyday, premium] = tenant.skus;
  const groups = { fr: objectId(202), en: objectId(203) };
  for (const person of file.people) {
    if (!person.enabled) continue;
    for (const sku of [everyday!, premium!])
      grantLicence(tenant, objectId(person.number), sku, groups[person.language]);
  }
  for (const [part, holders] of Object.entries(file.holders))
    for (const holder of holders)
      grantLicence(tenant, objectId(holder), tenant.skus.find((sku) => sku.skuPartNumber === part)!, null);
}

/** A pass by policy for everybody but administrators of roles; an hour, once. */
function seedPolicies(tenant: Tenant, file: TenantFile): void {
  const roleGroups = file.groups.filter(({ kind }) => kind === 'role').map(({ number }) => objectId(number));
  tenant.methodPolicies.set('temporaryaccesspass', {
    '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration',
    id: 'TemporaryAccessPass',
    state: 'enabled',
    defaultLifetimeInMinutes: 60,
    defaultLength: 8,
    minimumLifetimeInMinutes: 60,
    maximumLifetimeInMinutes: 480,
    isUsableOnce: true,
    includeTargets: [{ targetType: 'group', id: 'all_users', isRegistrationRequired: false }],
    excludeTargets: roleGroups.map((id) => ({ targetType: 'group', id })),
  });
}

interface Issue {
  readonly id: string;
  readonly service: string;
  readonly classification: 'incident' | 'advisory';
  readonly title: string;
  readonly start: number;
  readonly end: number | null;
}

/** microsoft.graph.serviceHealthIssue */
export const issueOf = (issue: Issue): Entity => ({
  id: issue.id,
  title: issue.title,
  service: issue.service,
  feature: issue.service,
  classification: issue.classification,
  origin: 'microsoft',
  status: issue.end === null ? 'serviceDegradation' : 'serviceRestored',
  isResolved: issue.end !== null,
  impactDescription: issue.title,
  startDateTime: iso(issue.start),
  endDateTime: issue.end === null ? null : iso(issue.end),
  lastModifiedDateTime: iso(issue.end ?? issue.start),
});

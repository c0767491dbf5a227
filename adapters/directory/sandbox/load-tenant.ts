import { numberOf } from './entity.ts';
import { MadeWhenRead } from './made-when-read.ts';
import { seedDirectory } from './seed/directory.ts';
import { grantLicence } from './seed/licences.ts';
import { addressOf, seedPerson } from './seed/people.ts';
import type { Tenant } from './tenant.ts';
import { objectId, readTenantFile } from './tenant-file.ts';

/** Reads tenant.yaml and grows it into a tenant. @throws ZodError when it does not have its form */
export function loadTenant(now: number): Tenant {
  const file = readTenantFile();
  const tenant: Tenant = {
    id: '7f3b5c1e-0000-4000-8000-000000000001',
    domain: file.domain,
    users: new Map(),
    managers: new Map(),
    methods: new Map(),
    managedDevices: new Map(),
    devices: new Map(),
    recoveryKeys: new Map(),
    mailboxes: new MadeWhenRead(),
    drives: new Map(),
    libraries: new Map(),
    groups: new Map(),
    members: new Map(),
    owners: new Map(),
    roles: new Map(),
    roleMembers: new Map(),
    skus: [],
    signIns: [],
    riskyUsers: new Map(),
    methodPolicies: new Map(),
    issues: [],
    assessments: new Map(),
    sent: [],
    admit(person) {
      const id = person.id.toLowerCase();
      if (tenant.users.has(id)) return;
      // Where a newcomer sits follows from their id, so that a restart changes nothing.
      const number = numberOf(id, 65_536);
      const place = file.newcomers[number % file.newcomers.length]!;
      const english = place.office === 'Harbour Lab Lyon';
      seedPerson(tenant, file, now, {
        ...place,
        id,
        displayName: person.displayName,
        givenName: null,
        surname: null,
        address: addressOf(`${person.displayName} ${number}`, file.domain),
        language: null,
        job: null,
        enabled: true,
        devices: [`LT-${1000 + (number % 9000)}`],
        hindrance: undefined,
        manager: objectId(english ? file.directors.en : file.directors.fr),
      });
      const group = objectId(english ? 203 : 202);
      tenant.members.get(group)?.push(id);
      for (const sku of tenant.skus.slice(0, 2)) grantLicence(tenant, id, sku, group);
    },
  };
  seedDirectory(tenant, file, now);
  return tenant;
}

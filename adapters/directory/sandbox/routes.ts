import { toManagedDevice, toOwner, toServiceHealthIssue, toUser } from './graph-shapes.ts';
import type { SandboxPerson, Tenant } from './tenant.ts';

type Entity = Readonly<Record<string, unknown>>;

/** One entity, all the entities of a collection, or the status of a refusal. */
export type Found = { readonly entity: Entity } | { readonly collection: readonly Entity[] } | number;

export const organisationId = '7f3b5c1e-0000-4000-8000-000000000001';

/** Answers a path of Graph v1.0 from the tenant; `filter` is the value of `$filter`. */
export function route(tenant: Tenant, path: string, filter: string | null, now: number): Found {
  const [root = '', id = '', relation, ...more] = path.split('/').slice(1).map(decoded);
  if (more.length > 0) return 404;
  if (root === 'admin') return serviceIssues(tenant, path, filter);
  if (filter !== null) return 400;
  if (path === '/organization') return { collection: [{ id: organisationId }] };

  const key = id.toLowerCase();
  if (root === 'users') {
    const person = tenant.people.get(key);
    return person ? ofPerson(person, relation, now) : 404;
  }
  const owners = root === 'groups' && relation === 'owners' ? tenant.groupOwners.get(key) : undefined;
  if (!owners) return 404;
  return { collection: owners.flatMap((owner) => tenant.people.get(owner) ?? []).map(toOwner) };
}

function ofPerson(person: SandboxPerson, relation: string | undefined, now: number): Found {
  if (relation === undefined) return { entity: toUser(person) };
  if (relation !== 'managedDevices') return 404;
  return { collection: person.devices.map((device) => toManagedDevice(device, person, now)) };
}

function serviceIssues(tenant: Tenant, path: string, filter: string | null): Found {
  if (path !== '/admin/serviceAnnouncement/issues') return 404;
  const issues = tenant.issues.map(toServiceHealthIssue);
  if (filter === null) return { collection: issues };
  // The one filter that is used; another would be answered wrongly, so it is refused.
  if (filter !== 'isResolved eq false') return 400;
  return { collection: issues.filter(({ isResolved }) => !isResolved) };
}

/** A percent sign that is not an encoding names nothing that exists. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

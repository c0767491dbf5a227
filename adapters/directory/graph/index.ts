import type { Directory } from '../port.ts';
import { createClient, type GraphOptions } from './client.ts';
import { segment } from './path.ts';
import { toDevice, toPerson, toServiceIssue } from './people.ts';
import { createReader } from './reader.ts';
import { issueSchema, managedDeviceSchema, referenceSchema, userSchema } from './schemas.ts';

/** The directory of a Microsoft 365 tenant, read through Graph v1.0. */
export function createGraphDirectory(options: GraphOptions): Directory {
  const reader = createReader(createClient(options));
  return {
    async findPerson(id, signal) {
      const user = await reader.find(`/users/${segment(id)}`, userSchema, signal);
      return user && toPerson(user);
    },
    async findDevices(personId, signal) {
      const devices = await reader.list(`/users/${segment(personId)}/managedDevices`, managedDeviceSchema, signal);
      return devices.map(toDevice);
    },
    /** Incidents that are open. A tenant always has advisories too, most of which touch nobody who asks. */
    async findServiceIssues(signal) {
      const open = { filter: 'isResolved eq false' };
      const issues = await reader.list('/admin/serviceAnnouncement/issues', issueSchema, signal, open);
      return issues.filter(({ classification }) => classification === 'incident').map(toServiceIssue);
    },
    async isTeamOwner(teamGroupId, personId, signal) {
      const owners = await reader.list(`/groups/${segment(teamGroupId)}/owners`, referenceSchema, signal);
      return owners.some(({ id }) => id.toLowerCase() === personId.toLowerCase());
    },
    // Nobody has this id: « not found » takes the same permission as a person does, and no other.
    async ping(signal) {
      await reader.find('/users/00000000-0000-0000-0000-000000000000', referenceSchema, signal);
    },
  };
}

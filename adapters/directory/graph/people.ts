import type { Device, Person, ServiceIssue } from '../port.ts';
import type { GraphIssue, GraphManagedDevice, GraphUser } from './schemas.ts';
import { nameSystem } from './windows-release.ts';

/** Graph's user as the port's person; what is empty is left out. */
export function toPerson(user: GraphUser): Person {
  const language = toLanguage(user.preferredLanguage);
  return {
    id: user.id,
    displayName: user.displayName ?? '',
    ...(user.givenName && { givenName: user.givenName }),
    ...(language && { preferredLanguage: language }),
    ...(user.department && { department: user.department }),
    ...(user.officeLocation && { officeLocation: user.officeLocation }),
    ...(user.jobTitle && { jobTitle: user.jobTitle }),
    ...(user.mail && { mail: user.mail }),
    ...(typeof user.accountEnabled === 'boolean' && { accountEnabled: user.accountEnabled }),
  };
}

/** `fr-FR` is French; a language that Guichet does not speak is none. */
function toLanguage(tag: string | null | undefined): 'fr' | 'en' | undefined {
  const primary = tag?.slice(0, 2).toLowerCase();
  return primary === 'fr' || primary === 'en' ? primary : undefined;
}

/** States that say neither yes nor no (`unknown`, `inGracePeriod`, `configManager`) leave compliance out. */
const compliance: Readonly<Record<string, boolean>> = {
  compliant: true,
  noncompliant: false,
  conflict: false,
  error: false,
};

/** undefined where Intune says neither yes nor no. */
export const complianceOf = (state: string | null | undefined): boolean | undefined => compliance[state ?? ''];

export function toDevice(device: GraphManagedDevice): Device {
  const { system, version } = nameSystem(device.operatingSystem ?? '', device.osVersion ?? undefined);
  const compliant = complianceOf(device.complianceState);
  // A device that never synchronised says the year 1.
  const lastSync = Date.parse(device.lastSyncDateTime ?? '');
  return {
    id: device.id,
    name: device.deviceName ?? '',
    operatingSystem: system,
    ...(version && { osVersion: version }),
    ...(compliant !== undefined && { compliant }),
    ...(lastSync > 0 && { lastSync }),
  };
}

export const toServiceIssue = (issue: GraphIssue): ServiceIssue => ({
  id: issue.id,
  service: issue.service,
  title: issue.title,
  since: Date.parse(issue.startDateTime),
  updated: Date.parse(issue.lastModifiedDateTime),
});

import type { SandboxDevice, SandboxIssue, SandboxPerson } from './tenant.ts';

const minute = 60_000;
const iso = (time: number) => new Date(time).toISOString();

/** microsoft.graph.user */
export const toUser = (person: SandboxPerson) => ({
  id: person.id,
  displayName: person.displayName,
  givenName: person.givenName,
  surname: person.surname,
  userPrincipalName: person.userPrincipalName,
  mail: person.userPrincipalName,
  preferredLanguage: person.preferredLanguage,
  jobTitle: person.job,
  department: person.department,
  officeLocation: person.office,
  accountEnabled: person.enabled,
});

/** microsoft.graph.managedDevice */
export const toManagedDevice = (device: SandboxDevice, owner: SandboxPerson, now: number) => ({
  id: device.id,
  userId: owner.id,
  userPrincipalName: owner.userPrincipalName,
  deviceName: device.name,
  managedDeviceOwnerType: 'company',
  operatingSystem: device.model.system,
  osVersion: device.model.version,
  manufacturer: device.model.maker,
  model: device.model.model,
  complianceState: device.model.compliance,
  isEncrypted: true,
  lastSyncDateTime: iso(now - device.model.syncedMinutesAgo * minute),
});

/** microsoft.graph.serviceHealthIssue */
export const toServiceHealthIssue = (issue: SandboxIssue) => ({
  id: issue.id,
  title: issue.title,
  service: issue.service,
  classification: issue.classification,
  origin: 'microsoft',
  status: issue.end === null ? 'serviceDegradation' : 'serviceRestored',
  isResolved: issue.end !== null,
  impactDescription: issue.title,
  startDateTime: iso(issue.start),
  endDateTime: issue.end === null ? null : iso(issue.end),
  lastModifiedDateTime: iso(issue.end ?? issue.start),
});

/** microsoft.graph.user where Graph answers any directoryObject */
export const toOwner = (person: SandboxPerson) => ({ '@odata.type': '#microsoft.graph.user', ...toUser(person) });

/** Codes that Graph itself gives with a status. */
const errorCodes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  405: 'Request_BadRequest',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};

/** ODataError, as every refusal of Graph. */
export const toError = (status: number, requestId: string, now: number) => ({
  error: {
    code: errorCodes[status] ?? 'generalException',
    message: 'The sandbox tenant refuses this request.',
    innerError: { date: iso(now).slice(0, 19), 'request-id': requestId, 'client-request-id': requestId },
  },
});

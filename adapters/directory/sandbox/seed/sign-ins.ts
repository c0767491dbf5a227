import { type Entity, idOf, iso, numberOf } from '../entity.ts';
import type { Tenant } from '../tenant.ts';
import type { Hindrance } from '../tenant-file.ts';
import type { Newcomer } from './newcomer.ts';

const hour = 3_600_000;

/** Entra's error number and reason, and the policy that stopped it. */
const failures: Readonly<Record<Hindrance, readonly [code: number, reason: string, policy?: string]>> = {
  locked: [
    50053,
    'The account is locked because the user tried to sign in too many times with an incorrect user ID or password.',
  ],
  passwordExpired: [50055, 'The password is expired.'],
  deviceNotCompliant: [53000, 'Device is not in required device state: compliant.', 'Appareil conforme exigé'],
  codeRefused: [500121, 'Authentication failed during strong authentication request.'],
  blockedByPolicy: [53003, 'Access has been blocked by Conditional Access policies.', 'Blocage hors de France'],
  disabled: [50057, 'The user account is disabled.'],
  wrongPassword: [50126, 'Error validating credentials due to invalid username or password.'],
};

const places = [
  ['Saint-Aubin-sur-Loire', 'Pays de la Loire'],
  ['Lyon', 'Auvergne-Rhône-Alpes'],
] as const;
const applications = ['Microsoft Teams', 'Office 365 Exchange Online', 'OfficeHome'];

/** Three that went well, then what hinders the person, most recent first in the tenant's log. */
export function seedSignIns(tenant: Tenant, person: Newcomer, now: number): void {
  const start = now - (30 + numberOf(person.id, 40)) * hour;
  for (const [at, application] of applications.entries()) {
    if (!person.enabled) break;
    add(tenant, signIn(person, start + at * 3 * hour, application, `${at}`));
  }
  const failure = person.hindrance && failures[person.hindrance];
  if (!failure) return;
  for (let at = 0; at < 3; at += 1)
    add(tenant, signIn(person, now - (3 - at) * 0.2 * hour, 'Microsoft Teams', `failed ${at}`, failure));
}

function add(tenant: Tenant, entry: Entity): void {
  const at = tenant.signIns.findIndex((other) => String(other.createdDateTime) < String(entry.createdDateTime));
  tenant.signIns.splice(at === -1 ? tenant.signIns.length : at, 0, entry);
}

function signIn(
  person: Newcomer,
  at: number,
  application: string,
  name: string,
  failure?: (typeof failures)[Hindrance],
): Entity {
  const [code, reason, policy] = failure ?? [0, 'Other.'];
  const [city, state] = places[person.office === 'Harbour Lab Lyon' ? 1 : 0];
  return {
    id: idOf(`sign-in ${name} ${person.id}`),
    createdDateTime: iso(at),
    userId: person.id,
    userDisplayName: person.displayName,
    userPrincipalName: person.address,
    appDisplayName: application,
    clientAppUsed: 'Browser',
    ipAddress: '192.0.2.17',
    isInteractive: true,
    conditionalAccessStatus: policy ? 'failure' : code === 0 ? 'success' : 'notApplied',
    appliedConditionalAccessPolicies: policy
      ? [
          {
            id: idOf(policy),
            displayName: policy,
            result: 'failure',
            enforcedGrantControls: ['Block'],
            enforcedSessionControls: [],
          },
        ]
      : [],
    status: { errorCode: code, failureReason: reason, additionalDetails: null },
    location: { city, state, countryOrRegion: 'FR' },
    riskState: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskDetail: 'none',
  };
}

import { type Entity, iso, numberOf } from '../entity.ts';
import type { Tenant } from '../tenant.ts';
import type { TenantFile } from '../tenant-file.ts';
import { seedDevices } from './devices.ts';
import { seedMail } from './mail.ts';
import { seedMethods } from './methods.ts';
import type { Newcomer } from './newcomer.ts';
import { seedSignIns } from './sign-ins.ts';

const day = 86_400_000;
/** Days after which a password expires in this tenant. */
export const passwordDays = 180;
const gigabyte = 1024 ** 3;

/** Adds a person with everything that is theirs. */
export function seedPerson(tenant: Tenant, file: TenantFile, now: number, person: Newcomer): void {
  tenant.users.set(person.id, userOf(person, now));
  if (person.manager && person.manager !== person.id) tenant.managers.set(person.id, person.manager);
  seedMethods(tenant, person, now);
  seedDevices(tenant, file, person, now);
  seedMail(tenant, file, person, now);
  seedSignIns(tenant, person, now);
  seedDrive(tenant, person);
}

function userOf(person: Newcomer, now: number): Entity {
  const changedDaysAgo = person.hindrance === 'passwordExpired' ? passwordDays + 3 : 10 + numberOf(person.id, 140);
  const changed = iso(now - changedDaysAgo * day);
  return {
    id: person.id,
    displayName: person.displayName,
    givenName: person.givenName,
    surname: person.surname,
    userPrincipalName: person.address,
    mail: person.address,
    userType: 'Member',
    preferredLanguage: person.language && (person.language === 'fr' ? 'fr-FR' : 'en-GB'),
    jobTitle: person.job,
    department: person.department,
    officeLocation: person.office,
    usageLocation: 'FR',
    businessPhones: [],
    mobilePhone: null,
    accountEnabled: person.enabled,
    createdDateTime: iso(now - (400 + numberOf(person.id, 2000)) * day),
    lastPasswordChangeDateTime: changed,
    signInSessionsValidFromDateTime: changed,
    passwordPolicies: 'None',
    passwordProfile: null,
    onPremisesSyncEnabled: null,
    assignedLicenses: [],
    licenseAssignmentStates: [],
  };
}

function seedDrive(tenant: Tenant, { id, displayName }: Newcomer): void {
  const total = 1024 * gigabyte;
  const used = (20 + numberOf(`drive ${id}`, 980)) * gigabyte;
  const state = used > 0.9 * total ? 'nearing' : 'normal';
  tenant.drives.set(id, {
    id: `b!${Buffer.from(id).toString('base64url')}`,
    driveType: 'business',
    name: 'OneDrive',
    webUrl: `https://saintaubin-my.sharepoint.com/personal/${id.slice(-3)}`,
    owner: { user: { id, displayName } },
    quota: { total, used, remaining: total - used, deleted: numberOf(`bin ${id}`, 6) * gigabyte, state },
  });
}

/** An address of letters, digits and dots from a name. */
export function addressOf(name: string, domain: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replaceAll('œ', 'oe')
    .toLowerCase();
  return `${plain.replace(/[^a-z0-9-]+/g, '.').replace(/^\.|\.$/g, '')}@${domain}`;
}

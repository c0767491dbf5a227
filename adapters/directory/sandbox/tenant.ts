import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const personSchema = z.strictObject({
  number: z.int().min(100).max(999),
  name: z.tuple([z.string(), z.string()]),
  language: z.enum(['fr', 'en']),
  job: z.string(),
  department: z.string(),
  office: z.string(),
  devices: z.array(z.string().regex(/^[A-Z]{2}-\d{4}$/)),
  enabled: z.boolean().default(true),
});

const tenantSchema = z.strictObject({
  domain: z.string(),
  people: z.array(personSchema),
  models: z.record(
    z.string(),
    z.strictObject({
      system: z.string(),
      version: z.string(),
      maker: z.string(),
      model: z.string(),
      compliance: z.enum(['compliant', 'noncompliant']),
      syncedMinutesAgo: z.int().positive(),
    }),
  ),
  groups: z.array(z.strictObject({ number: z.int(), name: z.string(), owners: z.array(z.int()) })),
  issues: z.array(
    z.strictObject({
      id: z.string(),
      service: z.string(),
      classification: z.enum(['incident', 'advisory']),
      title: z.string(),
      startedHoursAgo: z.int().positive(),
      lastedHours: z.int().positive(),
    }),
  ),
  newcomers: z.array(z.strictObject({ department: z.string(), office: z.string() })).min(1),
});
type TenantFile = z.infer<typeof tenantSchema>;

export interface SandboxDevice {
  readonly id: string;
  readonly name: string;
  readonly model: TenantFile['models'][string];
}

export interface SandboxPerson {
  readonly id: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** BCP 47; null for somebody who has just come. */
  readonly preferredLanguage: string | null;
  readonly job: string | null;
  readonly department: string;
  readonly office: string;
  readonly enabled: boolean;
  readonly devices: readonly SandboxDevice[];
}

export interface SandboxIssue {
  readonly id: string;
  readonly service: string;
  readonly classification: 'incident' | 'advisory';
  readonly title: string;
  /** epoch ms */
  readonly start: number;
  /** epoch ms; null while it is open. */
  readonly end: number | null;
}

/** What the sandbox serves; kept in memory, the same again after each start. */
export interface Tenant {
  readonly people: Map<string, SandboxPerson>;
  /** Owners' ids, by group id. */
  readonly groupOwners: Map<string, readonly string[]>;
  readonly issues: SandboxIssue[];
  /** Gives an unknown person a department, an office and a computer; a known one stays as they are. */
  admit(person: { readonly id: string; readonly displayName: string }): void;
}

const hour = 3_600_000;
const objectId = (number: number) => `7f3b5c1e-0000-4000-8000-000000000${number}`;

/** Reads tenant.yaml. @throws ZodError when it does not have its form */
export function loadTenant(now: number): Tenant {
  const file = tenantSchema.parse(parse(readFileSync(new URL('tenant.yaml', import.meta.url), 'utf8')));
  const people = new Map<string, SandboxPerson>(
    file.people.map((person) => [objectId(person.number), toMember(person, file)]),
  );
  return {
    people,
    groupOwners: new Map(file.groups.map(({ number, owners }) => [objectId(number), owners.map(objectId)])),
    issues: file.issues.map(({ startedHoursAgo, lastedHours, ...issue }) => {
      const start = now - startedHoursAgo * hour;
      return { ...issue, start, end: start + lastedHours * hour };
    }),
    admit(person) {
      const id = person.id.toLowerCase();
      if (!people.has(id)) people.set(id, newcomer({ ...person, id }, file));
    },
  };
}

function toMember({ number, name, language, devices, ...person }: TenantFile['people'][number], file: TenantFile) {
  const [givenName, surname] = name;
  return {
    ...person,
    id: objectId(number),
    givenName,
    surname,
    displayName: `${givenName} ${surname}`,
    userPrincipalName: addressOf(`${givenName} ${surname}`, file.domain),
    preferredLanguage: language === 'fr' ? 'fr-FR' : 'en-GB',
    devices: devices.map((device) => toDevice(device, file)),
  };
}

/** Where a newcomer sits follows from their id, so that a restart changes nothing. */
function newcomer({ id, displayName }: { id: string; displayName: string }, file: TenantFile): SandboxPerson {
  const number = createHash('sha256').update(id).digest().readUInt16BE();
  const place = file.newcomers[number % file.newcomers.length]!;
  return {
    ...place,
    id,
    displayName,
    givenName: null,
    surname: null,
    userPrincipalName: addressOf(`${displayName} ${number}`, file.domain),
    preferredLanguage: null,
    job: null,
    enabled: true,
    devices: [toDevice(`LT-${1000 + (number % 9000)}`, file)],
  };
}

function toDevice(name: string, { models }: TenantFile): SandboxDevice {
  const model = models[name.slice(0, 2)];
  if (!model) throw new Error(`tenant.yaml: no model for the device ${name}; add it under models`);
  const digest = createHash('sha256').update(name).digest('hex');
  const id = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return { id: [...id, digest.slice(20, 32)].join('-'), name, model };
}

function addressOf(name: string, domain: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
  return `${plain.replace(/[^a-z0-9-]+/g, '.').replace(/^\.|\.$/g, '')}@${domain}`;
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const number = z.int().min(100).max(999);

const personSchema = z.strictObject({
  number,
  name: z.tuple([z.string(), z.string()]),
  language: z.enum(['fr', 'en']),
  job: z.string(),
  department: z.string(),
  office: z.string(),
  devices: z.array(z.string().regex(/^[A-Z]{2}-\d{4}$/)),
  enabled: z.boolean().default(true),
  roles: z.array(z.string()).default([]),
});

const hindrance = z.enum([
  'locked',
  'passwordExpired',
  'deviceNotCompliant',
  'codeRefused',
  'blockedByPolicy',
  'disabled',
  'wrongPassword',
]);
export type Hindrance = z.infer<typeof hindrance>;

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
      storageGb: z.int().positive(),
      personal: z.boolean().default(false),
    }),
  ),
  hindrances: z.record(z.string(), hindrance),
  heads: z.record(z.string(), number),
  directors: z.strictObject({ fr: number, en: number }),
  groups: z.array(
    z.strictObject({
      number,
      name: z.string(),
      description: z.string(),
      owners: z.array(number),
      members: z.array(number).default([]),
      /** `dynamic`: everybody of `language`; `synced`: kept in the directory at home; `role`: gives directory roles. */
      kind: z.enum(['security', 'team', 'dynamic', 'role', 'synced']).default('security'),
      language: z.enum(['fr', 'en']).optional(),
    }),
  ),
  skus: z.array(z.strictObject({ part: z.string(), name: z.string(), owned: z.int(), plans: z.array(z.string()) })),
  holders: z.record(z.string(), z.array(number)),
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
  messages: z.array(
    z.strictObject({
      number,
      from: z.tuple([z.string(), z.string()]),
      subject: z.string(),
      hoursAgo: z.number().positive(),
      authentication: z.string(),
      text: z.string(),
      html: z.string(),
    }),
  ),
  newcomers: z.array(z.strictObject({ department: z.string(), office: z.string() })).min(1),
});
export type TenantFile = z.infer<typeof tenantSchema>;
export type FilePerson = TenantFile['people'][number];

/** @throws ZodError when tenant.yaml does not have its form */
export const readTenantFile = (): TenantFile =>
  tenantSchema.parse(parse(readFileSync(new URL('tenant.yaml', import.meta.url), 'utf8')));

/** Ids of people and groups end with their number. */
export const objectId = (last: number): string => `7f3b5c1e-0000-4000-8000-000000000${last}`;

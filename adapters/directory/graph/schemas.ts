import { z } from 'zod';

// Only the fields used: each is asked for by name ($select), so that Graph sends nothing else.
export const text = z.string().nullish();

export const userSchema = z.object({
  id: z.string().min(1),
  displayName: text,
  givenName: text,
  preferredLanguage: text,
  department: text,
  officeLocation: text,
  jobTitle: text,
  mail: text,
  accountEnabled: z.boolean().nullish(),
});
export type GraphUser = z.infer<typeof userSchema>;

/** A member of the tenant as campaigns need them. */
export const memberSchema = userSchema.extend({ userType: text, createdDateTime: text });

export const groupNameSchema = z.object({ id: z.string().min(1), displayName: text });

export const managedDeviceSchema = z.object({
  id: z.string().min(1),
  deviceName: text,
  operatingSystem: text,
  osVersion: text,
  complianceState: text,
  lastSyncDateTime: text,
});
export type GraphManagedDevice = z.infer<typeof managedDeviceSchema>;

export const issueSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  service: z.string(),
  classification: z.string(),
  startDateTime: z.iso.datetime({ offset: true }),
  lastModifiedDateTime: z.iso.datetime({ offset: true }),
});
export type GraphIssue = z.infer<typeof issueSchema>;

export const referenceSchema = z.object({ id: z.string().min(1) });

export const pageSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': text });

/** The value of `$select` that fits a schema. */
export const fieldsOf = (schema: z.ZodObject): string => Object.keys(schema.shape).join(',');

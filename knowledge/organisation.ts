import { z } from 'zod';
import type { Localised } from './language.ts';

const localised = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) }) satisfies z.ZodType<Localised>;
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected an hour such as 08:30');
const hours = z.strictObject({
  days: z.array(z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])).min(1),
  from: hour,
  to: hour,
});

const families = z.array(z.string().regex(/^[a-z][a-z.-]*$/)).min(1);

const outagesSchema = z.strictObject({
  /** So many people with the same problem in so many minutes are a suspected outage. */
  suspect: z.strictObject({ people: z.int().min(2).default(5), minutes: z.int().positive().default(15) }).prefault({}),
  /** Minutes until the next update, where a technician says nothing else. */
  updateEvery: z.int().positive().default(60),
  /** Sources that open, update and close an outage by themselves; of others a technician confirms it first. */
  automatic: z.array(z.enum(['alert', 'service-health'])).default([]),
  /** Microsoft 365 services, as Graph names them, and the families of problems that they explain. */
  services: z.array(z.strictObject({ name: z.string().min(1), families })).default([]),
  /** Alerts of supervision by their labels: all must be as written. The first that fits says what it is about. */
  alerts: z
    .array(
      z.strictObject({
        labels: z.record(z.string(), z.string()),
        families,
        sites: z.array(z.string()).default([]),
        title: localised.optional(),
      }),
    )
    .default([]),
  crisis: z
    .strictObject({
      /** The only words that are said in a crisis, agreed beforehand. */
      texts: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z-]*$/), text: localised })).min(1),
      /** Whom to call when Teams and the network are down. */
      numbers: localised,
    })
    .optional(),
});

/** `knowledge/organisation.yaml`: what only this organisation knows. No text elsewhere may invent it. */
export const organisationSchema = z.strictObject({
  name: z.string().min(1),
  /** The technicians' language: their cards and the desk's default. */
  deskLanguage: z.enum(['fr', 'en']).default('fr'),
  /** IANA time zone of the support hours. */
  timeZone: z.string().min(1),
  supportHours: hours,
  /** ISO 8601 days on which nobody is at the desk. */
  closedDays: z.array(z.iso.date()),
  sites: z.array(z.strictObject({ id: z.string(), name: z.string(), words: z.array(z.string()).default([]) })),
  /** Assignment groups that scripts name. `confidential` groups show reference and family only (R33). */
  groups: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z-]*$/),
      name: localised,
      confidential: z.boolean().default(false),
      hours: hours.optional(),
    }),
  ),
  /** Group that receives what no script assigns. */
  defaultGroup: z.string(),
  /** Who deals with what is not IT: the words that tell it, and where people are sent. */
  otherServices: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]*$/),
        subject: localised,
        words: z.array(z.string().min(1)).min(1),
        contact: localised,
      }),
    )
    .default([]),
  phones: z.strictObject({ serviceDesk: z.string(), security: z.string(), emergency: z.string() }),
  /** Named values that scripts, articles and texts write as {organisation.NAME}. */
  values: z.record(z.string().regex(/^[a-z][A-Za-z]*$/), z.union([z.string(), localised])),
  /** Targets in minutes of support hours, by priority: time to own (response) and to resolve. */
  serviceLevels: z.record(
    z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
    z.strictObject({ own: z.int().positive(), resolve: z.int().positive() }),
  ),
  /** Major incidents: when they are suspected, what supervision is about, and what is said in a crisis. */
  outages: outagesSchema.prefault({}),
  campaigns: z
    .strictObject({
      /** People; a larger audience needs a second person's approval. */
      approvalAbove: z.int().min(0).default(50),
      /** Messages that nobody asked for, a person and week, over all campaigns. */
      weeklyCap: z.int().min(1).default(2),
    })
    .prefault({}),
  retention: z.strictObject({
    transcriptDays: z.int().positive(),
    ticketDays: z.int().positive(),
    /** Individual answers to campaigns; their totals stay. */
    participationDays: z.int().positive().default(90),
  }),
});

export type Organisation = z.infer<typeof organisationSchema>;

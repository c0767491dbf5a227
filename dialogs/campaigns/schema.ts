import { z } from 'zod';
import { id, localised, screenSchema } from './screens.ts';

/**
 * The form of `dialogs/campaigns/<id>.yaml`, of the desk's form and of `POST /desk/api/campaigns`. `npm run check` reads
 * the same schema; check.ts adds what a schema cannot say. See dialogs/campaigns/README.md for how to write one.
 */

export const campaignKinds = [
  /** One short piece of advice. */
  'tip',
  /** A micro-lesson in a few screens. */
  'lesson',
  'quiz',
  /** Spot the phish. */
  'phish',
  /** A change or an outage, with acknowledgement. */
  'notice',
  /** An eco-responsible practice. */
  'practice',
  'charter',
  /** One question of opinion. */
  'pulse',
  /** A planned change: notice, how-to, help on the day, feedback. */
  'change',
  /** A flash alert from pre-approved texts, to everyone within the throttle's minimum. */
  'alert',
] as const;

const names = z.array(z.string().trim().min(1)).min(1);

/**
 * A person is in the audience when any of `everyone`, `groups`, `departments`, `sites`, `newcomers` or `met` holds, and
 * none of `exclude` does.
 */
const audience = z.strictObject({
  everyone: z.literal(true).optional(),
  /** Entra groups, by display name or object id. */
  groups: names.optional(),
  /** `department` of Entra, as written there. */
  departments: names.optional(),
  /** Ids of organisation.yaml's sites. */
  sites: z.array(id).min(1).optional(),
  /** People who join from the launch on, each so many days after joining. */
  newcomers: z.strictObject({ afterDays: z.int().min(0).max(365) }).optional(),
  /** People who met one of these at the service desk; never a security or accessibility family (R36). */
  met: z.strictObject({ families: z.array(z.string()).min(1), withinDays: z.int().min(1).max(365) }).optional(),
  exclude: z
    .strictObject({
      groups: names.optional(),
      departments: names.optional(),
      sites: z.array(id).min(1).optional(),
    })
    .optional(),
});

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected an hour such as 09:30');

const schedule = z.strictObject({
  /** The day it begins, in each person's own time zone; absent: the day it is launched. */
  start: z.iso.date().optional(),
  /** Within each person's own working hours in any case (R41). */
  hours: z.strictObject({ from: hour, to: hour }).optional(),
  /** Parts of the audience, one after another; percentages add up to 100. Absent: everyone at once. */
  waves: z
    .array(z.strictObject({ percent: z.number().positive().max(100), afterDays: z.int().min(0).max(90) }))
    .min(1)
    .optional(),
  /** Days after the message within which people are asked to finish. */
  deadlineDays: z.int().min(1).max(365).optional(),
  /** To those who have not finished, and never past the deadline. */
  reminders: z.strictObject({ everyDays: z.int().min(1).max(30), most: z.int().min(0).max(3) }).optional(),
  /** Days after the start past which nothing is sent and nothing can be begun. */
  expiryDays: z.int().min(1).max(365),
});

/** The same people again, later: a retest with paired items, help on the day of a change, or asking how it went. */
const followUp = z.strictObject({
  id,
  purpose: z.enum(['retest', 'help', 'feedback']),
  /** Days after the person finished the main part; for a planned change, days from its date (0: that day). */
  afterDays: z.int().min(0).max(365),
  screens: z.array(screenSchema).min(1).max(12),
});

export const campaignSchema = z.strictObject({
  id,
  kind: z.enum(campaignKinds),
  title: localised,
  /** What people will do differently: one sentence, shown to them when they ask why they received it. */
  goal: localised,
  /** Campaigns of one subject are compared over time. */
  subject: id,
  /** Assignment group of organisation.yaml that answers for it. */
  owner: z.string(),
  /** Group whose member approves it where the audience is large; absent: the security group's officers. */
  approver: z.string().optional(),
  /** About how long it takes, in minutes. */
  minutes: z.int().min(1).max(15),
  audience,
  schedule,
  /**
   * Absent: voluntary, and nobody is named for not having finished. Present: who has finished may be listed by name, on
   * this legal basis, which is shown to people.
   */
  mandatory: z.strictObject({ legalBasis: localised }).optional(),
  /** Percentage that does not receive it, drawn at random, so that its effect on tickets can be told from chance. */
  holdout: z.number().min(1).max(50).optional(),
  screens: z.array(screenSchema).min(1).max(16),
  followUps: z.array(followUp).max(4).optional(),
  /** `change` only: the day it happens, and the families whose tickets belong to it. */
  change: z.strictObject({ date: z.iso.date(), families: z.array(z.string()).min(1) }).optional(),
  /** `alert` only: its texts were agreed to beforehand, by whom and when. */
  preApproved: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).optional(),
  /** Support events after which it fits, within a yearly cap a person. */
  justInTime: z
    .array(z.enum(['unexpected-prompt', 'reported-phish', 'lost-device', 'password-typed']))
    .min(1)
    .optional(),
  /** Obligations that having run it is evidence for. */
  evidence: z.array(z.string().min(1)).optional(),
  /** Where what it teaches comes from. */
  sources: z.array(z.strictObject({ title: z.string().min(1), url: z.url({ protocol: /^https$/ }) })).default([]),
});

export type Campaign = z.infer<typeof campaignSchema>;
export type CampaignKind = Campaign['kind'];
export type CampaignAudience = Campaign['audience'];
export type CampaignSchedule = Campaign['schedule'];
export type FollowUp = NonNullable<Campaign['followUps']>[number];
export type JustInTimeEvent = NonNullable<Campaign['justInTime']>[number];

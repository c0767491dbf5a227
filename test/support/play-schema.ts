import { z } from 'zod';

/**
 * The form of `test/conversations/<behaviour>/<name>.yaml`: what an employee does, turn by turn, and what Guichet must
 * answer. A pattern is a part of what is read, whatever its case, or a /regular expression/; `{ticket}` is the first
 * reference that was quoted, `{ticket2}` the second.
 */

const pattern = z.string().min(1);
const patterns = z.array(pattern).min(1);

const answer = {
  /** Each is in the answer. */
  expect: patterns.optional(),
  /** None is in the answer. */
  not: patterns.optional(),
  /** Each is a button of the answer; an empty list: it has none. */
  choices: z.array(z.string()).optional(),
  /** The language of the answer and of all that follow. */
  in: z.enum(['fr', 'en']).optional(),
  /** Nothing is answered. */
  silent: z.literal(true).optional(),
};

const by = z.string().default('Karim Benali');
const technician = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('claim'), by, of: pattern.optional() }),
  z.strictObject({
    does: z.literal('comment'),
    by,
    of: pattern.optional(),
    text: z.string(),
    to_employee: z.boolean().default(true),
  }),
  z.strictObject({
    does: z.literal('resolve'),
    by,
    of: pattern.optional(),
    resolution: z.string(),
    solution: z.enum(['definitive', 'temporary', 'workaround']).default('definitive'),
  }),
  z.strictObject({ does: z.literal('reopen'), by, of: pattern.optional(), reason: z.string() }),
]);

const file = z.strictObject({
  name: z.string(),
  type: z.enum(['png', 'pdf', 'txt', 'exe']),
  /** Where it is said to be: `unreachable` answers 404, `elsewhere` is a host that is not listed. */
  where: z.enum(['here', 'unreachable', 'elsewhere']).default('here'),
  bytes: z.int().positive().default(64),
});

const actions = [
  ...(['say', 'press', 'press_again', 'edit', 'delete', 'install', 'technician'] as const),
  ...(['wait', 'verifier', 'not_me', 'switch', 'fail', 'forge'] as const),
] as const;

const turn = z
  .strictObject({
    /** Time that passes first: `40m`, `2h`, `3d`. */
    after: z
      .string()
      .regex(/^\d+[mhd]$/, 'expected a number and m, h or d')
      .optional(),
    /** Words; empty with files only. */
    say: z.string().optional(),
    files: z.array(file).optional(),
    /** A button of the latest card that has it, by its label. */
    press: z.string().optional(),
    /** A button of an earlier card, pressed a second time or too late. */
    press_again: z.string().optional(),
    /** New words for the employee's latest message. */
    edit: z.string().optional(),
    /** The employee's latest message goes. */
    delete: z.literal(true).optional(),
    install: z.enum(['add', 'remove']).optional(),
    technician: technician.optional(),
    /** Somebody else of `people` says or presses it, and reads the answer. */
    by: z.string().optional(),
    /** What comes unasked: news of an action, a card to approve. */
    wait: z.literal(true).optional(),
    /** A technician at the desk verified who it is, or would not. */
    verifier: z.enum(['approves', 'refuses']).optional(),
    /** The link of the latest notice is opened and confirmed. */
    not_me: z.literal(true).optional(),
    /** A security officer presses the kill switch. */
    switch: z.enum(['freeze', 'release']).optional(),
    /** The tenant fails the next calls of that name. */
    fail: z.strictObject({ call: z.string(), code: z.string(), times: z.int().default(1) }).optional(),
    /** A card payload that no card holds. */
    forge: z.record(z.string(), z.unknown()).optional(),
    ...answer,
  })
  .refine((each) => actions.filter((action) => each[action] !== undefined).length === 1, {
    message: `expected exactly one of ${actions.join(', ')}`,
  });

const ticket = z.strictObject({
  status: z.string().optional(),
  category: z.string().optional(),
  kind: z.enum(['incident', 'serviceRequest']).optional(),
  impact: z.int().optional(),
  urgency: z.int().optional(),
  priority: z.string().optional(),
  group: z.string().optional(),
  language: z.enum(['fr', 'en']).optional(),
  reason: z.string().optional(),
  title: pattern.optional(),
  summary: patterns.optional(),
  /** By id; a fact that is `null` must not be there. */
  facts: z
    .record(
      z.string(),
      z.strictObject({ value: pattern, source: z.enum(['said', 'looked_up', 'inferred']) }).nullable(),
    )
    .optional(),
  /** All of them, in order. */
  steps: z
    .array(z.strictObject({ instruction: pattern, outcome: z.enum(['worked', 'did_not_work', 'could_not']) }))
    .optional(),
  offered: patterns.optional(),
  transcript_has: patterns.optional(),
  transcript_lacks: patterns.optional(),
  /** Kinds of events that are there, in this order. */
  events: z.array(z.string()).optional(),
  /** The reference of the ticket that it is linked to. */
  linked: pattern.optional(),
});

export const conversationSchema = z.strictObject({
  /** What Guichet still gets wrong here: the conversation must fail until it is mended, and then loses this line. */
  known_fault: z.string().optional(),
  person: z.string().default('Odile Marchand'),
  locale: z.string().default('fr-FR'),
  turns: z.array(turn).min(1),
  /** What the tenant holds of the person: laid over the defaults of memory-tenant.ts; « -3h » is a time. */
  tenant: z.record(z.string(), z.unknown()).default({}),
  /** Colleagues by name, who said hello to Guichet before; `manager` names the person's. */
  people: z.array(z.string()).default([]),
  manager: z.string().optional(),
  /** Groups that may be asked for, each with the name of its owner. */
  groups: z.record(z.string(), z.string()).default({}),
  /** Licences that the organisation owns, and how many are free. */
  licences: z.record(z.string(), z.int()).default({}),
  /** All that was changed in the tenant, in order; only this person is ever touched (R27). */
  changes: z.array(z.string()).optional(),
  /** What the desk holds at the end, in the order in which the references were quoted; all of the person's tickets. */
  tickets: z.array(ticket).default([]),
  /** Secrets that must be in no ticket, transcript, message, database byte or log line. */
  nowhere: z.array(z.string().min(4)).default([]),
});

export type Conversation = z.infer<typeof conversationSchema>;
export type ConversationTurn = Conversation['turns'][number];
export type ExpectedTicket = Conversation['tickets'][number];
export type SentFile = NonNullable<ConversationTurn['files']>[number];

import { z } from 'zod';

/**
 * The form of `dialogs/scripts/<code>.yaml`. `npm run check` reads the same schema and adds what a schema cannot say
 * (unreachable questions, dead ends, unknown articles…). See dialogs/scripts/README.md for how to write one.
 */

const localised = z.strictObject({ fr: z.string().trim().min(1), en: z.string().trim().min(1) });
const localisedList = z.strictObject({ fr: z.array(z.string().trim().min(1)), en: z.array(z.string().trim().min(1)) });
const id = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens');
const code = z.string().regex(/^[a-z]+(\.[a-z-]+)?$/, 'expected a code of the service catalogue');

/** A fact equals a value, one of several, is known or not, or is a number at least so large. */
const test = z.union([
  z.string(),
  z.array(z.string()).min(1),
  z.strictObject({ known: z.boolean() }),
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ not: z.union([z.string(), z.array(z.string()).min(1)]) }),
]);
/** All entries hold together. An `{ not: … }` also holds while the fact is unknown. */
const clause = z.record(z.string(), test);
/** A clause, or a list of clauses of which one is enough. */
export const conditionSchema = z.union([clause, z.array(clause).min(1)]);

const option = z.strictObject({
  id,
  label: localised,
  /** Other ways of saying it, found in free text: stems and typos are forgiven, so one form of a word is enough. */
  words: localisedList.optional(),
  /** A clause for the reformulation, read after « Si je comprends bien, » / "If I understand correctly,". */
  recap: localised.optional(),
});

/** Recognisers that read a value out of free text (dialogs/triage/entities.ts). */
export const entities = [
  'printer',
  'site',
  'floor',
  'room',
  'device',
  'since',
  'deadline',
  'error-code',
  'people',
  /** People whoever they are: « 250 patients ». */
  'persons',
  /** When something happened. */
  'past',
  /** A server by its name or address. */
  'host',
  'application',
  'phone',
  'email-address',
  'file',
  'date',
] as const;

/** What an answer must be, where nothing of the kind is read out of other messages. */
export const fits = ['moment', 'people', 'place', 'name', 'words'] as const;

/** What the directory can tell about the person who writes (adapters/directory). */
export const lookUps = [
  'device',
  'operating-system',
  'site',
  'department',
  'account-enabled',
  'account-locked',
  'password-expired',
  'mailbox-usage',
  'known-outage',
] as const;

const fact = z.strictObject({
  id,
  label: localised,
  kind: z.enum(['choice', 'yes-no', 'text', 'number']),
  /** Absent: never asked, only read from what was said, looked up or inferred. */
  ask: localised.optional(),
  /** Said when the employee asks what the question means, or why it is asked. */
  help: localised.optional(),
  options: z.array(option).min(2).optional(),
  /** Yes-no only: what makes it a yes or a no in free text. */
  yes: localisedList.optional(),
  no: localisedList.optional(),
  entity: z.enum(entities).optional(),
  /** Texts only: an answer of another kind is put where it belongs, and the question is asked once more. */
  fits: z.enum(fits).optional(),
  lookUp: z.enum(lookUps).optional(),
  /** A clause for the reformulation and the recap, with {value}; options bring their own. */
  recap: localised.optional(),
  /** Asked only when this holds. */
  when: conditionSchema.optional(),
  /** The ticket is of use without it: asked, but "I don't know" is as good as an answer anyway. */
  optional: z.boolean().optional(),
});

const learn = z.record(id, z.string());

const step = z.strictObject({
  id,
  /** fix: if it worked the problem is solved. test: it only tells where the cause is. */
  kind: z.enum(['fix', 'test']).default('fix'),
  /** Network families: the layer that it isolates. */
  layer: z.enum(['link', 'address', 'name', 'route', 'application']).optional(),
  when: conditionSchema.optional(),
  /** One step, one action or a short sequence; Markdown bold for what is on screen. */
  instruction: localised,
  /** The question that tells whether it worked. Default: « C'est mieux ? » / "Better?". */
  check: localised.optional(),
  /** Labels of the three answers, where the defaults do not fit. */
  answers: z
    .strictObject({ worked: localised.optional(), didNotWork: localised.optional(), couldNot: localised.optional() })
    .optional(),
  help: localised.optional(),
  /** What each outcome tells: facts recorded as inferred. */
  learns: z
    .strictObject({ worked: learn.optional(), didNotWork: learn.optional(), couldNot: learn.optional() })
    .optional(),
  /** fix only: what kind of solution it is when it worked (ITIL). */
  solution: z.enum(['definitive', 'temporary', 'workaround']).optional(),
  /** fix only: said when it worked, one sentence naming what was done. */
  resolved: localised.optional(),
  /** The article that it rests on, cited when it worked. */
  article: id.optional(),
  /** Doing it cuts this very chat: this tells how to go on (phone, another device). */
  cutsChat: localised.optional(),
  /** What a person must be able to do; not offered to someone who said they cannot. */
  needs: z
    .array(z.enum(['handling-cables', 'moving-around', 'telephone', 'another-device', 'seeing-colours']))
    .optional(),
});

const rule = z.strictObject({
  when: conditionSchema.optional(),
  value: z.union([z.literal(1), z.literal(2), z.literal(3)]),
});

export const scriptSchema = z.strictObject({
  code,
  /** Assignment group of knowledge/organisation.yaml. */
  group: z.string(),
  /** Groups for particular facts, first match wins over `group`. */
  groups: z.array(z.strictObject({ when: conditionSchema, group: z.string() })).optional(),
  /** A noun phrase: « un problème d'impression » / "a printing problem". */
  title: localised,
  /** Level-1 time budget in minutes, after which a human is offered unasked. */
  budget: z.int().positive(),
  kind: z
    .array(z.strictObject({ when: conditionSchema.optional(), value: z.enum(['incident', 'serviceRequest']) }))
    .optional(),
  examples: z.strictObject({ fr: z.array(z.string().min(3)).min(12), en: z.array(z.string().min(3)).min(12) }),
  /** Said at once, before any question and without reformulation: containment (security), safety. */
  first: z.array(z.strictObject({ id, when: conditionSchema.optional(), say: localised })).optional(),
  facts: z.array(fact).min(1),
  /** Conclusions from facts, evaluated after each answer; recorded as inferred. */
  infer: z.array(z.strictObject({ when: conditionSchema, fact: id, value: z.string() })).optional(),
  steps: z.array(step),
  /** Actions of dialogs/self-service that Guichet offers to do itself, as soon as the condition holds. */
  selfService: z.array(z.strictObject({ action: id, when: conditionSchema })).optional(),
  /** Escalate as soon as it holds, saying why. */
  escalate: z.array(z.strictObject({ id, when: conditionSchema, say: localised })).optional(),
  /** true: security families go to a human as soon as the facts are in, whatever the steps gave. */
  alwaysEscalate: z.boolean().optional(),
  /** Offered while a human looks: a permitted workaround, never a bypass of security. */
  meanwhile: z.array(z.strictObject({ id, when: conditionSchema.optional(), say: localised })).optional(),
  /** First match wins, the last has no `when`. 1 is the highest. ITIL: impact = how many, how much. */
  impact: z.array(rule).min(1),
  urgency: z.array(rule).min(1),
  /** One line of at most 80 characters, with {fact} placeholders; a part in [brackets] is left out when its fact is unknown. */
  ticketTitle: localised,
  articles: z.array(id),
  /** One short, blame-free sentence that may close the conversation. */
  tips: z.array(z.strictObject({ id, when: conditionSchema.optional(), say: localised })).optional(),
});

export type QuestioningScript = z.infer<typeof scriptSchema>;
export type ScriptFact = QuestioningScript['facts'][number];
export type ScriptOption = NonNullable<ScriptFact['options']>[number];
export type ScriptStep = QuestioningScript['steps'][number];
export type Condition = z.infer<typeof conditionSchema>;
export type FitKind = (typeof fits)[number];
export type EntityKind = (typeof entities)[number];
export type LookUpKind = (typeof lookUps)[number];

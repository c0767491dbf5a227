import { z } from 'zod';

/** A text in every language of Guichet: a campaign that lacks one does not start. */
export const localised = z.strictObject({ fr: z.string().trim().min(1), en: z.string().trim().min(1) });
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens')
  .max(60);

/** A picture beside the text; what it shows is told in words too (R38). PNG or JPEG in dialogs/campaigns/pictures/. */
const picture = z.strictObject({
  file: z.string().regex(/^[a-z0-9-]+\.(png|jpg)$/, 'expected the name of a PNG or JPEG in the pictures folder'),
  alternative: localised,
});

/** One answer of a question: right or not, and why, so that every answer teaches. */
const answer = z.strictObject({ id, label: localised, right: z.boolean().default(false), why: localised });

const common = {
  id,
  picture: picture.optional(),
};
/**
 * What a question measures. Paired items carry the same `measures` in different words, so that before, after and
 * delayed retest compare without being learnt by heart.
 */
const measured = {
  measures: id.optional(),
  /** before: asked ahead of the lesson, to know what was known already. */
  stage: z.enum(['before', 'after']).default('after'),
};

/** Something to read; « suite » leads on. */
const text = z.strictObject({ ...common, type: z.literal('text'), text: localised });

const single = z.strictObject({
  ...common,
  ...measured,
  type: z.literal('single'),
  question: localised,
  answers: z.array(answer).min(2).max(6),
});

const several = z.strictObject({
  ...common,
  ...measured,
  type: z.literal('several'),
  question: localised,
  answers: z.array(answer).min(3).max(8),
});

const trueFalse = z.strictObject({
  ...common,
  ...measured,
  type: z.literal('true-false'),
  statement: localised,
  right: z.boolean(),
  why: localised,
});

/** `items` stand in the right order here; they are shown in another one. */
const order = z.strictObject({
  ...common,
  ...measured,
  type: z.literal('order'),
  question: localised,
  items: z
    .array(z.strictObject({ id, label: localised }))
    .min(3)
    .max(6),
  why: localised,
});

/**
 * Spot the phish: a realistic message in parts. A part with a `clue` gives the fraud away, and says how. Nothing of it
 * can be pressed: addresses are shown as words.
 */
const spot = z.strictObject({
  ...common,
  ...measured,
  type: z.literal('spot'),
  question: localised,
  /** A message that is genuine has no clue: the right answer is then « rien de suspect ». */
  parts: z
    .array(
      z.strictObject({
        id,
        part: z.enum(['sender', 'subject', 'date', 'greeting', 'text', 'link', 'attachment', 'signature', 'code']),
        text: localised,
        clue: localised.optional(),
      }),
    )
    .min(3)
    .max(10),
  why: localised,
});

/** « J'ai lu et compris »: for a notice or a charter. */
const acknowledge = z.strictObject({
  ...common,
  type: z.literal('acknowledge'),
  text: localised,
  label: localised.optional(),
});

/** A practice to try: done, later, or not possible; none of them is wrong. */
const practice = z.strictObject({ ...common, type: z.literal('practice'), text: localised, how: localised.optional() });

/** An opinion: no answer is right. `scale` goes from the least to the most. */
const opinion = z.strictObject({
  ...common,
  type: z.literal('opinion'),
  question: localised,
  scale: z
    .array(z.strictObject({ id, label: localised }))
    .min(2)
    .max(7),
});

export const screenSchema = z.discriminatedUnion('type', [
  text,
  single,
  several,
  trueFalse,
  order,
  spot,
  acknowledge,
  practice,
  opinion,
]);

export type Screen = z.infer<typeof screenSchema>;
export type QuestionScreen = Extract<Screen, { type: 'single' | 'several' | 'true-false' | 'order' | 'spot' }>;
export type ScreenPicture = z.infer<typeof picture>;

/** Whether a screen has right and wrong answers. */
export const isQuestion = (screen: Screen): screen is QuestionScreen => 'stage' in screen;

import type { Activity, Attachment } from 'botbuilder';
import type { Effect, Text, TextParameters } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';
import { type ExerciseParts, exerciseParts } from './exercise-parts.ts';
import { escapeMarkdown, plainWords } from './markdown.ts';
import type { Texts, WriteOptions } from './texts.ts';

export interface RenderOptions {
  readonly language: Language;
  /** Text only, numbered choices, no cards (DESIGN §6, plain mode). */
  readonly plain: boolean;
  /** Carried by each button; spent once (R3). */
  readonly nonce: string | undefined;
  /** A campaign's picture as a data address. */
  readonly picture?: (file: string) => string | undefined;
  readonly extra: TextParameters;
  readonly now: number;
}

export interface RenderedMessage {
  readonly activity: Partial<Activity>;
  /** What the transcript keeps. */
  readonly words: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

/**
 * The turn's say and ask effects as one message: a card when there is something to press, text otherwise. A card goes
 * alone, because Teams splits a text and a card in two and returns no id.
 */
export function renderMessage(
  effects: readonly Effect[],
  texts: Texts,
  options: RenderOptions,
): RenderedMessage | undefined {
  const paragraphs: string[] = [];
  let asked: Extract<Effect, { type: 'ask' }> | undefined;
  const written: WriteOptions = { ...options, as: 'markdown' };
  for (const effect of effects) {
    if (effect.type !== 'say' && effect.type !== 'ask') continue;
    paragraphs.push(texts.write(effect.text, written));
    if (effect.type === 'ask') asked = effect;
  }
  if (paragraphs.length === 0) return undefined;
  const label = (text: Text): string => plainWords(texts.write(text, written));
  const parts = exerciseParts(asked?.shown ?? [], asked?.marks ?? [], {
    write: (text) => texts.write(text, written),
    picture: options.picture ?? (() => undefined),
    marksLabel: texts.write({ key: 'campaign.marks' }, written),
  });
  const labelled = (asked?.choices ?? []).map((choice) => ({ id: choice.id, label: label(choice.label) }));
  if (labelled.length === 0) return textMessage(paragraphs, labelled);
  if (options.plain) {
    if (asked?.marks) {
      const how = texts.write({ key: 'plain.marks' }, written);
      return textMessage([...paragraphs, ...parts.words, how], labelled);
    }
    const numbered = labelled.map((choice, index) => `${index + 1}. ${choice.label}`);
    const how = texts.write({ key: 'plain.choose' }, written);
    return textMessage([...paragraphs, ...parts.words, numbered.join('\n'), how], labelled);
  }
  return cardMessage(paragraphs, parts, labelled, options);
}

function textMessage(paragraphs: readonly string[], choices: RenderedMessage['choices']): RenderedMessage {
  const text = paragraphs.join('\n\n');
  return {
    activity: { type: 'message', textFormat: 'markdown', text },
    words: plainWords(text),
    choices,
  };
}

function cardMessage(
  paragraphs: readonly string[],
  parts: ExerciseParts,
  choices: RenderedMessage['choices'],
  { language, nonce }: RenderOptions,
): RenderedMessage {
  const words = [plainWords(paragraphs.join('\n\n')), ...parts.words].join('\n\n');
  const readable = `${words}\n${choices.map((choice) => choice.label).join(' / ')}`;
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    speak: readable,
    fallbackText: readable,
    body: [
      ...paragraphs.flatMap(toBlocks).map((text, index) => ({
        type: 'TextBlock',
        text,
        wrap: true,
        ...(index === 0 ? {} : { spacing: 'Medium' }),
      })),
      ...parts.elements,
    ],
    actions: choices.map((choice) => ({
      type: 'Action.Submit',
      title: choice.label,
      data: { guichet: 'choice', choice: choice.id, nonce },
    })),
  };
  return {
    activity: {
      type: 'message',
      summary: summaryOf(words),
      attachments: [cardAttachment(card)],
      inputHint: 'expectingInput',
    },
    words,
    choices,
  };
}

/** A TextBlock runs paragraphs together: each has one of its own, and a line of a list keeps its line. */
const toBlocks = (text: string): string[] =>
  text.split(/\n{2,}/).map((block) => block.replace(/\n(?!\s*(?:[-*]|\d+\.)\s)/g, '\n\n'));

/** The same card without its buttons, with what was chosen in their place; undefined where it has none. */
export function answeredCard(activity: Partial<Activity>, answer: string | undefined): Partial<Activity> | undefined {
  const card = activity.attachments?.[0]?.content;
  if (card?.type !== 'AdaptiveCard' || !card.actions) return undefined;
  const { actions: _, ...rest } = card;
  // Once handed in, nothing is left to be marked.
  const shown = card.body.filter(({ type }: { type: string }) => !type.startsWith('Input.'));
  const said = String(card.speak).split('\n').slice(0, -1).join('\n');
  const words = answer === undefined ? said : `${said}\n→ ${answer}`;
  const chosen = { type: 'TextBlock', text: `→ **${escapeMarkdown(answer ?? '')}**`, wrap: true, spacing: 'Medium' };
  const body = answer === undefined ? shown : [...shown, chosen];
  return {
    type: 'message',
    summary: activity.summary ?? '',
    attachments: [cardAttachment({ ...rest, speak: words, fallbackText: words, body })],
  };
}

const cardAttachment = (content: object): Attachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content,
});

/** What the notification shows. */
const summaryOf = (words: string): string => (words.length > 140 ? `${words.slice(0, 139)}…` : words);

import { escapeMarkdown } from './markdown.ts';

/** The few elements of Adaptive Cards 1.5 that Guichet uses; see https://adaptivecards.io/explorer. */
export type CardElement =
  | {
      readonly type: 'TextBlock';
      readonly text: string;
      readonly wrap: true;
      readonly weight?: 'Bolder';
      readonly size?: 'Medium';
      readonly isSubtle?: true;
      readonly style?: 'heading';
      readonly separator?: true;
      readonly spacing?: 'Medium';
    }
  | {
      readonly type: 'FactSet';
      readonly facts: readonly { readonly title: string; readonly value: string }[];
    };

export interface AdaptiveCard {
  readonly $schema: string;
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly lang: string;
  readonly speak: string;
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions: readonly { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string }[];
}

/**
 * Words of people and systems for a card (R34): no Markdown, no HTML, no `{{DATE(…)}}` function, and web addresses
 * written so that no client makes a link of them.
 */
export function cardText(text: string): string {
  return escapeMarkdown(unlinked(text)).replaceAll('{{', '\\{\\{');
}

/** The same words for `speak` and `fallbackText`, which some clients read as Markdown and others do not. */
export function plainCardText(text: string): string {
  return unlinked(text).replaceAll('](', '] (').replaceAll('{{', '{ {').replaceAll('<', '‹').replaceAll('>', '›');
}

/** hxxps://, as security teams write an address that nobody should press. */
function unlinked(text: string): string {
  return text.replace(/\bhttp(s?):\/\//gi, 'hxxp$1://').replace(/\b(javascript|vbscript|data|file):/gi, '$1\u00a0:');
}

/** One line of words: control characters, and those that turn the writing direction, go. */
export function oneLine(text: string, limit: number): string {
  return shorten(text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim(), limit);
}

/** At most `limit` characters, the last being an ellipsis where something was cut; never half a character. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

export function heading(text: string): CardElement {
  return { type: 'TextBlock', text, wrap: true, weight: 'Bolder', style: 'heading', spacing: 'Medium' };
}

export function paragraph(text: string): CardElement {
  return { type: 'TextBlock', text, wrap: true };
}

/** What one card weighs in a Teams message: UTF-8 or UTF-16, whichever is more, in bytes. */
export function weightOf(card: AdaptiveCard): number {
  const text = JSON.stringify(card);
  return Math.max(Buffer.byteLength(text, 'utf8'), text.length * 2);
}

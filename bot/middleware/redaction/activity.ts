import { redact } from './redact.ts';
import type { RedactionKind } from './secret.ts';

export interface RedactedActivity<Activity> {
  readonly activity: Activity;
  readonly kinds: readonly RedactionKind[];
}

/** What of an activity people write into; the rest is the channel's own (addresses, ids, times). */
const written = ['text', 'summary', 'speak', 'inputHint', 'value', 'suggestedActions', 'attachments'] as const;
/** Deeper than any card; below, values are dropped rather than let through. */
const deepest = 30;
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const addresses = new Set(['contentUrl', 'thumbnailUrl', 'contentType', '@odata.type']);

/** A copy of the activity without secrets in its text, its values (card submits) and its attachments (R30). */
export function redactActivity<Activity extends object>(activity: Activity): RedactedActivity<Activity> {
  const kinds = new Set<RedactionKind>();
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(activity));
  for (const field of written) if (copy[field] !== undefined) copy[field] = redactValue(copy[field], kinds, 0);
  return { activity: copy as Activity, kinds: [...kinds] };
}

function redactValue(value: unknown, kinds: Set<RedactionKind>, depth: number): unknown {
  if (typeof value === 'string') return redactString(value, kinds);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, kinds, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactField(key, item, kinds, depth + 1)]),
  );
}

/** A form's field named like a secret holds one, whatever it looks like. */
function redactField(key: string, value: unknown, kinds: Set<RedactionKind>, depth: number): unknown {
  if (addresses.has(key) && typeof value === 'string') return value;
  // Ours, drawn at random: one in fifty looks like the number of a card or of an account.
  if (key === 'nonce' && typeof value === 'string' && uuid.test(value)) return value;
  if (typeof value === 'string' && value !== '' && /^(?:.*[_-])?(?:password|passwd|pwd|motdepasse|mdp)$/i.test(key)) {
    kinds.add('password');
    return '[password]';
  }
  return redactValue(value, kinds, depth);
}

function redactString(text: string, kinds: Set<RedactionKind>): string {
  const redacted = redact(text);
  for (const kind of redacted.kinds) kinds.add(kind);
  return /<\w/.test(redacted.text) ? redactMarkup(redacted.text, kinds) : redacted.text;
}

/** Teams sends the text again as HTML: tags may stand inside a secret or between it and what names it. */
function redactMarkup(html: string, kinds: Set<RedactionKind>): string {
  const shown = html
    .replace(/<[^<>]{0,1000}>/g, ' ')
    .replace(/&nbsp;|&#160;/gi, ' ')
    .replace(/&#39;|&apos;|&rsquo;/gi, "'")
    .replace(/&quot;/gi, '"')
    .replace(/&amp;/gi, '&');
  const redacted = redact(shown);
  if (redacted.kinds.length === 0) return html;
  for (const kind of redacted.kinds) kinds.add(kind);
  return redacted.text.replace(/\s+/g, ' ').trim();
}

import { htmlToText, unescapeHtml } from '../html.ts';
import { readMarker } from '../marker.ts';
import type { ExternalComment, ExternalStatus, TicketCopy } from '../port.ts';

/** GLPI's own states of a ticket. */
export const statuses: Readonly<Record<number, ExternalStatus>> = {
  1: 'new',
  2: 'assigned',
  3: 'assigned',
  4: 'waiting_employee',
  5: 'resolved',
  6: 'closed',
  10: 'new',
};
export const states = { assigned: 2, resolved: 5, closed: 6 } as const;

/** GLPI counts from 1, very low, to 5, very high; a major priority, 6, is for people to give. */
const levels = { 1: 4, 2: 3, 3: 2 } as const;
const priorities = { P1: 5, P2: 4, P3: 3, P4: 2, P5: 1 } as const;

/** What both interfaces call alike. */
export const commonFields = (copy: TicketCopy) => ({
  name: copy.title,
  content: copy.html,
  type: copy.kind === 'incident' ? 1 : 2,
  impact: levels[copy.impact],
  urgency: levels[copy.urgency],
  priority: priorities[copy.priority],
});

/** A number that the administrator gave as text; undefined where there is none. */
export const idOf = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;

/** GLPI 10 keeps rich text with its marks escaped, GLPI 11 as it is. */
export const richText = (content: string): string => htmlToText(/<\w/.test(content) ? content : unescapeHtml(content));

/** A time with its zone, or one of an account that GLPI shows UTC. */
export function instantOf(time: string): number {
  const iso = time.replace(' ', 'T');
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

export function toComment(given: {
  readonly id: number;
  readonly content: string;
  readonly isPrivate: boolean;
  readonly by: string;
  readonly at: string;
}): ExternalComment {
  const { text, marker } = readMarker(richText(given.content));
  return {
    id: String(given.id),
    at: instantOf(given.at),
    by: given.by || 'GLPI',
    text,
    isPublic: !given.isPrivate,
    ...(marker === undefined ? {} : { marker }),
  };
}

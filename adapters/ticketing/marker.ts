import { createHash } from 'node:crypto';

/** The marker of what has this name: an event's id, a file's name. */
export const markerOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 12);

/** How Guichet's own comments are known again: a last line that people may read past. */
const written = /\n?\[Guichet ([0-9a-f]{12})\]\s*$/;

/** The comment's text with its marker. */
export const withMarker = (text: string, marker: string): string => `${text}\n\n[Guichet ${marker}]`;

/** A text as its system gave it back, without the marker, and the marker if it has one. */
export function readMarker(text: string): { text: string; marker?: string } {
  const found = written.exec(text);
  return found ? { text: text.slice(0, found.index).trim(), marker: found[1]! } : { text: text.trim() };
}

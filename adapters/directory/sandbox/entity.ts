import { createHash } from 'node:crypto';

/** An object of Graph, in its own names. What the sandbox keeps is what it serves. */
export type Entity = Record<string, unknown>;

/** The same id for the same name at each start. */
export function idOf(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}

/** A number from 0 below `limit` that follows from a name: invented, and the same at each start. */
export function numberOf(name: string, limit: number): number {
  return createHash('sha256').update(name).digest().readUInt32BE() % limit;
}

/** epoch ms as Graph writes a time. */
export const iso = (time: number): string => new Date(time).toISOString();

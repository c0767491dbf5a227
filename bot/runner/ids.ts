import { randomUUID } from 'node:crypto';

/**
 * An id that sorts by the instant of its making: rows that are written one after the other then lie side by side in
 * their index, and a commit touches fewer pages.
 */
export const orderedId = (now: number): string => `${now.toString(36).padStart(9, '0')}-${randomUUID().slice(9)}`;

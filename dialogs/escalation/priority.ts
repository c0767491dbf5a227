import type { Level, Priority } from './types.ts';

/**
 * ITIL's matrix: rows are impact (1 many people or a whole service, 3 one person), columns urgency (1 work is stopped
 * or a deadline is near, 3 it can wait). It is the only source of a ticket's priority.
 */
const matrix: Readonly<Record<Level, Readonly<Record<Level, Priority>>>> = {
  1: { 1: 'P1', 2: 'P2', 3: 'P3' },
  2: { 1: 'P2', 2: 'P3', 3: 'P4' },
  3: { 1: 'P3', 2: 'P4', 3: 'P5' },
};

/** The priority that follows from impact and urgency. */
export function priorityOf(impact: Level, urgency: Level): Priority {
  return matrix[impact][urgency];
}

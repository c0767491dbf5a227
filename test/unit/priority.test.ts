import { expect, test } from 'vitest';
import { priorityOf } from '../../dialogs/escalation/priority.ts';
import type { Level } from '../../dialogs/escalation/types.ts';

test.each<[Level, Level, string]>([
  [1, 1, 'P1'],
  [1, 2, 'P2'],
  [1, 3, 'P3'],
  [2, 1, 'P2'],
  [2, 2, 'P3'],
  [2, 3, 'P4'],
  [3, 1, 'P3'],
  [3, 2, 'P4'],
  [3, 3, 'P5'],
])('impact %i and urgency %i give %s', (impact, urgency, priority) => {
  expect(priorityOf(impact, urgency)).toBe(priority);
});

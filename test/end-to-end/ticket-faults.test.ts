import { expect, test } from 'vitest';
import { escalateUnderFaults } from '../support/ticket-faults.ts';

// A sample of `npm run prove -- tickets`.
test('escalations to a ticket system that fails, with kills, make exactly one whole ticket each (R6, R8, R9)', {
  timeout: 240_000,
}, async () => {
  const first = await escalateUnderFaults({ seed: 7, tickets: 30 });
  expect(first.faults).toEqual([]);
  expect(first.kills).toBeGreaterThan(0);
  expect(first.counts['fails after']).toBeGreaterThan(0);
  const again = await escalateUnderFaults({ seed: 7, tickets: 30 });
  expect(again).toEqual(first);
});

import { expect, test } from 'vitest';
import { aimElsewhere } from '../support/aim-elsewhere.ts';

const tries = 60;

test('R27: no text, payload, forged or replayed press aims an action at somebody else', async () => {
  const aimed = await aimElsewhere({ tries, seed: 20261127 });
  expect(aimed.tries).toBe(tries);
  // It is worth nothing unless the tenant was asked for a lot, and changed.
  expect(aimed.requests).toBeGreaterThan(tries);
  expect(aimed.changes).toBeGreaterThan(0);
}, 120_000);

import { expect, test } from 'vitest';
import { proveScripts } from '../../support/random-player.ts';

const runs = 200;

test('any conversation with any script ends resolved, escalated or cancelled, and asks nothing twice', async () => {
  const proof = await proveScripts({ runs, seed: 20261123 });
  expect(proof.runs).toBe(runs);
  expect(Object.keys(proof.outcomes).sort()).toEqual(['abandoned', 'escalated', 'resolved']);
}, 180_000);

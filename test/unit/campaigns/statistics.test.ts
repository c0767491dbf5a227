import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  difference,
  pairedDifference,
  proportion,
  quantile,
  rateRatio,
} from '../../../dialogs/campaigns/report/statistics.ts';

test("Wilson's interval has the published values", () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  for (const [count, of, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const found = proportion(count, of);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  }
});

test("Newcombe's difference has the published values", () => {
  // Newcombe 1998, method 10: 56/70 less 48/80.
  const found = difference(proportion(56, 70), proportion(48, 80));
  expect(found.estimate).toBeCloseTo(0.2, 4);
  expect(found.low).toBeCloseTo(0.0524, 4);
  expect(found.high).toBeCloseTo(0.3339, 4);
});

test('intervals hold their estimate and stay within bounds', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (a, b) => {
      const found = proportion(Math.min(a, b), Math.max(a, b, 1));
      expect(found.low).toBeLessThanOrEqual(found.estimate + 1e-9);
      expect(found.high).toBeGreaterThanOrEqual(found.estimate - 1e-9);
      expect(found.low >= 0 && found.high <= 1).toBe(true);
    }),
  );
});

test('a paired difference follows those who changed', () => {
  const found = pairedDifference(30, 5, 100);
  expect(found.estimate).toBe(0.25);
  expect(found.low).toBeGreaterThan(0.1);
  expect(found.high).toBeLessThan(0.4);
  expect(pairedDifference(5, 5, 100).low).toBeLessThan(0);
});

test('the coverage of the paired interval is near 95 %', () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  let covered = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run += 1) {
    let gained = 0;
    let lost = 0;
    for (let person = 0; person < 60; person += 1) {
      const draw = random();
      if (draw < 0.3) gained += 1;
      else if (draw < 0.4) lost += 1;
    }
    const found = pairedDifference(gained, lost, 60);
    if (found.low <= 0.2 && found.high >= 0.2) covered += 1;
  }
  expect(covered / runs).toBeGreaterThan(0.93);
  expect(covered / runs).toBeLessThan(0.98);
});

test('a rate that halves, and quartiles', () => {
  const found = rateRatio({ events: 20, people: 1000 }, { events: 40, people: 1000 });
  expect(found.estimate).toBeCloseTo(0.506, 2);
  expect(found.high).toBeLessThan(1);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([], 0.5)).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dimensions,
  type Grouped,
  groupOf,
  groupSafely,
  isShown,
  leastGroup,
} from '../../../dialogs/campaigns/report/disclosure.ts';

const person = fc.record({
  department: fc.constantFrom('Finance', 'Registry', 'Roads', 'Library', 'Care', 'Legal', undefined),
  site: fc.constantFrom('Town hall', 'Depot', 'Library', undefined),
  language: fc.constantFrom('fr', 'en'),
  batch: fc.constantFrom(1, 2, 3),
});
/** Groups of uneven sizes, as organisations have them; every batch was published with ten people at least. */
const people = fc
  .array(
    fc.tuple(person, fc.integer({ min: 1, max: 25 })).map(([one, times]) => Array.from({ length: times }, () => one)),
    { minLength: 1, maxLength: 14 },
  )
  .map((lists) => lists.flat())
  .map((all) => {
    const sizes = Map.groupBy(all, ({ batch }) => batch);
    const large = [...sizes].filter(([, { length }]) => length >= leastGroup).map(([batch]) => batch);
    return all.filter(({ batch }) => large.includes(batch));
  })
  .filter((all) => all.length >= leastGroup);

/** Everything that one report or another shows a total of, as sets of people: who is in each. */
function shownSets(all: readonly Grouped[]): boolean[][] {
  const grouping = groupSafely([all]);
  const sets: boolean[][] = [];
  // Each published report counted everyone up to its batch.
  for (const batch of [1, 2, 3]) sets.push(all.map((one) => one.batch! <= batch));
  for (const dimension of dimensions.filter((each) => isShown(grouping, each)))
    for (const group of new Set(grouping[dimension].values()))
      sets.push(all.map((one) => groupOf(grouping, dimension, one) === group));
  return sets;
}

/** Sums and differences of shown totals, each used up to `depth` times. */
function* combinations(sets: readonly boolean[][], depth: number): Generator<number[]> {
  const size = sets[0]!.length;
  function* from(at: number, left: number, sum: number[]): Generator<number[]> {
    yield sum;
    if (left === 0) return;
    for (let next = at; next < sets.length; next += 1)
      for (const sign of [1, -1]) {
        const set = sets[next]!;
        yield* from(
          next + 1,
          left - 1,
          sum.map((value, index) => value + sign * Number(set[index])),
        );
      }
  }
  yield* from(
    0,
    depth,
    Array.from({ length: size }, () => 0),
  );
}

describe('differencing attack (R36)', () => {
  test('no sum or difference of what reports show, over dimensions and over time, singles out fewer than ten', () => {
    fc.assert(
      fc.property(people, (all) => {
        for (const sum of combinations(shownSets(all), 4)) {
          // What is left of the others cancels out: these people alone are told of.
          const told = sum.filter((value) => value !== 0).length;
          if (told > 0) expect(told).toBeGreaterThanOrEqual(leastGroup);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('whatever the combination: crossed with one another, all groups and batches are empty or hold ten', () => {
    fc.assert(
      fc.property(people, people, (finished, alsoReached) => {
        const reached = [...finished, ...alsoReached].map(({ batch: _, ...one }) => one);
        const grouping = groupSafely([finished, reached]);
        for (const population of [finished, reached]) {
          const cells = Map.groupBy(population, (one: Grouped) =>
            JSON.stringify([one.batch, ...dimensions.map((dimension) => groupOf(grouping, dimension, one))]),
          );
          for (const { length } of cells.values()) expect(length).toBeGreaterThanOrEqual(leastGroup);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('without the guard the attack works: the same search finds small groups in plain totals', () => {
    const all: Grouped[] = [
      ...Array.from({ length: 30 }, () => ({ department: 'Finance', site: 'Depot', language: 'fr', batch: 1 })),
      ...Array.from({ length: 3 }, () => ({ department: 'Legal', site: 'Depot', language: 'fr', batch: 1 })),
      ...Array.from({ length: 40 }, () => ({ department: 'Roads', site: 'Town hall', language: 'fr', batch: 1 })),
    ];
    const plain = [
      all.map(() => true),
      ...['Finance', 'Roads'].map((name) => all.map(({ department }) => department === name)),
    ];
    const smallest = (sets: boolean[][]) =>
      Math.min(
        ...[...combinations(sets, 3)]
          .map((sum) => sum.filter((value) => value !== 0).length)
          .filter((told) => told > 0),
      );
    expect(smallest(plain)).toBe(3);
    expect(smallest(shownSets(all))).toBeGreaterThanOrEqual(leastGroup);
  });
});

describe('what is left to see', () => {
  const group = (department: string, size: number, site = 'Town hall', language = 'fr'): Grouped[] =>
    Array.from({ length: size }, () => ({ department, site, language, batch: 1 }));

  test('large departments stay apart, small ones are shown together', () => {
    const grouping = groupSafely([
      [...group('Finance', 30), ...group('Roads', 20), ...group('Legal', 4), ...group('Care', 7)],
    ]);
    expect(Object.fromEntries(grouping.department)).toEqual({
      Finance: 'Finance',
      Roads: 'Roads',
      Legal: '*',
      Care: '*',
    });
    expect(isShown(grouping, 'site')).toBe(false);
  });

  test('one small department alone takes another with it: complementary suppression', () => {
    const grouping = groupSafely([[...group('Finance', 30), ...group('Roads', 12), ...group('Legal', 4)]]);
    expect(Object.fromEntries(grouping.department)).toEqual({ Finance: 'Finance', Roads: '*', Legal: '*' });
  });

  test('departments and languages of a large organisation are all shown', () => {
    const all = ['A', 'B', 'C', 'D'].flatMap((name) => [...group(name, 40), ...group(name, 25, 'Town hall', 'en')]);
    const grouping = groupSafely([all]);
    expect(isShown(grouping, 'department') && isShown(grouping, 'language')).toBe(true);
    expect(new Set(grouping.department.values()).size).toBe(4);
  });

  test('ten thousand people are grouped in no time', () => {
    const all = Array.from(
      { length: 10_000 },
      (_, at): Grouped => ({
        department: `D${(at * at) % 37}`,
        site: `S${at % 11}`,
        language: at % 5 === 0 ? 'en' : 'fr',
        batch: 1 + (at % 3),
      }),
    );
    const begun = performance.now();
    groupSafely([all, all]);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

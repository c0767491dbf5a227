/**
 * Which groups a report may show (R36). Nobody must learn anything of fewer than ten people, not even by adding and
 * subtracting what reports show: the total less a department, a department less a site, tomorrow's figures less
 * today's. So the groups of all dimensions, crossed with one another and with the batches in which people were
 * published, must each be empty or hold ten people. Then every sum that can be made of shown figures is a sum of such
 * cells, and none is of fewer than ten.
 */

export const leastGroup = 10;
export const dimensions = ['department', 'site', 'language'] as const;
export type Dimension = (typeof dimensions)[number];

/** A person as far as groups go. Absent values are a group of their own. */
export interface Grouped {
  readonly department?: string | undefined;
  readonly site?: string | undefined;
  readonly language?: string | undefined;
  /** The published report that counts them first. */
  readonly batch?: number | undefined;
}

/** For each dimension, the group of each value; several values may share one. */
export type Grouping = Readonly<Record<Dimension, ReadonlyMap<string, string>>>;

/** Groups that were joined because they were too small. */
export const others = '*';
/** Nothing is known of them. */
export const unknown = '';

interface Cell {
  readonly values: readonly string[];
  readonly batch: number;
  /** People of each population. */
  readonly counts: number[];
}

/**
 * The finest grouping found under which no cell of any population holds one to nine people. Small groups are joined
 * until none is left; a dimension of which one group remains tells nothing and is not shown.
 */
export function groupSafely(populations: readonly (readonly Grouped[])[], least = leastGroup): Grouping {
  const cells = countCells(populations);
  const grouping = dimensions.map(
    (_, at) => new Map([...new Set(cells.map((cell) => cell.values[at]!))].sort().map((value) => [value, value])),
  );
  for (;;) {
    const small = smallCells(cells, grouping, least);
    if (small.length === 0) break;
    const merges = candidateMerges(cells, grouping, small, least);
    if (merges.length === 0) return whole(grouping);
    const best = merges.toSorted((a, b) => a.left - b.left || b.at - a.at || a.weight - b.weight)[0]!;
    grouping[best.at] = best.merged;
  }
  return { department: grouping[0]!, site: grouping[1]!, language: grouping[2]! };
}

/** The group of a person in a dimension. */
export const groupOf = (grouping: Grouping, dimension: Dimension, person: Grouped): string =>
  grouping[dimension].get(person[dimension] ?? unknown) ?? others;

/** Whether a dimension has more than one group left, so that it says something. */
export const isShown = (grouping: Grouping, dimension: Dimension): boolean =>
  new Set(grouping[dimension].values()).size > 1;

function countCells(populations: readonly (readonly Grouped[])[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const [population, people] of populations.entries())
    for (const person of people) {
      const values = dimensions.map((dimension) => person[dimension] ?? unknown);
      const batch = person.batch ?? 0;
      const key = JSON.stringify([values, batch]);
      const cell = cells.get(key) ?? { values, batch, counts: populations.map(() => 0) };
      cell.counts[population]! += 1;
      cells.set(key, cell);
    }
  return [...cells.values()];
}

type Groups = Map<string, string>;

function joined(cells: readonly Cell[], grouping: readonly Groups[]): Map<string, Cell> {
  const sums = new Map<string, Cell>();
  for (const cell of cells) {
    const values = cell.values.map((value, at) => grouping[at]!.get(value)!);
    const key = JSON.stringify([values, cell.batch]);
    const sum = sums.get(key) ?? { values, batch: cell.batch, counts: cell.counts.map(() => 0) };
    for (const [at, count] of cell.counts.entries()) sum.counts[at]! += count;
    sums.set(key, sum);
  }
  return sums;
}

const smallCells = (cells: readonly Cell[], grouping: readonly Groups[], least: number): Cell[] =>
  [...joined(cells, grouping).values()].filter(({ counts }) => counts.some((count) => count > 0 && count < least));

/** Ways of joining a group of a small cell with another of its dimension. */
function candidateMerges(
  cells: readonly Cell[],
  grouping: readonly Groups[],
  small: readonly Cell[],
  least: number,
): { at: number; merged: Groups; left: number; weight: number }[] {
  const worst = small.toSorted((a, b) => total(a) - total(b))[0]!;
  return dimensions.flatMap((_, at) => {
    const groups = weights(cells, grouping, at);
    if (groups.size < 2) return [];
    const mine = worst.values[at]!;
    // What is joined is one group, « the others »; it takes in the smallest where it is too small itself.
    const smallest = [...groups].filter(([group]) => group !== mine).toSorted((a, b) => a[1] - b[1])[0]![0];
    const partner = groups.has(others) && mine !== others ? others : smallest;
    const merged: Groups = new Map(
      [...grouping[at]!].map(([value, group]) => [value, group === mine || group === partner ? others : group]),
    );
    const after = grouping.map((each, index) => (index === at ? merged : each));
    return [{ at, merged, left: smallCells(cells, after, least).length, weight: groups.get(mine)! }];
  });
}

const total = ({ counts }: Cell): number => counts.reduce((sum, count) => sum + count, 0);

function weights(cells: readonly Cell[], grouping: readonly Groups[], at: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const cell of cells) {
    const group = grouping[at]!.get(cell.values[at]!)!;
    sums.set(group, (sums.get(group) ?? 0) + total(cell));
  }
  return sums;
}

/** Nothing can be told apart: everyone is one group in every dimension. */
function whole(grouping: readonly Groups[]): Grouping {
  const [department, site, language] = grouping.map((groups) => new Map([...groups].map(([value]) => [value, others])));
  return { department: department!, site: site!, language: language! };
}

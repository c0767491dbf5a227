/** An estimate with its 95 % confidence interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** A share of people, with how many they are. */
export interface Proportion extends Interval {
  readonly count: number;
  readonly of: number;
}

const z = 1.959964;

/** Wilson's score interval for a share (Wilson 1927): right for small numbers and for shares near 0 or 1. */
export function proportion(count: number, of: number): Proportion {
  if (of === 0) return { count, of, estimate: 0, low: 0, high: 1 };
  const share = count / of;
  const scale = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { count, of, estimate: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * The difference of two shares of the same people, from those who changed: `gained` were wrong then right, `lost` the
 * reverse. Wald's interval with half a person added to each (Agresti and Min 2005).
 */
export function pairedDifference(gained: number, lost: number, of: number): Interval {
  const [g, l, n] = [gained + 0.5, lost + 0.5, of + 2];
  const difference = (g - l) / n;
  const half = (z * Math.sqrt(g + l - (g - l) ** 2 / n)) / n;
  const estimate = of === 0 ? 0 : (gained - lost) / of;
  return { estimate, low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
}

/** The difference of two shares of different people (Newcombe 1998, method 10). */
export function difference(one: Proportion, other: Proportion): Interval {
  const estimate = one.estimate - other.estimate;
  return {
    estimate,
    low: Math.max(-1, estimate - Math.hypot(one.estimate - one.low, other.high - other.estimate)),
    high: Math.min(1, estimate + Math.hypot(one.high - one.estimate, other.estimate - other.low)),
  };
}

/** How a rate of events a person changed: the ratio of two rates, its interval on the logarithm (half an event added). */
export function rateRatio(
  after: { readonly events: number; readonly people: number },
  before: { readonly events: number; readonly people: number },
): Interval {
  const [a, b] = [after.events + 0.5, before.events + 0.5];
  const ratio = a / Math.max(1, after.people) / (b / Math.max(1, before.people));
  const half = z * Math.sqrt(1 / a + 1 / b);
  return { estimate: ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}

/** The value below which a share `at` of the values lie; undefined without values. */
export function quantile(values: readonly number[], at: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

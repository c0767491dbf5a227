/** How often a model may be asked (R31); past it the extract is shown, so that nobody is refused an answer. */
export interface Allowance {
  take(personId: string): boolean;
}

const window = 60_000;

export function createAllowance({
  now,
  perPerson = 6,
  forAll = 120,
}: {
  readonly now: () => number;
  /** A minute. */
  readonly perPerson?: number;
  readonly forAll?: number;
}): Allowance {
  let began = now();
  let all = 0;
  let people = new Map<string, number>();
  return {
    take(personId) {
      if (now() - began >= window) {
        began = now();
        all = 0;
        people = new Map();
      }
      const own = people.get(personId) ?? 0;
      if (own >= perPerson || all >= forAll) return false;
      people.set(personId, own + 1);
      all += 1;
      return true;
    },
  };
}

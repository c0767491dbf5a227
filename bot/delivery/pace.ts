/** Spreads unsolicited messages out, and lets whoever waits for an answer go first (R11). */
export interface Pace {
  /** Resolves when the next one may go; rejects when the signal says stop. */
  next(signal: AbortSignal): Promise<void>;
}

export interface PaceOptions {
  /** At most; the rest of what Teams takes is for replies. */
  readonly perSecond: number;
  /** Whether turns are running or waiting. */
  readonly busy: () => boolean;
}

/** However busy it is, unsolicited messages go on at this pace at least, ms apart. */
const longestYield = 500;

export function createPace({ perSecond, busy }: PaceOptions): Pace {
  const interval = 1000 / perSecond;
  let free = 0;
  return {
    async next(signal) {
      // One place after another, also when several ask at once.
      const at = Math.max(free, performance.now());
      free = at + interval;
      await pause(at - performance.now());
      for (let waited = 0; busy() && waited < longestYield; waited += 10) await pause(10);
      signal.throwIfAborted();
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

import { ConnectorRefused } from '../channel/connector-errors.ts';

/**
 * How fast the whole service writes to Teams (R11). Replies to people are never held back: they only take from what
 * campaigns have left.
 */
export interface Throttle {
  /** Somebody's reply was posted, or anything else that does not wait. */
  spent(): void;
  /** Teams said 429: everybody but replies waits, and goes on more slowly. `retryAfter` in ms. */
  slowDown(retryAfter: number | undefined): void;
  /** Resolves when the next request of a campaign may go. Rejects when the signal says stop. */
  next(signal: AbortSignal): Promise<void>;
  /** Requests a second that are allowed now. */
  rate(): number;
}

export interface ThrottleOptions {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random?: () => number;
  /** Whether people wait for an answer: campaigns then hold still a moment. */
  readonly busy: () => boolean;
}

/** Requests a second for one app in one tenant, by Teams' documentation (rate-limit.md). */
export const mostPerSecond = 30;
/** A tenth of a second's worth may go at once: an idle second is not saved up. */
const burst = 3;
const leastPerSecond = 1;
/** Requests without a 429 after which one more a second is tried. */
const recovery = 60;
/** However busy it is, campaigns go on at this pace at least, ms. */
const longestYield = 500;

export function createThrottle({ now, sleep, random = Math.random, busy }: ThrottleOptions): Throttle {
  let perSecond = mostPerSecond;
  let tokens = burst;
  let filledAt = now();
  let closedUntil = 0;
  let sinceSlower = 0;
  let line: Promise<void> = Promise.resolve();

  const fill = () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
  };

  async function take(signal: AbortSignal): Promise<void> {
    for (let yielded = 0; busy() && yielded < longestYield; yielded += 10) await sleep(10);
    for (;;) {
      signal.throwIfAborted();
      fill();
      const closed = closedUntil - now();
      if (closed <= 0 && tokens >= 1) break;
      await sleep(Math.max(1, closed, closed > 0 ? 0 : ((1 - tokens) / perSecond) * 1000));
    }
    tokens -= 1;
    sinceSlower += 1;
    if (perSecond < mostPerSecond && sinceSlower >= recovery) {
      perSecond = Math.min(mostPerSecond, perSecond + 1);
      sinceSlower = 0;
    }
  }

  return {
    rate: () => perSecond,
    spent() {
      fill();
      // A flood of replies must not silence campaigns for minutes afterwards.
      tokens = Math.max(-mostPerSecond, tokens - 1);
    },
    slowDown(retryAfter) {
      const wait = (retryAfter ?? 1000) * (1 + random() * 0.25);
      const fresh = closedUntil <= now();
      closedUntil = Math.max(closedUntil, now() + wait);
      // Requests that were under way together are told together: that is one warning, not many.
      if (fresh) perSecond = Math.max(leastPerSecond, perSecond * 0.7);
      sinceSlower = 0;
    },
    next(signal) {
      const mine = line.then(() => take(signal));
      line = mine.catch(() => {});
      return mine;
    },
  };
}

/** Whether Teams asked for patience, and for how long, ms. */
export const throttledFor = (cause: unknown): { readonly retryAfter: number | undefined } | undefined =>
  cause instanceof ConnectorRefused && cause.status === 429 ? { retryAfter: cause.retryAfterMs } : undefined;

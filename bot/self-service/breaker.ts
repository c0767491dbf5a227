import { SupportError } from '../../adapters/support-error.ts';

/** Stops calling a system that keeps failing, and tries one call again after a while (R31). One for each system. */
export interface Breaker {
  /** @throws `system_resting` without calling, while it rests; and whatever the call throws. */
  call<T>(work: () => Promise<T>): Promise<T>;
  isOpen(): boolean;
}

export interface BreakerOptions {
  readonly now: () => number;
  /** Failures in a row before it rests. */
  readonly failures?: number;
  /** ms */
  readonly rest?: number;
}

export function createBreaker({ now, failures = 5, rest = 30_000 }: BreakerOptions): Breaker {
  let inARow = 0;
  let restsUntil = 0;
  return {
    isOpen: () => now() < restsUntil,
    async call(work) {
      if (now() < restsUntil) {
        throw new SupportError('system_resting', 'it failed several times in a row and is left alone for a moment', {
          retryable: true,
        });
      }
      try {
        const result = await work();
        inARow = 0;
        return result;
      } catch (error) {
        // A refusal is an answer: only what is down or overwhelmed is left alone.
        if (!(error instanceof SupportError) || !error.retryable) inARow = 0;
        else inARow += 1;
        if (inARow >= failures) restsUntil = now() + rest;
        throw error;
      }
    },
  };
}

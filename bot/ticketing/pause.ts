import { TicketSystemError } from '../../adapters/ticketing/errors.ts';

/** When a ticket system that is down or busy is asked again: one for all that is said to it (R31). */
export interface Pause {
  isPaused(): boolean;
  /** Notes a failure; true when the system is left alone from now on. */
  failed(error: TicketSystemError): boolean;
  succeeded(): void;
  /** ms until a thing that failed by itself is tried again. */
  after(error: unknown): number;
}

export interface PauseOptions {
  readonly now: () => number;
  /** ms of the first pause; doubles with each failure in a row. */
  readonly first?: number;
  readonly longest?: number;
}

/** Answers in a row that leave the outcome open, before the system counts as down. */
const mostUnknown = 5;

export function createPause({ now, first = 2_000, longest = 5 * 60_000 }: PauseOptions): Pause {
  let until = 0;
  let inARow = 0;
  const length = () => Math.min(longest, first * 2 ** Math.min(20, inARow - 1));
  return {
    isPaused: () => now() < until,
    failed({ outcome, retryAfter }) {
      if (outcome === 'refused') return false;
      inARow += 1;
      if (outcome === 'unknown' && inARow < mostUnknown) return false;
      until = now() + Math.max(length(), retryAfter ?? 0);
      return true;
    },
    succeeded() {
      inARow = 0;
      until = 0;
    },
    after: (error) => (error instanceof TicketSystemError ? (error.retryAfter ?? 0) : 0) || 60_000,
  };
}

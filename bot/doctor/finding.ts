import { SupportError } from '../../adapters/support-error.ts';

/** What a check found, in plain words. */
export interface Finding {
  /** What was looked at: « Database ». */
  readonly area: string;
  /** `warning`: Guichet runs, and does less or runs less safely. */
  readonly state: 'ok' | 'warning' | 'wrong' | 'not needed';
  readonly what: string;
  /** What to do about it; with a warning or a wrong always. */
  readonly mend?: string;
}

/** Looks at one thing. What it throws becomes a finding too. */
export type Check = () => Promise<readonly Finding[]>;

export const ok = (area: string, what: string): Finding => ({ area, state: 'ok', what });
export const notNeeded = (area: string, what: string): Finding => ({ area, state: 'not needed', what });
export const warning = (area: string, what: string, mend: string): Finding => ({ area, state: 'warning', what, mend });
export const wrong = (area: string, what: string, mend: string): Finding => ({ area, state: 'wrong', what, mend });

/** An error's own words where they are ours; anything else may quote a password or an address. */
export function reasonOf(error: unknown): string {
  if (error instanceof SupportError) return error.message;
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  // fetch says what happened in its cause alone.
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return reasonOf(cause);
  return typeof name === 'string' ? name : 'unknown';
}

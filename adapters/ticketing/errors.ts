import { SupportError } from '../support-error.ts';

/** Whether the call had its effect: it did not and may be tried again, it never will, or nobody can tell (R6). */
export type CallOutcome = 'not_done' | 'refused' | 'unknown';

const codes: Readonly<Record<CallOutcome, string>> = {
  not_done: 'ticket_system_unreachable',
  refused: 'ticket_system_refused',
  unknown: 'ticket_system_unknown',
};

export class TicketSystemError extends SupportError {
  readonly outcome: CallOutcome;
  /** ms that the system asked to be left alone. */
  readonly retryAfter: number | undefined;
  readonly status: number | undefined;

  constructor(
    outcome: CallOutcome,
    message: string,
    options: { cause?: unknown; retryAfter?: number | undefined; status?: number | undefined } = {},
  ) {
    super(codes[outcome], message, { retryable: outcome !== 'refused', cause: options.cause });
    this.name = 'TicketSystemError';
    this.outcome = outcome;
    this.retryAfter = options.retryAfter;
    this.status = options.status;
  }
}

/** A read's answer of 404 is « there is none ». */
export function ifMissing(error: unknown): undefined {
  if (error instanceof TicketSystemError && error.status === 404) return undefined;
  throw error;
}

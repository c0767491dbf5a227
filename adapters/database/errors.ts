import { SupportError } from '../support-error.ts';

/** The database cannot be reached or cannot write now (R17): the same call may succeed later. */
export function databaseUnavailable(message: string, cause?: unknown): SupportError {
  return new SupportError('database_unavailable', message, {
    retryable: true,
    messageKey: 'error.database_unavailable',
    cause,
  });
}

/** Somebody committed this conversation first: nothing of this transaction may stand (R5). Compute the turn again. */
export class StaleStateError extends SupportError {
  constructor(key: string, expectedVersion: number) {
    super('stale_state', `conversation ${key} is no longer at version ${expectedVersion}`, { retryable: true });
    this.name = 'StaleStateError';
  }
}

/** An activity of this turn was already handled (R2): nothing of this transaction may stand. */
export class DuplicateActivityError extends SupportError {
  constructor(key: string) {
    super('duplicate_activity', `an activity of conversation ${key} was already handled`);
    this.name = 'DuplicateActivityError';
  }
}

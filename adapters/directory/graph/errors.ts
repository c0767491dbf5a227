import { SupportError } from '../../support-error.ts';

/** The directory answered, and said no. Asking again helps for 408, 429 and 5xx alone. */
export class DirectoryRefused extends SupportError {
  readonly status: number;

  constructor(status: number, code: string) {
    super('directory_refused', `the directory answered ${status}${code ? ` (${code})` : ''}`, {
      retryable: status === 408 || status === 429 || status >= 500,
    });
    this.status = status;
  }
}

/** No answer: the network failed, the deadline passed, or the caller gave up. */
export const unreachable = (why: string, cause?: unknown): SupportError =>
  new SupportError('directory_unreachable', `the directory cannot be reached: ${why}`, { retryable: true, cause });

/** An answer that is not what Graph v1.0 promises. `where` names the fields, never their values. */
export const unreadable = (where: string): SupportError =>
  new SupportError('directory_unreadable', `the directory's answer cannot be read: ${where}`);

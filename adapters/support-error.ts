/**
 * A failure that people may hear of. `messageKey` names the sentence of bot/locales that says it honestly; `retryable`
 * tells whether the same call may succeed later. The service refusing and the network failing carry different codes.
 */
export class SupportError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly messageKey: string;

  constructor(
    code: string,
    message: string,
    options: { retryable?: boolean; messageKey?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'SupportError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.messageKey = options.messageKey ?? 'error.general';
  }
}

import { SupportError } from '../../adapters/support-error.ts';

/** Statuses that Teams itself calls worth another try (teams-limits, msteams-docs rate-limit.md). */
const retryableStatuses = new Set([412, 429, 502, 504]);

/** Teams answered, and said no. `code` is its own word (`ConversationBlockedByUser`), or `http_<status>`. */
export class ConnectorRefused extends SupportError {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  /** The request may have been carried out all the same (5xx, 408): never repeat a create blindly (R6). */
  readonly ambiguous: boolean;

  constructor(status: number, code: string | undefined, retryAfterMs: number | undefined) {
    super(code ?? `http_${status}`, `The channel answered ${status}${code ? ` (${code})` : ''}.`, {
      retryable: retryableStatuses.has(status),
    });
    this.name = 'ConnectorRefused';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.ambiguous = status >= 500 || status === 408;
  }
}

/** No answer: refused connection, reset, deadline or cancellation. Repeating is safe unless `ambiguous`. */
export class ConnectorUnreachable extends SupportError {
  /** The request may have arrived. */
  readonly ambiguous: boolean;

  constructor(code: 'deadline' | 'cancelled' | 'network', ambiguous: boolean, cause?: unknown) {
    super(code, `The channel could not be reached (${code}).`, { retryable: !ambiguous, cause });
    this.name = 'ConnectorUnreachable';
    this.ambiguous = ambiguous;
  }
}

/** Refused before anything was sent: the address is not on the cloud's list (R24), or the file is not one we take. */
export class ConnectorForbidden extends SupportError {
  constructor(code: 'address' | 'type' | 'size', message: string) {
    super(code, message);
    this.name = 'ConnectorForbidden';
  }
}

/** Who calls is not who may call: 401 without a good token, 403 where the token is good but not for this. */
export class AuthenticationFailed extends Error {
  readonly status: 401 | 403;
  /** For the log; never told to the caller. */
  readonly reason: string;

  constructor(status: 401 | 403, reason: string, cause?: unknown) {
    super(`Authentication failed: ${reason}`, { cause });
    this.name = 'AuthenticationFailed';
    this.status = status;
    this.reason = reason;
  }
}

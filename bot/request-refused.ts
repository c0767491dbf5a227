/** A request that is answered with an error of our own words; `message` goes to the caller. */
export class RequestRefused extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'RequestRefused';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

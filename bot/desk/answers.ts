import type { SupportError } from '../../adapters/support-error.ts';

/** What a desk route gives back; server.ts of restify is met in routes.ts alone. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** HTTP status of each code that the desk refuses with; anything else is an accident, 500. */
const statusOf: Readonly<Record<string, number>> = {
  invalid_request: 400,
  unauthenticated: 401,
  webhook_unsigned: 401,
  webhook_unreadable: 400,
  ticket_system_unreachable: 503,
  ticket_system_unknown: 503,
  forbidden: 403,
  link_spent: 403,
  wrong_origin: 403,
  ticket_confidential: 403,
  ticket_not_found: 404,
  outage_not_found: 404,
  outage_settled: 409,
  outage_author: 403,
  problem_not_found: 404,
  webhooks_off: 401,
  not_found: 404,
  approval_settled: 409,
  approval_needed: 409,
  stale_state: 409,
  approval_own: 403,
  approval_unverified: 400,
  ticket_claimed: 409,
  ticket_not_open: 409,
  ticket_not_resolved: 409,
  too_large: 413,
  unsupported_media_type: 415,
  wrong_host: 421,
  database_unavailable: 503,
  signing_keys_unavailable: 503,
};

export function statusOfError(error: SupportError): number {
  return statusOf[error.code] ?? 500;
}

export function json(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

export function page(markup: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: markup };
}

/** A file to save, never to show: what an employee sent must not run in the desk's origin. */
export function download(name: string, contentType: string, body: Buffer): Answer {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return { status: 200, headers: { 'content-type': contentType, 'content-disposition': disposition }, body };
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 303, headers: { location, ...headers }, body: '' };
}

/**
 * On every answer: nothing is cached, framed, sniffed or run. `same-origin`, because with `no-referrer` browsers send
 * `Origin: null` with forms, and the origin is what the desk checks.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

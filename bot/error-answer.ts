import type { Logger } from 'pino';
import type { Request, Response } from 'restify';
import { SupportError } from '../adapters/support-error.ts';
import { AuthenticationFailed } from './channel/authentication-failed.ts';
import { failureId } from './logger.ts';
import { RequestRefused } from './request-refused.ts';

/** What a caller may hear of failures that are not of our own words, by status. */
const said: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['bad_request', 'The request cannot be read.'],
  401: ['unauthorized', 'The request is not authenticated.'],
  403: ['forbidden', 'The request is not allowed.'],
  404: ['not_found', 'There is nothing at this address.'],
  405: ['method_not_allowed', 'This address does not take this method.'],
  406: ['not_acceptable', 'The answer cannot be given in that form.'],
  500: ['internal', 'Something went wrong on our side.'],
  503: ['unavailable', 'The service cannot answer right now. Try again shortly.'],
};

const temporary = new Set(['database_unavailable', 'signing_keys_unavailable']);

/**
 * Answers `{error: {code, message, id}}` and logs the cause under the same id (R26): the message says nothing of the
 * inside. Every route's failures end here.
 */
export function answerError(request: Request, response: Response, error: unknown, logger: Logger): void {
  const refused = error instanceof RequestRefused ? error : general(error);
  const id = failureId();
  // A page that looks whether the bot is up (HEAD, GET) is no event; what breaks is.
  const level = refused.status >= 500 ? 'error' : refused.status === 405 ? 'debug' : 'info';
  logger[level]({ id, error, status: refused.status, method: request.method }, 'A request was refused');
  if (response.headersSent) return;
  for (const [name, value] of Object.entries(refused.headers)) response.setHeader(name, value);
  response.setHeader('content-type', 'application/json');
  response.send(refused.status, { error: { code: refused.code, message: refused.message, id } });
}

function general(error: unknown): RequestRefused {
  const status = statusOf(error);
  const [code, message] = said[status] ?? (status < 500 ? said[400]! : said[500]!);
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (status === 503) headers['retry-after'] = '5';
  return new RequestRefused(status, code, message, headers);
}

function statusOf(error: unknown): number {
  if (error instanceof AuthenticationFailed) return error.status;
  if (error instanceof SupportError) return temporary.has(error.code) ? 503 : 500;
  // restify's own errors: no route, no such method.
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600 ? statusCode : 500;
}

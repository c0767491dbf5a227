import { SupportError } from '../../support-error.ts';
import { databaseUnavailable } from '../errors.ts';

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, refused passwords, insufficient
 * resources (a full disk), operator intervention (a shutdown, a statement timeout), system errors, deadlocks and
 * serialisation failures, read-only standby.
 */
const UNAVAILABLE_CLASSES = new Set(['08', '28', '53', '57', '58', '40']);
const READ_ONLY_TRANSACTION = '25006';
const NO_SUCH_DATABASE = '3D000';

/** A database that cannot be reached or cannot write becomes `database_unavailable` (R17); other errors stay. */
export function translatePostgresError(error: unknown): unknown {
  if (error instanceof SupportError || !(error instanceof Error)) return error;
  return isUnavailable(error) ? databaseUnavailable(`PostgreSQL: ${describe(error)}`, error) : error;
}

function isUnavailable(error: Error & { code?: unknown; syscall?: unknown; severity?: unknown }): boolean {
  const { code } = error;
  if (error.severity !== undefined && typeof code === 'string') {
    return UNAVAILABLE_CLASSES.has(code.slice(0, 2)) || code === READ_ONLY_TRANSACTION || code === NO_SUCH_DATABASE;
  }
  if (error instanceof AggregateError || error.syscall !== undefined) return true;
  return isNetworkCode(code) || isLostConnection(error);
}

const isNetworkCode = (code: unknown) =>
  code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ETIMEDOUT' || code === 'EPIPE' || code === 'ENOTFOUND';

/** pg gives these no code: only the text tells. */
const isLostConnection = (error: Error) =>
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error|^Query read timeout/.test(
    error.message,
  );

const describe = (error: Error) =>
  error.message || (error instanceof AggregateError ? error.errors.map(String).join('; ') : error.name);

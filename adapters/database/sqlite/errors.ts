import { databaseUnavailable } from '../errors.ts';

/** https://www.sqlite.org/rescode.html: BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB. */
const UNAVAILABLE = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26]);

/** A disk that is full or failing becomes `database_unavailable` (R17); other errors are bugs and stay as they are. */
export function translateSqliteError(error: unknown): unknown {
  const code = primaryCode(error);
  if (code === undefined || !UNAVAILABLE.has(code)) return error;
  return databaseUnavailable(`SQLite: ${(error as Error).message}`, error);
}

/** The result code without its extension: IOERR_WRITE (778) is an IOERR (10). */
function primaryCode(error: unknown): number | undefined {
  const extended = (error as { errcode?: unknown } | null)?.errcode;
  return typeof extended === 'number' ? extended & 0xff : undefined;
}

import { DatabaseSync } from 'node:sqlite';
import { SupportError } from '../../support-error.ts';

/**
 * Holds `<file>.lock` for as long as this process lives. It is SQLite's own file lock, given by the operating system: it
 * dies with the process, so that kill -9 never leaves it behind. Returns what gives it back.
 */
export function lockDatabaseFile(file: string): () => void {
  const lockFile = `${file}.lock`;
  const lock = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw new SupportError(
      'database_in_use',
      `${file} is in use by another running Guichet. Stop that one, or set GUICHET_DATA to another folder. ` +
        'To run several at once, set DATABASE_URL to a PostgreSQL database.',
      { cause: error },
    );
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}

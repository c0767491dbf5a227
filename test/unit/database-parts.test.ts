import { expect, test } from 'vitest';
import { translatePostgresError } from '../../adapters/database/postgres/errors.ts';
import { translateSqliteError } from '../../adapters/database/sqlite/errors.ts';
import { FifoMutex } from '../../adapters/database/sqlite/mutex.ts';
import { queueSettings } from '../../adapters/queue/options.ts';
import { orderedId } from '../../adapters/queue/pg-boss/ordered-id.ts';

test('R4: the mutex serves in the order of asking, and nobody passes', async () => {
  const mutex = new FifoMutex();
  const served: number[] = [];
  const users = Array.from({ length: 5 }, async (_, index) => {
    await mutex.acquire();
    served.push(index);
    await new Promise((resolve) => setImmediate(resolve));
    mutex.release();
    // Asked again at the very moment of the release: behind everyone who waits.
    await mutex.acquire();
    served.push(index + 10);
    mutex.release();
  });
  await Promise.all(users);
  expect(served).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
});

const sqlite = (errcode: number) => Object.assign(new Error('from SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });

test.each([
  ['full', 13],
  ['disk I/O, extended', 778],
  ['busy', 5],
  ['read only', 8],
  ['cannot open', 14],
])('R17: SQLite %s (%i) is database_unavailable', (_, errcode) => {
  expect(translateSqliteError(sqlite(errcode))).toMatchObject({ code: 'database_unavailable', retryable: true });
});

test.each([1, 19, 1555])('SQLite %i is a mistake and stays one', (errcode) => {
  const error = sqlite(errcode);
  expect(translateSqliteError(error)).toBe(error);
});

const postgres = (more: object) => Object.assign(new Error('from PostgreSQL'), more);

test.each([
  ['disk full', { code: '53100', severity: 'ERROR' }],
  ['shutting down', { code: '57P01', severity: 'FATAL' }],
  ['statement timeout', { code: '57014', severity: 'ERROR' }],
  ['deadlock', { code: '40P01', severity: 'ERROR' }],
  ['refused', { code: 'ECONNREFUSED', syscall: 'connect' }],
  ['reset', { code: 'ECONNRESET' }],
  ['cut', { message: 'Connection terminated unexpectedly' }],
  ['pool exhausted', { message: 'timeout exceeded when trying to connect' }],
])('R17: PostgreSQL %s is database_unavailable', (_, more) => {
  expect(translatePostgresError(postgres(more))).toMatchObject({ code: 'database_unavailable', retryable: true });
});

test.each([
  ['unique violation', { code: '23505', severity: 'ERROR' }],
  ['no such table', { code: '42P01', severity: 'ERROR' }],
  ['a bug of ours', { code: 'ERR_ASSERTION' }],
])('PostgreSQL %s stays what it is', (_, more) => {
  const error = postgres(more);
  expect(translatePostgresError(error)).toBe(error);
});

test('ordered ids rise within a millisecond, over more than its counter holds, and when the clock steps back', () => {
  const now = Date.now() + 1_000_000;
  const ids = Array.from({ length: 10_000 }, () => orderedId(now));
  ids.push(orderedId(now - 5_000), orderedId(now + 60_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(-2))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('queue options replace the defaults one by one', () => {
  expect(queueSettings({ maxAttempts: 3 })).toMatchObject({ maxAttempts: 3, pollInterval: 1_000, lease: 60_000 });
});

import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { openCaches } from '../../adapters/cache/registry.ts';
import { openReadOnly } from '../../adapters/database/registry.ts';
import type { Config } from '../config.ts';
import { type Finding, notNeeded, ok, reasonOf, warning, wrong } from './finding.ts';

const gigabyte = 1024 ** 3;

export async function checkDataFolder({ dataFolder }: Config): Promise<Finding[]> {
  const area = 'Data folder';
  const folder = path.resolve(dataFolder);
  try {
    const parent = nearest(folder);
    if (!statSync(parent).isDirectory()) throw Object.assign(new Error('a file'), { code: 'ENOTDIR' });
    accessSync(parent, constants.R_OK | constants.W_OK);
  } catch (error) {
    return [
      wrong(
        area,
        `${folder} cannot be written to (${reasonOf(error)})`,
        'Give its owner the right to write, or set GUICHET_DATA to another folder.',
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(nearest(folder));
  const free = (bavail * bsize) / gigabyte;
  if (free < 1) {
    return [
      warning(
        area,
        `${free.toFixed(1)} GB are free for ${folder}`,
        'Make room: a full disk stops new messages from being kept.',
      ),
    ];
  }
  return [ok(area, `${folder} can be written to; ${free.toFixed(0)} GB are free`)];
}

/** The folder itself, or the one that it will be made in. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(path.dirname(folder)));

/** Beside a Guichet that runs, too: nothing is locked, migrated or written. */
export async function checkDatabase({ databaseUrl, dataFolder }: Config): Promise<Finding[]> {
  const area = 'Database';
  if (!databaseUrl && !existsSync(path.join(dataFolder, 'guichet.db'))) {
    return [ok(area, 'none yet; the embedded one is made at the first start')];
  }
  const which = databaseUrl ? 'the PostgreSQL database of DATABASE_URL' : 'the embedded database';
  try {
    const { queries, close } = await openReadOnly({ databaseUrl, dataFolder });
    try {
      await within(5_000, sql`select 1 from setting limit 1`.execute(queries));
    } finally {
      await close();
    }
    return [ok(area, `${which} answers`)];
  } catch (error) {
    // 42P01: PostgreSQL answers and has no tables yet.
    if (/42P01|no such table/.test(`${(error as { code?: string }).code} ${(error as Error).message}`)) {
      return [ok(area, `${which} answers; its tables are made at the first start`)];
    }
    const mend = databaseUrl
      ? 'Look at host, port, user, password and name in DATABASE_URL, and that the server lets this machine in.'
      : `Stop Guichet and restore ${path.join(dataFolder, 'guichet.db')} from a backup, or move it away to begin anew.`;
    return [wrong(area, `${which} does not answer (${reasonOf(error)})`, mend)];
  }
}

export async function checkCache({ redisUrl }: Config): Promise<Finding[]> {
  const area = 'Cache';
  if (!redisUrl) return [notNeeded(area, 'kept in memory; REDIS_URL is for several nodes')];
  const caches = await openCaches({ redisUrl, logger: { warn: () => {} } });
  try {
    await within(3_000, caches.ping());
    return [ok(area, 'Redis answers')];
  } catch (error) {
    const mend = 'Look at host, port and password in REDIS_URL. Guichet goes on without it, more slowly.';
    return [warning(area, `Redis does not answer (${reasonOf(error)})`, mend)];
  } finally {
    await caches.close();
  }
}

/** @throws when nothing comes in time */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('late'), { code: `no answer within ${ms} ms` })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

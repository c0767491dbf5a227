import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../adapters/database/port.ts';
import { type DatabaseOptions, openDatabase } from '../../adapters/database/registry.ts';
import { findPostgresServer, type PostgresServer, runOn } from './postgres-server.ts';

export type Dialect = Database['dialect'];

/** An empty database of its own for a test file. */
export interface TestDatabase {
  readonly dialect: Dialect;
  /** As `openDatabase` takes them: another process can open it too. */
  readonly options: DatabaseOptions;
  /** Another node's own connections to it; PostgreSQL only, the embedded file has one owner. */
  open(): Promise<Database>;
  drop(): Promise<void>;
}

export async function createTestDatabase(dialect: Dialect): Promise<TestDatabase> {
  return dialect === 'sqlite' ? createSqlite() : createPostgres();
}

/** What the tests of one dialect use; ready from `beforeAll` on. */
export interface DatabaseUnderTest {
  readonly dialect: Dialect;
  readonly database: Database;
  readonly test: TestDatabase;
}

/** Runs the same tests on both dialects, each with a database that is created before and dropped after. */
export function describeOnEachDialect(title: string, tests: (under: DatabaseUnderTest) => void): void {
  describe.each<Dialect>(['sqlite', 'postgres'])(`${title} (%s)`, (dialect) => {
    let test: TestDatabase | undefined;
    let database: Database | undefined;
    beforeAll(async () => {
      test = await createTestDatabase(dialect);
      database = await test.open();
    });
    afterAll(async () => {
      await database?.close();
      await test?.drop();
    });
    tests({
      dialect,
      get database() {
        return database!;
      },
      get test() {
        return test!;
      },
    });
  });
}

function createSqlite(): TestDatabase {
  const dataFolder = mkdtempSync(join(tmpdir(), 'guichet-test-'));
  const options = { dataFolder };
  return {
    dialect: 'sqlite',
    options,
    open: () => openDatabase(options),
    drop: async () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

let server: Promise<PostgresServer> | undefined;
let databasesOnServer = 0;

async function createPostgres(): Promise<TestDatabase> {
  server ??= findPostgresServer();
  databasesOnServer += 1;
  const { adminUrl } = await server;
  const name = `guichet_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await runOn(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const options = { databaseUrl: url.href, dataFolder: tmpdir() };
  return {
    dialect: 'postgres',
    options,
    open: () => openDatabase(options),
    async drop() {
      await runOn(adminUrl, `drop database if exists ${name} with (force)`);
      databasesOnServer -= 1;
      if (databasesOnServer > 0) return;
      const running = server;
      server = undefined;
      await (await running)?.stop();
    },
  };
}

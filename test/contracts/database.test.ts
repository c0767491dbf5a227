import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../adapters/database/migrations/migrate.ts';
import { openDatabase } from '../../adapters/database/registry.ts';
import { findConversation, saveConversation } from '../../adapters/database/repositories/conversations.ts';
import { nextValue } from '../../adapters/database/repositories/counters.ts';
import {
  findInbound,
  findPending,
  nextReceipt,
  recordDone,
  recordPending,
} from '../../adapters/database/repositories/inbound-activities.ts';
import { acquireLease, releaseLease, renewLease } from '../../adapters/database/repositories/leases.ts';
import { appendOutgoing, findUnfinished } from '../../adapters/database/repositories/outgoing-messages.ts';
import { createTestDatabase, describeOnEachDialect, type TestDatabase } from '../support/databases.ts';

const NOW = 1_790_000_000_000;
let unique = 0;
let key = '';

beforeEach(() => {
  unique += 1;
  key = `conversation-${unique}`;
});

const conversation = (expectedVersion: number, state: unknown = { step: expectedVersion }) => ({
  key,
  expectedVersion,
  personId: 'person',
  state,
  now: NOW,
});

const inbound = (activityId: string, receipt = 1) => ({ conversationKey: key, activityId, receipt, receivedAt: NOW });

describeOnEachDialect('conversation state', (under) => {
  test('R5: is written at the version that was read, and reads back as it was', async () => {
    const { queries } = under.database;
    expect(await findConversation(queries, key)).toBeUndefined();
    expect(await saveConversation(queries, conversation(0, { text: "l'été — ✓", at: NOW }))).toBe(1);
    expect(await findConversation(queries, key)).toEqual({
      key,
      version: 1,
      personId: 'person',
      state: { text: "l'été — ✓", at: NOW },
      updatedAt: NOW,
    });
    expect(await saveConversation(queries, conversation(1))).toBe(2);
  });

  test.each([0, 1, 3])('R5: a commit at version %i, when 2 is stored, writes nothing at all', async (stale) => {
    const { queries } = under.database;
    await saveConversation(queries, conversation(0));
    await saveConversation(queries, conversation(1));
    const turn = under.database.transaction(async (transaction) => {
      await recordDone(transaction, [inbound('late')]);
      await nextValue(transaction, `stale-${key}`);
      await saveConversation(transaction, conversation(stale, { step: 'stale' }));
    });
    await expect(turn).rejects.toMatchObject({ code: 'stale_state', retryable: true });
    expect(await findInbound(queries, key, 'late')).toBeUndefined();
    expect(await nextValue(queries, `stale-${key}`)).toBe(1);
    expect(await findConversation(queries, key)).toMatchObject({ version: 2, state: { step: 1 } });
  });

  test('R5: of ten commits at one version exactly one stands', async () => {
    const attempts = Array.from({ length: 10 }, (_, index) =>
      under.database.transaction(async (transaction) => {
        await saveConversation(transaction, conversation(0, { winner: index }));
        await appendOutgoing(transaction, [
          { id: `${key}-${index}`, conversationKey: key, kind: 'message', activity: {}, now: NOW },
        ]);
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await findConversation(under.database.queries, key)).toMatchObject({ version: 1, state: { winner } });
    const unfinished = await findUnfinished(under.database.queries, key);
    expect(unfinished.map((message) => message.id)).toEqual([`${key}-${winner}`]);
  });
});

describeOnEachDialect('inbound activities', (under) => {
  test('R2: an activity is done once; a second turn with it rolls back whole', async () => {
    const { queries } = under.database;
    await recordDone(queries, [inbound('first')]);
    const again = under.database.transaction(async (transaction) => {
      await saveConversation(transaction, conversation(0));
      await recordDone(transaction, [inbound('second'), inbound('first')]);
    });
    await expect(again).rejects.toMatchObject({ code: 'duplicate_activity' });
    expect(await findConversation(queries, key)).toBeUndefined();
    expect(await findInbound(queries, key, 'second')).toBeUndefined();
    expect(await findInbound(queries, key, 'first')).toBe('done');
  });

  test('R1: a pending activity is kept with its content until it is done', async () => {
    const { queries } = under.database;
    await recordPending(queries, { ...inbound('slow', 7), activity: { text: 'bonjour' } });
    await expect(recordPending(queries, { ...inbound('slow', 8), activity: {} })).rejects.toMatchObject({
      code: 'duplicate_activity',
    });
    expect(await findPending(queries, key)).toEqual([{ ...inbound('slow', 7), activity: { text: 'bonjour' } }]);
    await recordDone(queries, [inbound('slow', 7)]);
    expect(await findInbound(queries, key, 'slow')).toBe('done');
    expect(await findPending(queries, key)).toEqual([]);
    await expect(recordPending(queries, { ...inbound('slow', 9), activity: {} })).rejects.toThrow();
  });

  test('R4: pending activities come back in order of receipt, and receipts go on from the last', async () => {
    const { queries } = under.database;
    for (const receipt of [1_003, 1_001, 1_002]) {
      await recordPending(queries, { ...inbound(`activity-${receipt}`, receipt), activity: {} });
    }
    const receipts = (await findPending(queries)).map((pending) => pending.receipt);
    expect(receipts.filter((receipt) => receipt > 1_000)).toEqual([1_001, 1_002, 1_003]);
    expect(await nextReceipt(queries)).toBe(1_004);
  });
});

describeOnEachDialect('leases and counters', (under) => {
  test('R4: one holder at a time; a lapsed lease can be taken, and its former holder loses it', async () => {
    const { queries } = under.database;
    expect(await acquireLease(queries, key, 'node-1', NOW, 1_000)).toBe(true);
    expect(await acquireLease(queries, key, 'node-2', NOW + 999, 1_000)).toBe(false);
    expect(await acquireLease(queries, key, 'node-1', NOW + 999, 1_000)).toBe(true);
    expect(await acquireLease(queries, key, 'node-2', NOW + 1_999, 1_000)).toBe(true);
    expect(await renewLease(queries, key, 'node-1', NOW + 2_000, 1_000)).toBe(false);
    await releaseLease(queries, key, 'node-1');
    expect(await renewLease(queries, key, 'node-2', NOW + 2_000, 1_000)).toBe(true);
    await releaseLease(queries, key, 'node-2');
    expect(await acquireLease(queries, key, 'node-3', NOW + 2_001, 1_000)).toBe(true);
  });

  test('R4: ten nodes ask at once, one has it', async () => {
    const asked = Array.from({ length: 10 }, (_, node) => acquireLease(under.database.queries, key, `${node}`, NOW, 1));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });

  test('a counter has neither gap nor repeat under 50 concurrent transactions, a third of which roll back', async () => {
    const drawn = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        under.database.transaction(async (transaction) => {
          const value = await nextValue(transaction, key);
          if (index % 3 === 0) throw new Error('rolled back');
          return value;
        }),
      ),
    );
    const values = drawn.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(values.sort((one, other) => one - other)).toEqual(values.map((_, index) => index + 1));
    expect(values).toHaveLength(33);
  });
});

describeOnEachDialect('the database', (under) => {
  test('migrating again changes nothing', async () => {
    await saveConversation(under.database.queries, conversation(0));
    await migrate(under.database.queries, under.dialect);
    expect(await findConversation(under.database.queries, key)).toMatchObject({ version: 1 });
  });

  test('transactions do not see each other half done', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        under.database.transaction(async (transaction) => {
          const value = await nextValue(transaction, key);
          await new Promise((resolve) => setImmediate(resolve));
          expect(await nextValue(transaction, key)).toBe(value + 1);
        }),
      ),
    );
    expect(await nextValue(under.database.queries, key)).toBe(41);
  });

  test('answers a ping', async () => {
    await expect(under.database.ping()).resolves.toBeUndefined();
  });

  test('a mistake in a statement is not taken for an unreachable database', async () => {
    const values = { name: key, value: 1 };
    await under.database.queries.insertInto('counter').values(values).execute();
    const again = under.database.queries.insertInto('counter').values(values).execute();
    await expect(again).rejects.not.toMatchObject({ code: 'database_unavailable' });
  });
});

describe('PostgreSQL', () => {
  let postgres: TestDatabase | undefined;
  afterAll(() => postgres?.drop());

  test('five nodes that start together migrate it once', async () => {
    postgres = await createTestDatabase('postgres');
    const nodes = await Promise.all(Array.from({ length: 5 }, () => postgres!.open()));
    await saveConversation(nodes[0]!.queries, conversation(0));
    expect(await findConversation(nodes[4]!.queries, key)).toMatchObject({ version: 1 });
    await Promise.all(nodes.map((node) => node.close()));
  });

  test('R17: a server that is not there is database_unavailable', async () => {
    const options = { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', dataFolder: '.' };
    await expect(openDatabase(options)).rejects.toMatchObject({ code: 'database_unavailable', retryable: true });
  });

  test('R17: a server that goes away is database_unavailable, and is used again when it is back', async () => {
    const node = await postgres!.open();
    const other = await postgres!.open();
    const cut = node.transaction(async (transaction) => {
      await nextValue(transaction, 'cut');
      const { sql } = await import('kysely');
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(other.queries);
      await nextValue(transaction, 'cut');
    });
    await expect(cut).rejects.toMatchObject({ code: 'database_unavailable', retryable: true });
    expect(await nextValue(node.queries, 'cut')).toBe(1);
    await Promise.all([node.close(), other.close()]);
  });
});

describe('SQLite', () => {
  let sqlite: TestDatabase;
  const OWNER = join(import.meta.dirname, '../support/open-database-process.ts');

  test('two processes on one file: the second is refused with the file and the mend; kill -9 frees it', async () => {
    sqlite = await createTestDatabase('sqlite');
    const owner = fork(OWNER, [JSON.stringify(sqlite.options)]);
    expect((await once(owner, 'message'))[0]).toBe('open');
    await expect(sqlite.open()).rejects.toMatchObject({
      code: 'database_in_use',
      message: expect.stringMatching(/guichet\.db.*GUICHET_DATA.*DATABASE_URL/s),
    });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const database = await sqlite.open();
    expect(await findConversation(database.queries, 'owner')).toMatchObject({ version: 1 });
    await expect(sqlite.open()).rejects.toMatchObject({ code: 'database_in_use' });
    await database.close();
    await (await sqlite.open()).close();
    await sqlite.drop();
  });

  test('R17: a full disk is database_unavailable, the transaction is gone whole, and space mends it', async () => {
    sqlite = await createTestDatabase('sqlite');
    const database = await sqlite.open();
    const { sql } = await import('kysely');
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.queries);
    await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count + 2)}`.execute(database.queries);
    const big = { text: 'x'.repeat(100_000) };
    const turn = database.transaction(async (transaction) => {
      await recordDone(transaction, [inbound('full')]);
      await saveConversation(transaction, conversation(0, big));
    });
    await expect(turn).rejects.toMatchObject({ code: 'database_unavailable', retryable: true });
    expect(await findInbound(database.queries, key, 'full')).toBeUndefined();
    await sql`pragma max_page_count = 1000000`.execute(database.queries);
    expect(await saveConversation(database.queries, conversation(0, big))).toBe(1);
    await database.close();
    await sqlite.drop();
  });

  test('R17: a data folder that cannot be made is database_unavailable', async () => {
    sqlite = await createTestDatabase('sqlite');
    const file = join(sqlite.options.dataFolder, 'a-file');
    writeFileSync(file, '');
    await expect(openDatabase({ dataFolder: join(file, 'data') })).rejects.toMatchObject({
      code: 'database_unavailable',
    });
    await sqlite.drop();
  });

  test('another kind of DATABASE_URL is refused', async () => {
    await expect(openDatabase({ databaseUrl: 'mysql://x', dataFolder: '.' })).rejects.toMatchObject({
      code: 'database_url_invalid',
    });
  });
});

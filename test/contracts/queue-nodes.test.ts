import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../adapters/database/port.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import { createQueue } from '../../adapters/queue/registry.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';

describe('queue shared by nodes (postgres; the embedded file has one node)', () => {
  let shared: TestDatabase;
  let databases: Database[] = [];
  let nodes: Queue[] = [];

  beforeAll(async () => {
    shared = await createTestDatabase('postgres');
    databases = await Promise.all([shared.open(), shared.open(), shared.open()]);
    nodes = databases.map((database) => createQueue(database, { pollInterval: 20, concurrency: 4 }));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop(1_000)));
    await Promise.all(databases.map((database) => database.close()));
    await shared.drop();
  });

  test('R4: three nodes started together run each job once, in order within each key, never two of a key at once', async () => {
    const perKey = new Map<string, number[]>();
    const active = new Set<string>();
    const overlaps: string[] = [];
    const ranOn = new Set<number>();
    for (const [index, node] of nodes.entries()) {
      node.handle('step', async (job) => {
        const { key, step } = job.payload as { key: string; step: number };
        if (active.has(key)) overlaps.push(key);
        active.add(key);
        ranOn.add(index);
        await new Promise((resolve) => setTimeout(resolve, 3));
        perKey.set(key, [...(perKey.get(key) ?? []), step]);
        active.delete(key);
      });
    }
    await Promise.all(nodes.map((node) => node.start()));
    const steps = Array.from({ length: 8 }, (_, step) => step);
    const keys = Array.from({ length: 6 }, (_, index) => `key-${index}`);
    await Promise.all(
      keys.map(async (key, index) => {
        const database = databases[index % databases.length]!;
        for (const step of steps) {
          await database.transaction((transaction) =>
            nodes[index % nodes.length]!.enqueue(transaction, {
              kind: 'step',
              dedupeKey: `${key}-${step}`,
              orderKey: key,
              payload: { key, step },
            }),
          );
        }
      }),
    );
    await vi.waitFor(async () => expect(await nodes[0]!.depth()).toBe(0), { timeout: 15_000, interval: 50 });
    expect(overlaps).toEqual([]);
    expect(Object.fromEntries(perKey)).toEqual(Object.fromEntries(keys.map((key) => [key, steps])));
    expect(ranOn.size).toBeGreaterThan(1);
  });

  test('of many nodes enqueuing one key at once, one job comes', async () => {
    const runs: string[] = [];
    for (const node of nodes) {
      node.handle('once', async (job) => {
        runs.push(job.id);
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
    }
    await Promise.all(
      databases.flatMap((database, index) =>
        Array.from({ length: 4 }, () =>
          database.transaction((transaction) =>
            nodes[index]!.enqueue(transaction, {
              kind: 'once',
              dedupeKey: 'once',
              payload: {},
              runAt: Date.now() + 500,
            }),
          ),
        ),
      ),
    );
    await vi.waitFor(async () => expect(await nodes[0]!.depth()).toBe(0), { timeout: 15_000, interval: 50 });
    expect(runs).toHaveLength(1);
  });

  test('R17: nodes whose connections are all cut go on when the server answers again', async () => {
    const runs: string[] = [];
    for (const node of nodes) {
      node.handle('survivor', async (job) => {
        runs.push(job.id);
      });
    }
    await databases[0]!.transaction((transaction) =>
      nodes[0]!.enqueue(transaction, {
        kind: 'survivor',
        dedupeKey: 'survivor',
        payload: {},
        runAt: Date.now() + 1_000,
      }),
    );
    await cutAllConnections(databases[0]!);
    await expect.poll(() => runs.length, { timeout: 15_000 }).toBe(1);
  });
});

async function cutAllConnections(database: Database): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(database.queries);
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caches } from '../../adapters/cache/port.ts';
import { openCaches } from '../../adapters/cache/registry.ts';
import { startSilentServer } from '../support/silent-server.ts';

const REDIS_URL = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
const redisAnswers = await answers(REDIS_URL);
if (!redisAnswers) console.warn(`cache: no Redis at ${REDIS_URL}: its contract is not run, only its absence is`);

async function answers(redisUrl: string): Promise<boolean> {
  const caches = await openCaches({ redisUrl });
  try {
    await caches.ping();
    return true;
  } catch {
    return false;
  } finally {
    await caches.close();
  }
}

const stores: [string, string | undefined][] = [['memory', undefined]];
if (redisAnswers) stores.push(['redis', REDIS_URL]);

describe.each(stores)('cache (%s)', (_, redisUrl) => {
  let caches: Caches;
  const unique = `test-${process.pid}-${Date.now()}`;

  beforeAll(async () => {
    caches = await openCaches({ redisUrl });
  });
  afterAll(() => caches.close());

  test('keeps a value, replaces it, forgets it', async () => {
    const cache = caches.namespace(`${unique}-values`);
    expect(await cache.get('person')).toBeUndefined();
    await cache.set('person', { name: 'Zoé', groups: [1, 2] }, 60_000);
    expect(await cache.get('person')).toEqual({ name: 'Zoé', groups: [1, 2] });
    await cache.set('person', 'other', 60_000);
    expect(await cache.get('person')).toBe('other');
    await cache.delete('person');
    expect(await cache.get('person')).toBeUndefined();
  });

  test('keys of two namespaces never meet', async () => {
    const one = caches.namespace(`${unique}-one`);
    const other = caches.namespace(`${unique}-other`);
    await one.set('key', 1, 60_000);
    await other.set('key', 2, 60_000);
    expect([await one.get('key'), await other.get('key')]).toEqual([1, 2]);
    await one.delete('key');
    expect([await one.get('key'), await other.get('key')]).toEqual([undefined, 2]);
    await other.delete('key');
  });

  test('a value is gone after its time to live', async () => {
    const cache = caches.namespace(`${unique}-ttl`);
    await cache.set('short', 1, 40);
    await pause(120);
    expect(await cache.get('short')).toBeUndefined();
  });

  test('answers a ping', async () => {
    await expect(caches.ping()).resolves.toBeUndefined();
  });
});

describe('cache without its Redis', () => {
  test('R17: nothing listens: every read is a miss, nothing throws, ping says so, one line is logged', async () => {
    const lines: string[] = [];
    const logger = { warn: (_: object, message: string) => lines.push(message) };
    const caches = await openCaches({ redisUrl: 'redis://127.0.0.1:1', logger });
    const cache = caches.namespace('any');
    await cache.set('key', 1, 1_000);
    expect(await cache.get('key')).toBeUndefined();
    await cache.delete('key');
    await expect(caches.ping()).rejects.toMatchObject({ code: 'cache_unavailable', retryable: true });
    expect(lines).toHaveLength(1);
    await caches.close();
  });

  test('R7: a server that accepts and never answers is a miss too', async () => {
    const server = await startSilentServer();
    const caches = await openCaches({ redisUrl: `redis://127.0.0.1:${server.port}` });
    expect(await caches.namespace('any').get('key')).toBeUndefined();
    await expect(caches.ping()).rejects.toMatchObject({ code: 'cache_unavailable' });
    await caches.close();
    await server.close();
  });

  test.runIf(redisAnswers)('R17: Redis that goes away and comes back is used again', async () => {
    const { hostname, port } = new URL(REDIS_URL);
    const relay = await startRelay(hostname, Number(port || 6379));
    const caches = await openCaches({ redisUrl: `redis://127.0.0.1:${relay.port}` });
    const cache = caches.namespace(`relay-${process.pid}`);
    await cache.set('key', 'kept', 60_000);
    expect(await cache.get('key')).toBe('kept');
    await relay.cut();
    expect(await cache.get('key')).toBeUndefined();
    await relay.mend();
    await expect.poll(() => cache.get('key'), { timeout: 10_000 }).toBe('kept');
    await cache.delete('key');
    await caches.close();
    await relay.cut();
  });
});

/** A port that leads to Redis until it is cut. */
async function startRelay(host: string, target: number) {
  const { connect } = await import('node:net');
  const sockets = new Set<import('node:net').Socket>();
  const server = createServer((socket) => {
    const upstream = connect(target, host);
    for (const end of [socket, upstream]) {
      sockets.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        sockets.delete(end);
        socket.destroy();
        upstream.destroy();
      });
    }
    socket.pipe(upstream).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}

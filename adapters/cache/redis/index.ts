import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { SupportError } from '../../support-error.ts';
import { within } from '../deadline.ts';
import { cacheOver } from '../keyv-cache.ts';
import type { CacheLogger, Caches } from '../port.ts';

/** ms */
const CONNECT_DEADLINE = 1_000;
const PING_DEADLINE = 1_000;
const LONGEST_RECONNECT = 5_000;
/** ms between two lines of log while Redis is down. */
const LOG_INTERVAL = 60_000;

/** The part of the Redis client that its types, a union over clusters and sentinels, do not let one call. */
interface Client {
  connect(): Promise<unknown>;
  ping(): Promise<unknown>;
  destroy(): void;
  on(event: 'error', listener: (error: unknown) => void): void;
}

/** At a Redis server that all nodes share. While it is down every read is a miss; it is reconnected in the background. */
export async function openRedisCaches(redisUrl: string, logger: CacheLogger): Promise<Caches> {
  const first = new KeyvRedis(
    {
      url: redisUrl,
      // Without a connection a command fails at once instead of waiting for one.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: CONNECT_DEADLINE,
        reconnectStrategy: (retries: number) => Math.min(100 * 2 ** Math.min(retries, 10), LONGEST_RECONNECT),
      },
    },
    { throwOnConnectError: false },
  );
  const client = first.client as unknown as Client;
  const onFailure = occasionally(logger);
  client.on('error', onFailure);
  await within(CONNECT_DEADLINE, client.connect()).catch(onFailure);
  return {
    namespace(name) {
      const store = new KeyvRedis(first.client, { namespace: name, throwOnConnectError: false });
      store.on('error', onFailure);
      return cacheOver(new Keyv({ store, namespace: name, useKeyPrefix: false }), onFailure);
    },
    async ping() {
      await within(PING_DEADLINE, client.ping()).catch((error) => {
        throw new SupportError('cache_unavailable', 'Redis does not answer', { retryable: true, cause: error });
      });
    },
    async close() {
      client.destroy();
    },
  };
}

function occasionally(logger: CacheLogger): (error: unknown) => void {
  let last = 0;
  return (error) => {
    if (Date.now() - last < LOG_INTERVAL) return;
    last = Date.now();
    logger.warn({ error: String(error) }, 'cache: Redis cannot be used; everything is a miss meanwhile');
  };
}

import { openMemoryCaches } from './memory/index.ts';
import type { CacheLogger, Caches } from './port.ts';

export interface CacheOptions {
  /** `redis://…` or `rediss://…`; without it, this process's memory. */
  readonly redisUrl?: string | undefined;
  readonly logger?: CacheLogger | undefined;
}

export const caches = {
  memory: async () => openMemoryCaches(),
  // The Redis client is loaded only where it is used.
  redis: async (options: CacheOptions) =>
    (await import('./redis/index.ts')).openRedisCaches(options.redisUrl!, options.logger ?? { warn: () => {} }),
} satisfies Record<string, (options: CacheOptions) => Promise<Caches>>;

/** Opens the cache that the configuration names. Never fails because Redis is down. */
export function openCaches(options: CacheOptions = {}): Promise<Caches> {
  return options.redisUrl ? caches.redis(options) : caches.memory();
}

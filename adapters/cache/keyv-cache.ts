import type { Keyv } from 'keyv';
import { within } from './deadline.ts';
import type { Cache } from './port.ts';

/** ms. Rebuilding what is cached is a matter of some hundred ms: waiting longer for the cache would be absurd. */
const DEADLINE = 300;

/** A Keyv whose failures are misses. `onFailure` hears of them. */
export function cacheOver(keyv: Keyv, onFailure: (error: unknown) => void = () => {}): Cache {
  keyv.on('error', onFailure);
  const attempt = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await within(DEADLINE, call());
    } catch (error) {
      onFailure(error);
      return undefined;
    }
  };
  return {
    get: <T>(key: string) => attempt(() => keyv.get<T>(key)),
    set: async (key, value, ttl) => {
      await attempt(() => keyv.set(key, value, ttl));
    },
    delete: async (key) => {
      await attempt(() => keyv.delete(key));
    },
  };
}

import { Keyv } from 'keyv';
import { cacheOver } from '../keyv-cache.ts';
import type { Caches } from '../port.ts';

/** Entries of a namespace; expired ones leave when they are read or when they are the oldest. */
const CAPACITY = 10_000;

/** In this process: what one node, or a node without Redis, uses. */
export async function openMemoryCaches(): Promise<Caches> {
  return {
    namespace: (name) => cacheOver(new Keyv({ store: new BoundedMap(), namespace: name, useKeyPrefix: false })),
    ping: async () => {},
    close: async () => {},
  };
}

class BoundedMap extends Map<string, unknown> {
  override set(key: string, value: unknown): this {
    // Written again, it is the newest again.
    this.delete(key);
    if (this.size >= CAPACITY) this.delete(this.keys().next().value!);
    return super.set(key, value);
  }
}

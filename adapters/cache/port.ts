/**
 * What can be rebuilt (Graph reads, signing keys, rate counters): losing it loses nothing. Nothing here throws: a cache
 * that cannot be reached is a miss (R17).
 */
export interface Cache {
  get<T>(key: string): Promise<T | undefined>;
  /** `ttl` in ms; the value is JSON. */
  set(key: string, value: unknown, ttl: number): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface Caches {
  /** Keys of one namespace never meet those of another. */
  namespace(name: string): Cache;
  /** For /readyz; throws when the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The part of a pino logger that a cache uses. */
export interface CacheLogger {
  warn(fields: object, message: string): void;
}

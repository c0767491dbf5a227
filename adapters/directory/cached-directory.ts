import type { Directory } from './port.ts';

/** The part of a cache that is used here: what cannot be reached is a miss, and nothing throws. */
export interface ReadCache {
  get<T>(key: string): Promise<T | undefined>;
  /** `ttl` in ms. */
  set(key: string, value: unknown, ttl: number): Promise<void>;
}

const minute = 60_000;
/** How old an answer may be, ms: people and devices change seldom, an outage is wanted fresh. */
const ages = { person: 5 * minute, devices: 5 * minute, issues: minute };

/** Remembers what was found. Absence, ownership (a right) and failures are asked again each time. */
export function cached(directory: Directory, cache: ReadCache): Directory {
  const remember = async <T>(key: string, age: number, find: () => Promise<T>): Promise<T> => {
    const known = await cache.get<T>(key);
    if (known !== undefined) return known;
    const found = await find();
    if (found !== undefined) await cache.set(key, found, age);
    return found;
  };
  return {
    ...directory,
    findPerson: (id, signal) => remember(`person:${id}`, ages.person, () => directory.findPerson(id, signal)),
    findDevices: (id, signal) => remember(`devices:${id}`, ages.devices, () => directory.findDevices(id, signal)),
    findServiceIssues: (signal) => remember('issues', ages.issues, () => directory.findServiceIssues(signal)),
  };
}

import type { Caches } from '../adapters/cache/port.ts';
import type { Database } from '../adapters/database/port.ts';
import type { Directory } from '../adapters/directory/port.ts';
import type { TicketSystem } from '../adapters/ticketing/port.ts';

export interface Dependencies {
  readonly database: Database;
  readonly caches: Caches;
  readonly directory: Directory;
  readonly ticketSystem: TicketSystem;
}

/** ms for each dependency. */
const deadline = 2000;

/** Asks each thing that the service needs: `ok`, or what is wrong (R17). */
export function createReadiness({ database, caches, directory, ticketSystem }: Dependencies) {
  return async (): Promise<Readonly<Record<string, string>>> => {
    const signal = AbortSignal.timeout(deadline);
    const states = await Promise.all([
      ask('database', () => database.ping(), signal),
      ask('cache', () => caches.ping(), signal),
      ask('directory', () => directory.ping(signal), signal),
      ask('ticketSystem', () => ticketSystem.ping(signal), signal),
    ]);
    return Object.fromEntries(states);
  };
}

async function ask(name: string, ping: () => Promise<unknown>, signal: AbortSignal): Promise<[string, string]> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });
  late.catch(() => {});
  try {
    await Promise.race([ping(), late]);
    return [name, 'ok'];
  } catch (cause) {
    return [name, cause instanceof Error ? cause.message : 'down'];
  }
}

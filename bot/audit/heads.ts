import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../../adapters/database/port.ts';
import { type AuditHead, type AuditLog, listAuditHeads } from '../../adapters/database/repositories/audit.ts';
import type { AuditEntryTable } from '../../adapters/database/schema.ts';

/** The kind of the entries that hold the heads of all chains. */
export const headsRecorded = 'heads.recorded';

const schema = z.object({
  heads: z.array(z.object({ chain: z.string(), sequence: z.number(), hash: z.string() })),
});

/** The heads that an entry recorded; one that cannot be read records none, and its hash tells that it was altered. */
export function headsOf({ data }: Pick<AuditEntryTable, 'data'>): readonly AuditHead[] {
  try {
    const read = schema.safeParse(JSON.parse(data));
    return read.success ? read.data.heads : [];
  } catch {
    return [];
  }
}

/**
 * Records the heads of all chains together, in this process's chain and in the log, when something was appended since.
 * What the log keeps elsewhere shows a truncation that took the database's own heads along (R32).
 */
export function createHeadRecorder(
  database: Database,
  audit: AuditLog,
  logger: Logger,
  now: () => number,
): () => Promise<void> {
  let before = '';
  return async () => {
    const heads = await listAuditHeads(database.queries);
    // The entry made here moves this chain's head: that alone is nothing new.
    if (heads.length === 0 || JSON.stringify(heads) === before) return;
    await database.transaction((db) => audit.append(db, { kind: headsRecorded, data: { heads }, now: now() }));
    const recorded = await listAuditHeads(database.queries);
    before = JSON.stringify(recorded);
    logger.info({ heads: recorded }, 'audit heads');
  };
}

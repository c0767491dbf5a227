import type { Queries } from '../../adapters/database/port.ts';
import { type StoredReference, upsertReference } from '../../adapters/database/repositories/conversation-references.ts';

/** Where conversations are: the newest authenticated serviceUrl replaces the stored one (R15). */
export interface References {
  keep(db: Queries, reference: StoredReference, installed: boolean, now: number): Promise<void>;
  /** What is stored may differ: the transaction was rolled back, or something else changed it. */
  forget(conversationKey: string): void;
}

/** Conversations whose stored reference is known to be up to date: it is not written again on every message. */
const remembered = 5000;
/** ms; another node, or a purge, may have changed what is stored. */
const freshFor = 10 * 60_000;

export function createReferences(): References {
  const known = new Map<string, { signature: string; at: number }>();
  return {
    forget: (key) => known.delete(key),
    async keep(db, reference, installed, now) {
      const { conversationKey: key, updatedAt: _, ...rest } = reference;
      const signature = JSON.stringify({ ...rest, installed });
      const last = known.get(key);
      if (last?.signature === signature && now - last.at < freshFor) return;
      await upsertReference(db, { ...reference, installed, updatedAt: now });
      known.delete(key);
      known.set(key, { signature, at: now });
      if (known.size > remembered) known.delete(known.keys().next().value!);
    },
  };
}

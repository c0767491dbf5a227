import { type AuditHead, auditHash, auditOrigin } from '../../adapters/database/repositories/audit.ts';
import type { AuditEntryTable } from '../../adapters/database/schema.ts';
import { headsOf, headsRecorded } from './heads.ts';

export interface AuditFault {
  readonly chain: string;
  readonly sequence: number;
  readonly problem: 'altered' | 'missing' | 'truncated' | 'unknown-chain' | 'head-differs';
}

export interface AuditVerdict {
  readonly entries: number;
  readonly chains: number;
  readonly faults: readonly AuditFault[];
}

export interface VerifyOptions {
  readonly pages: AsyncIterable<readonly AuditEntryTable[]>;
  /** The database's own heads. */
  readonly heads: readonly AuditHead[];
  /** Heads that were written down elsewhere: in the log, on paper. */
  readonly recorded?: readonly AuditHead[];
}

/** Enough to see what happened; one edit makes one fault. */
const mostFaults = 100;

/**
 * Computes every chain anew. An edited entry does not give its hash; a deleted or moved one leaves a gap in the numbers;
 * a truncated chain lacks what the heads say: the database's, those recorded in the log itself, those kept elsewhere.
 */
export async function verifyAudit({ pages, heads, recorded = [] }: VerifyOptions): Promise<AuditVerdict> {
  const faults: AuditFault[] = [];
  const fault = (chain: string, sequence: number, problem: AuditFault['problem']) => {
    if (faults.length < mostFaults) faults.push({ chain, sequence, problem });
  };
  const ends = new Map<string, AuditHead>();
  // Heads that others recorded: looked for among the entries as they pass.
  const claims = new Map<string, AuditHead>();
  const claim = (head: AuditHead) => claims.set(`${head.chain} ${head.sequence} ${head.hash}`, head);
  for (const head of [...recorded, ...heads]) claim(head);
  /** Hashes in the order of their entries. */
  const seen = new Map<string, string[]>();
  let entries = 0;
  for await (const page of pages) {
    for (const entry of page) {
      entries += 1;
      const { chain, sequence } = entry;
      const previous = ends.get(chain) ?? { chain, sequence: 0, hash: auditOrigin(chain) };
      if (sequence !== previous.sequence + 1) fault(chain, previous.sequence + 1, 'missing');
      else if (auditHash(previous.hash, entry) !== entry.hash) fault(chain, sequence, 'altered');
      ends.set(chain, { chain, sequence, hash: entry.hash });
      const hashes = seen.get(chain) ?? [];
      if (hashes.length === 0) seen.set(chain, hashes);
      hashes[sequence] = entry.hash;
      if (entry.kind === headsRecorded) for (const head of headsOf(entry)) claim(head);
    }
  }
  for (const head of claims.values()) {
    const end = ends.get(head.chain);
    if (!end) fault(head.chain, head.sequence, 'unknown-chain');
    else if (head.sequence > end.sequence) fault(head.chain, end.sequence + 1, 'truncated');
    else if (seen.get(head.chain)?.[head.sequence] !== head.hash) fault(head.chain, head.sequence, 'head-differs');
  }
  for (const { chain, sequence, hash } of heads) {
    const end = ends.get(chain);
    if (end && end.sequence > sequence) fault(chain, sequence + 1, 'head-differs');
    if (end && end.sequence === sequence && end.hash !== hash) fault(chain, sequence, 'head-differs');
  }
  for (const chain of ends.keys()) {
    if (!heads.some((head) => head.chain === chain)) fault(chain, 0, 'unknown-chain');
  }
  return { entries, chains: ends.size, faults: distinct(faults) };
}

const distinct = (faults: readonly AuditFault[]): AuditFault[] => [
  ...new Map(faults.map((each) => [`${each.chain} ${each.sequence} ${each.problem}`, each])).values(),
];

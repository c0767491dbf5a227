import { hash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../port.ts';
import type { AuditEntryTable } from '../schema.ts';

export interface NewAuditEntry {
  readonly kind: string;
  /** Entra object id of who did it; kept as a pseudonym. Absent when Guichet did. */
  readonly personId?: string | undefined;
  readonly subject?: string | undefined;
  /** No personal data: codes, ids of requests, outcomes. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly now: number;
}

/** One writer's end of the log: a process appends to a chain of its own (R32). */
export interface AuditLog {
  readonly chain: string;
  /** In the caller's transaction: what is being logged happens if and only if the entry is written. */
  append(db: Queries, entry: NewAuditEntry): Promise<void>;
}

export interface AuditHead {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
}

/** Hash of an empty chain. */
export const auditOrigin = (chain: string): string => digest(`guichet audit ${chain}`);

/** What an entry's hash covers: the hash before it and every column. */
export function auditHash(previous: string, entry: Omit<AuditEntryTable, 'hash'>): string {
  const { chain, sequence, at, kind, actor, subject, data } = entry;
  return digest(JSON.stringify([previous, chain, sequence, at, kind, actor, subject, data]));
}

const digest = (text: string): string => hash('sha256', text, 'base64url');

/** A log that writes to a new chain: no two processes ever write to the same one. */
export function openAuditLog(now: number): AuditLog {
  const chain = `${now.toString(36).padStart(9, '0')}-${randomUUID().slice(0, 8)}`;
  return { chain, append: (db, entry) => append(db, chain, entry) };
}

async function append(db: Queries, chain: string, entry: NewAuditEntry): Promise<void> {
  const actor = entry.personId === undefined ? '' : await pseudonymOf(db, entry.personId);
  // The head's row is locked from here to the commit: two transactions of one process follow each other.
  const head = await db
    .insertInto('audit_head')
    .values({ chain, sequence: 1, hash: auditOrigin(chain) })
    .onConflict((conflict) =>
      conflict.column('chain').doUpdateSet((expression) => ({ sequence: expression('audit_head.sequence', '+', 1) })),
    )
    .returning(['sequence', 'hash'])
    .executeTakeFirstOrThrow();
  const row = {
    chain,
    sequence: head.sequence,
    at: entry.now,
    kind: entry.kind,
    actor,
    subject: entry.subject ?? '',
    data: JSON.stringify(entry.data ?? {}),
  };
  const sealed = auditHash(head.hash, row);
  await db
    .insertInto('audit_entry')
    .values({ ...row, hash: sealed })
    .execute();
  await db.updateTable('audit_head').set({ hash: sealed }).where('chain', '=', chain).execute();
}

/** The random name of a person in the log; made at first use, and forgotten by `forgetPseudonym`. */
export async function pseudonymOf(db: Queries, personId: string): Promise<string> {
  const known = await db
    .selectFrom('audit_pseudonym')
    .select('pseudonym')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (known) return known.pseudonym;
  await db
    .insertInto('audit_pseudonym')
    .values({ pseudonym: randomUUID(), person_id: personId })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute();
  return pseudonymOf(db, personId);
}

/** Erasure (R36): the entries stay and verify, and nobody can tell any more whose they are. */
export async function forgetPseudonym(db: Queries, personId: string): Promise<void> {
  await db.deleteFrom('audit_pseudonym').where('person_id', '=', personId).execute();
}

export async function listAuditHeads(db: Queries): Promise<AuditHead[]> {
  return db.selectFrom('audit_head').selectAll().orderBy('chain').execute();
}

/** Entries of all chains, chain by chain in order, a page at a time. */
export async function* readAuditLog(db: Queries, pageSize = 5000): AsyncGenerator<readonly AuditEntryTable[]> {
  let after: { chain: string; sequence: number } | undefined;
  for (;;) {
    let query = db.selectFrom('audit_entry').selectAll().orderBy('chain').orderBy('sequence').limit(pageSize);
    if (after) {
      const { chain, sequence } = after;
      // As one row: both databases then go on from there in the primary key.
      query = query.where(sql<boolean>`(chain, sequence) > (${chain}, ${sequence})`);
    }
    const page = await query.execute();
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last;
  }
}

import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import {
  type AuditHead,
  auditHash,
  auditOrigin,
  forgetPseudonym,
  listAuditHeads,
  openAuditLog,
  readAuditLog,
} from '../../../adapters/database/repositories/audit.ts';
import type { AuditEntryTable } from '../../../adapters/database/schema.ts';
import { createHeadRecorder } from '../../../bot/audit/heads.ts';
import { verifyAudit } from '../../../bot/audit/verify.ts';
import { describeOnEachDialect } from '../../support/databases.ts';

const now = Date.UTC(2026, 10, 27);

/** A chain as the log writes it, without a database. */
function chainOf(length: number, chain = 'one'): AuditEntryTable[] {
  let previous = auditOrigin(chain);
  return Array.from({ length }, (_, index) => {
    const row = {
      chain,
      sequence: index + 1,
      at: now + index,
      kind: 'action.done',
      actor: 'p',
      subject: `r${index}`,
      data: '{}',
    };
    previous = auditHash(previous, row);
    return { ...row, hash: previous };
  });
}
const headOf = (entries: readonly AuditEntryTable[]): AuditHead[] => {
  const { chain, sequence, hash } = entries.at(-1)!;
  return [{ chain, sequence, hash }];
};
async function* pagesOf(entries: readonly AuditEntryTable[]) {
  for (let from = 0; from < entries.length; from += 5000) yield entries.slice(from, from + 5000);
}
const verify = (entries: readonly AuditEntryTable[], heads = headOf(entries), recorded: readonly AuditHead[] = []) =>
  verifyAudit({ pages: pagesOf(entries), heads, recorded });

describe('R32: verification finds', () => {
  const entries = chainOf(50);
  const heads = headOf(entries);

  it('nothing in a chain as it was written', async () => {
    expect(await verify(entries)).toEqual({ entries: 50, chains: 1, faults: [] });
  });

  it.each(['at', 'kind', 'actor', 'subject', 'data'] as const)('an edit of %s', async (column) => {
    const edited = entries.map((each) =>
      each.sequence === 20 ? { ...each, [column]: column === 'at' ? 1 : 'x' } : each,
    );
    expect((await verify(edited)).faults).toEqual([{ chain: 'one', sequence: 20, problem: 'altered' }]);
  });

  it('an edit whose hash was computed anew', async () => {
    const edited = [...entries];
    const row = { ...entries[19]!, kind: 'action.refused' };
    edited[19] = { ...row, hash: auditHash(entries[18]!.hash, row) };
    expect((await verify(edited)).faults).toContainEqual({ chain: 'one', sequence: 21, problem: 'altered' });
  });

  it('a deletion', async () => {
    const { faults } = await verify(
      entries.filter(({ sequence }) => sequence !== 20),
      heads,
    );
    expect(faults).toContainEqual({ chain: 'one', sequence: 20, problem: 'missing' });
  });

  it('a reordering', async () => {
    const moved = [...entries];
    [moved[10], moved[11]] = [
      { ...entries[11]!, sequence: 11 },
      { ...entries[10]!, sequence: 12 },
    ];
    expect((await verify(moved)).faults).toContainEqual({ chain: 'one', sequence: 11, problem: 'altered' });
  });

  it('a truncation, against the head of the database', async () => {
    const { faults } = await verify(entries.slice(0, 40), heads);
    expect(faults).toContainEqual({ chain: 'one', sequence: 41, problem: 'truncated' });
  });

  it('a truncation whose head was put back too, against a head that was recorded elsewhere', async () => {
    const cut = entries.slice(0, 40);
    expect((await verify(cut)).faults).toEqual([]);
    expect((await verify(cut, headOf(cut), heads)).faults).toEqual([
      { chain: 'one', sequence: 41, problem: 'truncated' },
    ]);
  });

  it('a whole chain that is gone, or was written anew', async () => {
    expect((await verify(entries, [...heads, { chain: 'two', sequence: 1, hash: 'x' }])).faults).toEqual([
      { chain: 'two', sequence: 1, problem: 'unknown-chain' },
    ]);
    const anew = chainOf(60);
    anew[9] = { ...anew[9]!, data: '{"x":1}' };
    let previous = anew[8]!.hash;
    for (let at = 9; at < anew.length; at += 1) {
      anew[at] = { ...anew[at]!, hash: auditHash(previous, anew[at]!) };
      previous = anew[at]!.hash;
    }
    expect((await verify(anew, headOf(anew), heads)).faults).toEqual([
      { chain: 'one', sequence: 50, problem: 'head-differs' },
    ]);
  });

  it('nothing in 100,000 entries, in under 2 s', async () => {
    const many = chainOf(100_000);
    const began = performance.now();
    expect((await verify(many)).faults).toEqual([]);
    // Twice the aim: other tests run at the same time. `npm run audit -- verify` prints how long it took.
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});

describeOnEachDialect('the audit log', (under) => {
  it('R32: chains of several writers, concurrent transactions and a rollback leave a log that verifies', async () => {
    const { database } = under;
    const logs = [openAuditLog(now), openAuditLog(now)];
    const writes = Array.from({ length: 20 }, (_, index) =>
      database.transaction((db) =>
        logs[index % 2]!.append(db, { kind: 'action.done', personId: `p${index % 3}`, subject: `r${index}`, now }),
      ),
    );
    const rolledBack = database.transaction(async (db) => {
      await logs[0]!.append(db, { kind: 'action.done', now });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await Promise.all(writes);
    await createHeadRecorder(database, logs[0]!, pino({ level: 'silent' }), () => now)();
    const heads = await listAuditHeads(database.queries);
    expect(await verifyAudit({ pages: readAuditLog(database.queries, 7), heads })).toEqual({
      entries: 21,
      chains: 2,
      faults: [],
    });
  });

  it('R32: a person is one pseudonym, and forgetting it leaves the chain valid', async () => {
    const { queries } = under.database;
    const entries = await queries.selectFrom('audit_entry').selectAll().execute();
    const people = await queries.selectFrom('audit_pseudonym').selectAll().execute();
    expect(new Set(entries.map(({ actor }) => actor)).size).toBe(4);
    // In quotes: two letters of a random pseudonym or of a hash may well be « p1 ».
    expect(JSON.stringify(entries)).not.toMatch(/"p\d\\?"/);
    await forgetPseudonym(queries, people[0]!.person_id);
    const heads = await listAuditHeads(queries);
    expect((await verifyAudit({ pages: readAuditLog(queries), heads })).faults).toEqual([]);
  });

  it('R32: what is deleted in the database is found', async () => {
    const { queries } = under.database;
    const [first] = await listAuditHeads(queries);
    await queries
      .deleteFrom('audit_entry')
      .where('chain', '=', first!.chain)
      .where('sequence', '=', first!.sequence)
      .execute();
    const heads = await listAuditHeads(queries);
    const { faults } = await verifyAudit({ pages: readAuditLog(queries), heads });
    expect(faults).toContainEqual({ chain: first!.chain, sequence: first!.sequence, problem: 'truncated' });
  });
});

import { describe, expect, test } from 'vitest';
import { appendEvent, recordExternal } from '../../adapters/database/repositories/ticket-changes.ts';
import {
  addTicketCopy,
  changeTicketCopy,
  countUnfinishedCopies,
  findTicketCopy,
  findTicketCopyByRemoteId,
  freeTicketCopies,
  hasEventsToMirror,
  listEventsToMirror,
  markMirrored,
  takeTicketCopy,
} from '../../adapters/database/repositories/ticket-copies.ts';
import { addTicket } from '../fixtures/tickets-database.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const lease = 90_000;
const now = Date.parse('2026-11-23T10:54:00Z');

describeOnEachDialect('copies of tickets', (context) => {
  async function add(at = now): Promise<string> {
    const { reference } = await addTicket(context.database);
    await addTicketCopy(context.database.queries, reference, at);
    return reference;
  }
  const take = (at: number) => takeTicketCopy(context.database.queries, at, lease);
  const finishAll = async () => {
    for (;;) {
      const taken = await take(now + 1e9);
      if (!taken) return;
      await changeTicketCopy(context.database.queries, taken.reference, { state: 'whole', release: true }, now);
    }
  };

  test('are taken one after the other, the oldest first, each by one node alone', async () => {
    await finishAll();
    const references = [await add(now), await add(now + 1), await add(now + 2)];
    const taken = await Promise.all([take(now + 5), take(now + 5), take(now + 5), take(now + 5)]);
    expect(
      taken
        .map((each) => each?.reference)
        .filter(Boolean)
        .toSorted(),
    ).toEqual(references);
    expect(await take(now + 6)).toBeUndefined();
    await finishAll();
  });

  test('say whether the system was ever asked, across the death of who asked (R8)', async () => {
    await finishAll();
    const { queries } = context.database;
    const reference = await add();
    expect(await take(now)).toMatchObject({ reference, state: 'pending', attempts: 0 });
    await changeTicketCopy(queries, reference, { state: 'calling', calledAt: now }, now);
    // It died: nobody takes it before its lease is over, or is known to be.
    expect(await take(now + lease - 1)).toBeUndefined();
    expect(await take(now + lease)).toMatchObject({ state: 'calling', attempts: 1, calledAt: now });
    await freeTicketCopies(queries);
    expect(await take(now + lease)).toMatchObject({ state: 'calling', attempts: 2 });
    await finishAll();
  });

  test('wait until they are due, and are written once a ticket', async () => {
    await finishAll();
    const { queries } = context.database;
    const reference = await add();
    await changeTicketCopy(queries, reference, { state: 'unknown', notBefore: now + 500, error: 'reset' }, now);
    await addTicketCopy(queries, reference, now + 1);
    expect(await take(now + 499)).toBeUndefined();
    expect(await take(now + 500)).toMatchObject({ reference, state: 'unknown', error: 'reset' });
    expect(await countUnfinishedCopies(queries)).toBe(1);
    await changeTicketCopy(queries, reference, { state: 'whole', remoteId: '77', error: null, release: true }, now);
    expect(await countUnfinishedCopies(queries)).toBe(0);
    expect(await findTicketCopyByRemoteId(queries, '77')).toMatchObject({ reference });
    expect(await findTicketCopy(queries, reference)).not.toHaveProperty('error');
  });

  describe('events', () => {
    test('are told to the system in order, once, when the copy is whole; its own and quiet ones are not', async () => {
      const { queries } = context.database;
      const reference = await add();
      const event = { reference, at: now, by: 'Léa', text: 'x' };
      const first = await appendEvent(queries, { ...event, kind: 'comment' });
      const second = await appendEvent(queries, { ...event, at: now + 1, kind: 'employee_message' });
      await appendEvent(queries, { ...event, at: now + 2, kind: 'comment', fromTicketSystem: true });
      await appendEvent(queries, { ...event, at: now + 3, kind: 'created' });
      const list = async () =>
        (await listEventsToMirror(queries, 'zammad', 10)).filter((each) => each.reference === reference);
      expect(await list()).toEqual([]);
      expect(await hasEventsToMirror(queries, reference)).toBe(true);
      await recordExternal(queries, reference, { system: 'zammad', id: '31001' });
      await changeTicketCopy(queries, reference, { state: 'whole' }, now);
      expect((await list()).map(({ id }) => id)).toEqual([first!.id, second!.id]);
      await markMirrored(queries, first!.id, now);
      expect((await list()).map(({ id }) => id)).toEqual([second!.id]);
      await markMirrored(queries, second!.id, now);
      expect(await hasEventsToMirror(queries, reference)).toBe(false);
    });
  });
});

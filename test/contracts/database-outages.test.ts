import { expect, test } from 'vitest';
import {
  addAffected,
  countAffected,
  findSignal,
  judgeOutage,
  listUntold,
  markTold,
  noteSignal,
} from '../../adapters/database/repositories/outage-people.ts';
import {
  addOutageUpdate,
  changeOutage,
  createOutage,
  findOutage,
  listOutageUpdates,
  markNudged,
} from '../../adapters/database/repositories/outages.ts';
import { findProblem, saveProblem } from '../../adapters/database/repositories/problems.ts';
import {
  endRequestRecord,
  listRequests,
  purgeRequestsOlderThan,
  recordRequest,
} from '../../adapters/database/repositories/request-records.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const now = Date.UTC(2026, 10, 27, 9);
const outage = {
  kind: 'outage' as const,
  status: 'open' as const,
  source: 'alert' as const,
  sourceKey: 'k',
  title: { fr: 'VPN indisponible', en: 'VPN down' },
  families: ['network.vpn'],
  sites: [],
  startsAt: now,
  now,
};

describeOnEachDialect('outages', (under) => {
  const db = () => under.database.queries;
  const create = (more: Partial<typeof outage> = {}) =>
    under.database.transaction((transaction) => createOutage(transaction, { ...outage, ...more }));

  test('one signal has one live outage, whoever writes it; once over, the next may follow', async () => {
    const [one, other] = await Promise.all([create(), create()]);
    expect([one, other].filter(Boolean)).toHaveLength(1);
    const { id } = (one ?? other)!;
    expect(await changeOutage(db(), id, ['open'], { status: 'closed', closedAt: now }, now)).toMatchObject({
      status: 'closed',
    });
    expect(await changeOutage(db(), id, ['open'], { status: 'closed' }, now)).toBeUndefined();
    expect(await create()).toBeDefined();
  });

  test('each person is told each update once (R3)', async () => {
    const { id } = (await create({ sourceKey: 'told' }))!;
    const people = Array.from({ length: 250 }, (_, at) => ({
      personId: `p${at}`,
      conversationKey: `c${at}`,
      how: 'conversation' as const,
      told: 0,
    }));
    expect(await addAffected(db(), id, people, now)).toBe(250);
    expect(await addAffected(db(), id, people.slice(0, 10), now)).toBe(0);
    const update = await addOutageUpdate(db(), {
      outageId: id,
      kind: 'declared',
      at: now,
      by: 'Karim',
      text: { fr: 'a', en: 'b' },
      nextUpdateAt: now + 5,
    });
    expect(update.sequence).toBe(1);
    const [first] = await listUntold(db(), id, 1, 50);
    expect([await markTold(db(), id, first!.personId, 1), await markTold(db(), id, first!.personId, 1)]).toEqual([
      true,
      false,
    ]);
    await judgeOutage(db(), id, 'p3', false);
    expect(await countAffected(db(), id, 1)).toEqual({ affected: 250, told: 1, works: 0, fails: 1 });
    expect(await listOutageUpdates(db(), id)).toEqual([update]);
    expect([await markNudged(db(), id, now + 5, now), await markNudged(db(), id, now + 5, now)]).toEqual([true, false]);
    expect((await findOutage(db(), id))?.nextUpdateAt).toBeUndefined();
  });

  test('a signal, a request and a problem are read as they were written', async () => {
    await noteSignal(db(), { source: 'alert', key: 'x', outageId: 'PA-1', firing: true }, now);
    await noteSignal(db(), { source: 'alert', key: 'x', outageId: 'PA-1', firing: false }, now);
    expect(await findSignal(db(), 'alert', 'x')).toEqual({ outageId: 'PA-1', firing: false });
    const record = {
      requestId: 'r',
      personId: 'p',
      conversationKey: 'c',
      category: 'printing',
      language: 'fr',
      facts: { a: 'b' },
      askedHuman: false,
      openedAt: now,
      now,
    };
    await recordRequest(db(), record);
    await recordRequest(db(), { ...record, category: 'network.vpn' });
    await endRequestRecord(db(), 'r', 'resolved', now + 1);
    await recordRequest(db(), { ...record, category: 'telephony' });
    expect(await listRequests(db(), now, now + 1)).toMatchObject([
      { category: 'network.vpn', firstCategory: 'printing', outcome: 'resolved' },
    ]);
    expect(await purgeRequestsOlderThan(db(), now + 1)).toBe(1);
    const problem = {
      id: 'PB-1',
      status: 'linked' as const,
      category: 'printing',
      title: 't',
      members: ['GU-1'],
      by: 'Karim',
      externalReference: 'PRB1',
    };
    await saveProblem(db(), problem, now);
    expect(await findProblem(db(), 'PB-1')).toEqual(problem);
  });
});

import { beforeEach, expect, test } from 'vitest';
import {
  addDeliveries,
  claimDeliveries,
  countDeliveries,
  countUnsolicited,
  findDue,
  findReceived,
  markLeftSending,
  proveDelivered,
  scheduleReminder,
  settleDeliveries,
} from '../../adapters/database/repositories/campaign-deliveries.ts';
import { changeCampaign, findCampaign, saveDraft } from '../../adapters/database/repositories/campaigns.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const now = Date.UTC(2026, 10, 30, 9);

describeOnEachDialect('campaigns', (under) => {
  const db = () => under.database.queries;
  const people = ['a', 'b', 'c'];
  beforeEach(async () => {
    for (const table of ['campaign_delivery', 'campaign'] as const) await db().deleteFrom(table).execute();
    await saveDraft(db(), { id: 'c', source: 'id: c', definition: { id: 'c' }, by: 'Sylvie', now });
    const rows = people.map((personId) => ({
      campaign: 'c',
      personId,
      state: 'planned' as const,
      language: 'fr',
      dueAt: now,
      expiresAt: now + 1000,
    }));
    await addDeliveries(db(), rows, now);
  });
  const launch = () => changeCampaign(db(), 'c', ['draft'], { status: 'launched', launchedAt: now, now });

  test('a draft is rewritten until it is launched, and each move is made once (R3)', async () => {
    await changeCampaign(db(), 'c', ['draft'], { approvedBy: 'Karim', now });
    await saveDraft(db(), { id: 'c', source: 'id: c # new', definition: { id: 'c' }, by: 'Sylvie', now });
    expect((await findCampaign(db(), 'c'))?.approvedBy).toBeUndefined();
    const both = await Promise.all([launch(), launch()]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const again = saveDraft(db(), { id: 'c', source: 'id: c', definition: {}, by: 'Sylvie', now });
    await expect(again).rejects.toThrow('launched');
  });

  test('a row is taken by one of two nodes, only while the campaign runs, and is planned once a person', async () => {
    expect(await findDue(db(), now, 10)).toEqual([]);
    await launch();
    const due = await findDue(db(), now, 10);
    expect(due.map(({ personId }) => personId).sort()).toEqual(people);
    const taken = await Promise.all([claimDeliveries(db(), due, now), claimDeliveries(db(), due, now)]);
    expect(taken.flat()).toHaveLength(3);
    await changeCampaign(db(), 'c', ['launched'], { status: 'paused', now });
    await addDeliveries(
      db(),
      [
        { ...due[0]!, state: 'planned', personId: 'd' },
        { ...due[0]!, state: 'planned' },
      ],
      now,
    );
    expect(await claimDeliveries(db(), [{ ...due[0]!, personId: 'd' }], now)).toEqual([]);
    expect(await countDeliveries(db(), 'c')).toEqual({ sending: 3, planned: 1 });
  });

  test('what was being sent at a crash is unknown, until an answer proves that it arrived (R10)', async () => {
    await launch();
    const due = await findDue(db(), now, 10);
    await claimDeliveries(db(), due, now);
    await settleDeliveries(
      db(),
      [{ campaign: 'c', part: 'main', personId: 'a', state: 'delivered', deliveredAt: now, remindAt: now }],
      now,
    );
    expect(await markLeftSending(db(), now, now)).toBe(2);
    await proveDelivered(db(), { campaign: 'c', part: 'main', personId: 'b' }, now);
    await proveDelivered(db(), { campaign: 'c', part: 'main', personId: 'a' }, now);
    expect(await countDeliveries(db(), 'c')).toEqual({ delivered: 2, unknown: 1 });
    expect(await findReceived(db(), 'b', now)).toEqual([{ campaign: 'c', part: 'main' }]);
    expect(await findReceived(db(), 'b', now + 2000)).toEqual([]);
    expect(await countUnsolicited(db(), people, now - 1)).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    );
    const reminder = { reminders: 1, remindAt: undefined, now };
    const first = { campaign: 'c', part: 'main', personId: 'a', reminders: 0 };
    expect(await scheduleReminder(db(), first, reminder)).toBe(true);
    expect(await scheduleReminder(db(), first, reminder)).toBe(false);
  });
});

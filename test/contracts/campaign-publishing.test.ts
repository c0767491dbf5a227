import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  beginParticipation,
  findParticipations,
  finishParticipation,
  recordAnswer,
} from '../../adapters/database/repositories/participation.ts';
import { forgetAnswers, type LedgerView, reportOf } from '../../bot/campaigns/publish.ts';
import type { CampaignShelf } from '../../bot/campaigns/shelf.ts';
import { describeOnEachDialect } from '../support/databases.ts';
import { shippedContent } from '../support/engine.ts';

const campaign = 'mfa-fatigue';
const day = 24 * 3600_000;
const now = Date.UTC(2026, 10, 27, 9);
let campaigns: CampaignShelf;
beforeAll(async () => {
  ({ campaigns } = await shippedContent());
});

describeOnEachDialect('publishing a report', (under) => {
  const db = () => under.database.queries;
  let ledger: LedgerView | undefined;
  let people = 0;
  beforeEach(async () => {
    ledger = undefined;
    for (const table of ['participation_answer', 'participation', 'participant', 'campaign_figures'] as const)
      await db().deleteFrom(table).execute();
  });
  const options = () => ({ database: under.database, campaigns, ledger: async () => ledger, now: () => now });
  const finish = async (count: number, department = 'Finance', at = now - day) => {
    for (let each = 0; each < count; each += 1) {
      people += 1;
      const which = { campaign, part: 'main', personId: `person-${people}` };
      await beginParticipation(db(), { ...which, department, language: 'fr', now: at });
      await recordAnswer(db(), {
        ...which,
        screen: 'after-call',
        picked: ['x'],
        right: each % 2 === 0,
        stage: 'after',
        now: at,
      });
      await finishParticipation(db(), which, at + 60_000);
    }
  };

  test("today's report less yesterday's is never a few people (R36)", async () => {
    await finish(9);
    expect((await reportOf(options(), campaign))!.figures.finished).toBeUndefined();
    await finish(3);
    const first = await reportOf(options(), campaign);
    expect(first).toMatchObject({ final: false, figures: { finished: 12, groups: {} } });
    await finish(9);
    expect((await reportOf(options(), campaign))!.figures).toEqual(first!.figures);
    await finish(6);
    expect((await reportOf(options(), campaign))!.figures.finished).toBe(27);
  });

  test('whatever people come when, and however often it is looked at, each change is of ten or more', async () => {
    let seen = 0;
    for (const coming of [4, 7, 1, 1, 9, 25, 3, 2, 8, 14, 60, 5]) {
      await finish(coming);
      const finished = (await reportOf(options(), campaign))!.figures.finished ?? 0;
      expect(finished === seen || finished - seen >= 10).toBe(true);
      seen = finished;
    }
    expect(seen).toBeGreaterThan(80);
  });

  test('it is closed once: groups are shown then, and later answers change nothing', async () => {
    await finish(30);
    await finish(20, 'Registry');
    await reportOf(options(), campaign);
    await finish(4);
    ledger = { closed: true, audience: 60, states: { delivered: 58, blocked: 2 }, reached: [] };
    const final = await reportOf(options(), campaign);
    expect(final).toMatchObject({ final: true, figures: { finished: 50, audience: 60 } });
    expect(final!.figures.groups.department).toMatchObject([
      { group: 'Finance', finished: 30 },
      { group: 'Registry', finished: 20 },
    ]);
    await finish(40);
    expect((await reportOf(options(), campaign))!.figures).toEqual(final!.figures);
  });

  test('answers go after 90 days, and their totals stay (R36)', async () => {
    await finish(14, 'Finance', now - 100 * day);
    await finish(3, 'Finance', now - 2 * day);
    expect(await forgetAnswers(options(), now - 90 * day)).toBe(14);
    expect(await findParticipations(db(), campaign, 'main')).toHaveLength(3);
    const report = await reportOf(options(), campaign);
    expect(report).toMatchObject({ final: false, figures: { finished: 17 } });
    expect(report!.figures.score?.after?.estimate).toBeCloseTo(9 / 17, 2);
  });

  test('a campaign that goes on counts afresh after a period: nobody is counted twice', async () => {
    await finish(14, 'Finance', now - 100 * day);
    await finish(3, 'Finance', now - 2 * day);
    await forgetAnswers(options(), now - 90 * day);
    const later = { ...options(), now: () => now + 30 * day };
    expect((await reportOf(later, campaign))!.figures.finished).toBe(17);
    await finish(9);
    expect((await reportOf(later, campaign))!.figures.finished).toBe(17);
    await finish(4);
    expect((await reportOf(later, campaign))!.figures.finished).toBe(13);
  });

  test('two who look at the same moment see the same publication', async () => {
    await finish(40);
    const seen = await Promise.all(Array.from({ length: 4 }, () => reportOf(options(), campaign)));
    expect(new Set(seen.map((report) => report!.figures.finished))).toEqual(new Set([40]));
    const rows = await findParticipations(db(), campaign, 'main');
    expect(new Set(rows.map(({ batch }) => batch))).toEqual(new Set([1]));
  });

  test('a campaign that does not exist has no report', async () => {
    expect(await reportOf(options(), 'gone')).toBeUndefined();
  });
});

import { beforeEach, expect, test } from 'vitest';
import { findFigures, saveFigures } from '../../adapters/database/repositories/campaign-figures.ts';
import {
  beginParticipation,
  eraseParticipationOf,
  findAnswers,
  findCampaignsWithAnswersBefore,
  findFinished,
  findParticipations,
  findResultsOf,
  finishParticipation,
  markPublished,
  purgeParticipationBefore,
  recordAnswer,
  recordUsefulness,
} from '../../adapters/database/repositories/participation.ts';
import {
  findPhishingReports,
  findSimulations,
  recordPhishingReport,
  saveSimulation,
} from '../../adapters/database/repositories/phishing.ts';
import { describeOnEachDialect } from '../support/databases.ts';

const now = Date.UTC(2026, 10, 27, 9);
const day = 24 * 3600_000;

describeOnEachDialect('participation', (under) => {
  const db = () => under.database.queries;
  beforeEach(async () => {
    for (const table of ['participation_answer', 'participation', 'participant'] as const)
      await db().deleteFrom(table).execute();
  });
  const which = (personId: string, campaign = 'c') => ({ campaign, part: 'main', personId });
  const begin = (personId: string, at = now, campaign = 'c') =>
    beginParticipation(db(), { ...which(personId, campaign), department: 'Finance', language: 'fr', now: at });
  const answer = (personId: string, screen: string, right: boolean, at = now) =>
    recordAnswer(db(), { ...which(personId), screen, picked: ['a'], right, stage: 'after', now: at });

  test('a person goes by one pseudonym, which is not their id (R10)', async () => {
    await begin('odile');
    await begin('odile', now, 'other');
    await begin('karim');
    const rows = [
      ...(await findParticipations(db(), 'c', 'main')),
      ...(await findParticipations(db(), 'other', 'main')),
    ];
    expect(new Set(rows.map(({ pseudonym }) => pseudonym)).size).toBe(2);
    expect(JSON.stringify(rows)).not.toMatch(/odile|karim/);
    expect(rows[0]).toMatchObject({
      department: 'Finance',
      site: null,
      deliveredAt: null,
      finishedAt: null,
      batch: null,
    });
  });

  test('the first answer counts, and begun or finished twice is once', async () => {
    await begin('odile');
    await begin('odile', now + 5);
    await answer('odile', 'q1', false);
    await answer('odile', 'q1', true);
    await answer('odile', 'q2', true);
    await finishParticipation(db(), which('odile'), now + 10);
    await finishParticipation(db(), which('odile'), now + 20);
    await recordUsefulness(db(), which('odile'), 'yes');
    expect(await findResultsOf(db(), 'odile')).toEqual([
      { campaign: 'c', part: 'main', finishedAt: now + 10, asked: 2, right: 1 },
    ]);
    expect(await findParticipations(db(), 'c', 'main')).toMatchObject([
      { begunAt: now, finishedAt: now + 10, useful: 'yes' },
    ]);
    expect((await findAnswers(db(), 'c')).map(({ screen, right }) => [screen, right]).sort()).toEqual([
      ['q1', false],
      ['q2', true],
    ]);
    expect(await findResultsOf(db(), 'nobody')).toEqual([]);
    expect(await findFinished(db(), 'c', 'main', ['odile', 'karim'])).toEqual(new Set(['odile']));
  });

  test("erasure takes a person's answers and their pseudonym, and nobody else's (R36)", async () => {
    await begin('odile');
    await answer('odile', 'q1', true);
    await begin('karim');
    await answer('karim', 'q1', true);
    await eraseParticipationOf(db(), 'odile');
    expect(await findResultsOf(db(), 'odile')).toEqual([]);
    expect(await findAnswers(db(), 'c')).toHaveLength(1);
    expect(await db().selectFrom('participant').select('person_id').execute()).toEqual([{ person_id: 'karim' }]);
  });

  test('individual answers go after their time, totals stay (R36)', async () => {
    await begin('odile', now - 91 * day);
    await answer('odile', 'q1', true, now - 91 * day);
    await begin('karim');
    expect(await findCampaignsWithAnswersBefore(db(), now - 90 * day)).toEqual(['c']);
    await saveFigures(db(), { campaign: 'c', kind: 'report', figures: { finished: 12 }, at: now });
    expect(await purgeParticipationBefore(db(), now - 90 * day)).toBe(1);
    expect(await findAnswers(db(), 'c')).toEqual([]);
    expect(await db().selectFrom('participant').select('person_id').execute()).toEqual([{ person_id: 'karim' }]);
    expect(await findFigures(db(), 'c', 'report')).toEqual({ figures: { finished: 12 }, at: now });
  });

  test('whom a published report counts is kept, once', async () => {
    await begin('odile');
    const [row] = await findParticipations(db(), 'c', 'main');
    await markPublished(db(), 'c', [row!.pseudonym], 1);
    await markPublished(db(), 'c', [row!.pseudonym], 2);
    expect(await findParticipations(db(), 'c', 'main')).toMatchObject([{ batch: 1 }]);
  });

  test('simulations and reports are counted without a person', async () => {
    const simulation = {
      id: 's',
      name: 'Colis',
      sender: 'a@b.example',
      from: now - day,
      until: now,
      figures: { sent: 50 },
    };
    await saveSimulation(db(), simulation, now);
    await saveSimulation(db(), { ...simulation, name: 'Colis 2' }, now);
    expect(await findSimulations(db())).toEqual([{ ...simulation, name: 'Colis 2' }]);
    await recordPhishingReport(db(), 's', now);
    await recordPhishingReport(db(), undefined, now + 1);
    expect(await findPhishingReports(db(), now, now + day)).toEqual([
      { at: now, simulation: 's' },
      { at: now + 1, simulation: null },
    ]);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import {
  beginParticipation,
  finishParticipation,
  recordAnswer,
} from '../../../adapters/database/repositories/participation.ts';
import { recordPhishingReport } from '../../../adapters/database/repositories/phishing.ts';
import type { CampaignDesk } from '../../../bot/desk/campaign-routes.ts';
import { parseCampaign } from '../../../dialogs/campaigns/read.ts';
import { deskForTests } from '../../fixtures/desk-server.ts';
import { databaseForTests } from '../../fixtures/tickets-database.ts';
import { shippedContent } from '../../support/engine.ts';

const context = databaseForTests();
const content = await shippedContent();
const campaigns: CampaignDesk = { campaigns: content.campaigns, programme: content.programme };
const desk = deskForTests(context, undefined, undefined, undefined, campaigns);
const english = { 'accept-language': 'en' };
const pageOf = async (path: string, headers: Record<string, string> = english) =>
  (await desk.get(path, headers)).text();

beforeAll(async () => {
  const db = context.database.queries;
  for (let at = 0; at < 24; at += 1) {
    const which = { campaign: 'passphrases', part: 'main', personId: `secret-person-${at}` };
    const department = at < 21 ? 'Finance' : 'Tiny-department';
    const now = Date.now() - 3600_000;
    await beginParticipation(db, { ...which, department, site: 'Town hall', language: 'fr', now });
    for (const [screen, stage, right] of [
      ['before-strength', 'before', at % 2 === 0],
      ['after-length', 'after', at % 4 !== 0],
    ] as const)
      await recordAnswer(db, {
        ...which,
        screen,
        picked: [right ? 'words' : 'same'],
        right,
        stage,
        measures: 'length',
        now,
      });
    await finishParticipation(db, which, now + 120_000);
  }
});

describe("a campaign's report", () => {
  test('shows figures with their intervals, as text and as accessible plots, and no person', async () => {
    const page = await pageOf('/desk/campaigns/passphrases/report');
    expect(page).toContain('A long passphrase, and one for each account');
    expect(page).toMatch(/<svg class="chart" role="img" aria-labelledby="scores-title scores-description"/);
    expect(page).toMatch(/75\u00a0% \(18 \/ 24\)/);
    expect(page).toContain('55 to 88%');
    expect(page).toContain('+25 points');
    expect(page).not.toMatch(/secret-person|[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(page).not.toContain('Tiny-department');
    expect(page).not.toMatch(/<script|style="|onclick/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  test('is written in French for who reads French', async () => {
    const page = await pageOf('/desk/campaigns/passphrases/report', { 'accept-language': 'fr' });
    expect(page).toContain('Part de bonnes réponses');
    expect(page).toMatch(/lang="fr"/);
  });

  test('the same figures as JSON and as CSV, still without a person (R10)', async () => {
    const answer = await desk.get('/desk/api/campaigns/passphrases/report');
    const body = (await answer.json()) as { finished: number; final: boolean };
    expect(body).toMatchObject({ campaign: 'passphrases', final: false, finished: 24 });
    const csv = await pageOf('/desk/campaigns/passphrases/report.csv');
    expect(csv).toMatch(/^figure,about,value,low,high,count,of\r\n/);
    expect(csv).toContain('question,after-length,0.7500,');
    expect(`${JSON.stringify(body)}${csv}`).not.toMatch(/secret-person|pseudonym/);
  });

  test('nothing of the answers is shown of fewer than ten people (R36)', async () => {
    expect(await pageOf('/desk/campaigns/backups/report')).toContain('Fewer than 10 people finished');
    const answer = await desk.get('/desk/api/campaigns/backups/report');
    expect(await answer.json()).toMatchObject({ groups: {}, withheld: ['department', 'site', 'language'] });
  });

  test('an unknown campaign is not found, an unknown reader is turned away', async () => {
    expect((await desk.get('/desk/campaigns/gone/report')).status).toBe(404);
    expect((await desk.get('/desk/api/campaigns/gone/report')).status).toBe(404);
    expect((await desk.send('/desk/api/campaigns/passphrases/report')).status).toBe(401);
  });
});

test('the works-council sheet says what is collected, why, how long and who sees it', async () => {
  const page = await pageOf('/desk/campaigns/mfa-fatigue/works-council');
  for (const words of [
    'Answers, under a pseudonym',
    '90 days',
    'The person alone',
    'No ranking of people',
    'It is 10 pm',
  ])
    expect(page).toContain(words);
});

test("the sheet quotes the organisation's own values", async () => {
  expect(await pageOf('/desk/campaigns/screen-lock/works-council')).toContain('locks by itself after 30 minutes');
});

test('the overview: library, yearly programme, evidence, phishing', async () => {
  await recordPhishingReport(context.database.queries, undefined, Date.now());
  const page = await pageOf('/desk/campaigns');
  for (const words of [
    'Spot the phish',
    'cybersecurity month in October',
    'Day 90',
    'Finance and purchasing',
    'NIS 2, article 21(2)(g)',
  ])
    expect(page).toContain(words);
});

describe('outside phishing simulations', () => {
  const simulation = {
    id: 'parcels-2026',
    name: 'Parcels',
    from: '2026-11-02',
    until: '2026-11-13',
    sent: 240,
    clicked: 31,
    reported: 88,
    clickedBefore: 9,
    medianReportMinutes: 14,
  };

  test('come in as totals, and show in the overview', async () => {
    expect((await desk.post('/desk/api/phishing-simulations', simulation)).status).toBe(201);
    const page = await pageOf('/desk/campaigns');
    expect(page).toContain('Parcels (2026-11-02)');
    expect(page).toContain('88 (37\u00a0%)');
    expect(page).toContain('29\u00a0%');
  });

  test('reports made here are told with how fast they came, once ten people made one', async () => {
    const from = Date.parse('2026-11-02T00:00:00Z');
    for (let at = 0; at < 9; at += 1)
      await recordPhishingReport(context.database.queries, 'parcels-2026', from + (at + 1) * 60_000);
    expect(await pageOf('/desk/campaigns')).not.toContain('half within');
    await recordPhishingReport(context.database.queries, 'parcels-2026', from + 10 * 60_000);
    expect(await pageOf('/desk/campaigns')).toContain('10, half within 6 min');
  });

  test.each([
    ['a person', { ...simulation, people: [{ name: 'Odile' }] }],
    ['fewer than ten people', { ...simulation, sent: 9, clicked: 1, reported: 1 }],
    [
      'a department of fewer than ten',
      { ...simulation, departments: [{ name: 'Legal', sent: 4, clicked: 1, reported: 1 }] },
    ],
    [
      'a rest of fewer than ten',
      { ...simulation, departments: [{ name: 'Finance', sent: 235, clicked: 9, reported: 9 }] },
    ],
    ['more clicks than messages', { ...simulation, clicked: 500 }],
    ['dates the wrong way round', { ...simulation, until: '2026-10-01' }],
  ])('%s is refused', async (_what, body) => {
    const answer = await desk.post('/desk/api/phishing-simulations', body);
    expect(answer.status).toBe(400);
  });
});

describe('the form', () => {
  const fields = {
    id: 'badge-tip',
    kind: 'tip',
    titleFr: 'Portez votre badge',
    titleEn: 'Wear your badge',
    goalFr: 'Porter son badge de façon visible.',
    goalEn: 'Wear your badge where it can be seen.',
    owner: 'security',
    minutes: '1',
    expiryDays: '30',
    textFr: 'Un badge visible rassure.',
    textEn: 'A visible badge reassures.',
    sourceTitle: 'ANSSI',
    sourceUrl: 'https://cyber.gouv.fr/publications',
  };
  const send = async (given: Record<string, string>) => {
    const opened = await desk.get('/desk/campaigns/new', english);
    const cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
    const token = /name="token" value="([^"]+)"/.exec(await opened.text())![1]!;
    return desk.post('/desk/campaigns/new', new URLSearchParams({ ...given, token }).toString(), {
      ...english,
      cookie,
      'content-type': 'application/x-www-form-urlencoded',
    });
  };

  test('makes the YAML that would be written by hand', async () => {
    const answer = await send({ ...fields, do: 'save' });
    expect(answer.headers.get('content-disposition')).toContain('badge-tip.yaml');
    const { campaign, problems } = parseCampaign(await answer.text(), 'badge-tip.yaml');
    expect(problems).toEqual([]);
    expect(campaign).toMatchObject({
      id: 'badge-tip',
      kind: 'tip',
      audience: { everyone: true },
      subject: 'badge-tip',
    });
  });

  test('says what is missing, by field, and keeps what was written', async () => {
    const page = await (await send({ ...fields, titleEn: '', sourceUrl: '', do: 'save' })).text();
    expect(page).toContain('title.en');
    expect(page).toContain('value="Portez votre badge"');
    expect(page).not.toContain('Nothing stands against it');
  });

  test('a lesson with a question, and a forged form', async () => {
    const lesson = {
      ...fields,
      id: 'badge-lesson',
      kind: 'lesson',
      textFr: 'Un.\nDeux.',
      textEn: 'One.\nTwo.',
      questionFr: 'Où porter le badge ?',
      questionEn: 'Where do you wear the badge?',
      answersFr: 'Devant\nDans le sac',
      answersEn: 'In front\nIn the bag',
      whyFr: 'On le voit.\nPersonne ne le voit.',
      whyEn: 'It is seen.\nNobody sees it.',
    };
    const { campaign } = parseCampaign(await (await send({ ...lesson, do: 'save' })).text(), 'badge-lesson.yaml');
    expect(campaign?.screens.map(({ type }) => type)).toEqual(['text', 'text', 'single']);
    const forged = await desk.post('/desk/campaigns/new', new URLSearchParams({ ...lesson, token: 'x' }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(forged.status).toBe(403);
  });
});

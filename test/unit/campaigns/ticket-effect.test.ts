import { beforeAll, expect, test } from 'vitest';
import { ticketEffect } from '../../../bot/campaigns/ticket-effect.ts';
import type { Campaign } from '../../../dialogs/campaigns/types.ts';
import { loadTaxonomy } from '../../../dialogs/taxonomy.ts';
import { vpnDraft } from '../../fixtures/ticket-draft.ts';
import { addTicket, databaseForTests } from '../../fixtures/tickets-database.ts';
import { shippedContent } from '../../support/engine.ts';

const context = databaseForTests();
const day = 24 * 3600_000;
const start = Date.UTC(2026, 9, 1);
const now = start + 30 * day;
let phishing: Campaign;

const people = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);
const report = (requester: string, at: number) =>
  addTicket(
    context.database,
    { ...vpnDraft, category: 'security.phishing', group: 'security' },
    { id: requester, name: requester },
    at,
  );

beforeAll(async () => {
  phishing = (await shippedContent()).campaigns.find('phish-spotting')!;
  for (const each of people('reached', 20)) await report(each, start + 3 * day);
  for (const each of people('held', 4)) await report(each, start + 4 * day);
  for (const each of people('reached', 6)) await report(each, start - 5 * day);
  await report('reached-0', start - 40 * day);
});

const effect = (compared?: { reached: string[]; heldOut: string[] }) =>
  ticketEffect(context.database.queries, phishing, start, loadTaxonomy(), now, compared);

test('counts as many days before the start as since', async () => {
  const [reports] = await effect();
  expect(reports).toMatchObject({ before: 6, after: 24 });
  expect(reports!.ratio.estimate).toBeCloseTo(24.5 / 6.5);
  expect(reports!.ratio.low).toBeGreaterThan(1);
});

test('with a holdout, a person who received it is compared with one who did not', async () => {
  const [reports] = await effect({ reached: people('reached', 40), heldOut: people('held', 20) });
  expect(reports!.againstHoldout!.estimate).toBeCloseTo(20.5 / 40 / (4.5 / 20));
});

test('a holdout of fewer than ten people tells nothing (R36)', async () => {
  const [reports] = await effect({ reached: people('reached', 40), heldOut: people('held', 9) });
  expect(reports!.againstHoldout).toBeUndefined();
});

test('nothing is told before the first day is over, or of a campaign that nobody began', async () => {
  const { queries } = context.database;
  expect(await ticketEffect(queries, phishing, now - 3600_000, loadTaxonomy(), now)).toEqual([]);
  expect(await ticketEffect(queries, phishing, undefined, loadTaxonomy(), now)).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { type RunningService, startForTest } from '../support/service.ts';

let channel: FakeChannel;
let running: RunningService;

beforeEach(async () => {
  channel = await startChannel();
  running = await startForTest();
});
afterEach(async () => {
  await running.stop();
  await channel.close();
});

test('conversations become figures of their month once it has ended, as page, JSON and CSV (R36)', async () => {
  for (let number = 1; number <= 12; number += 1) {
    const from = {
      id: `29:p${number}`,
      name: 'Camille',
      aadObjectId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    };
    for (const words of ['le vpn se coupe toutes les dix minutes', 'un humain', 'envoyer'])
      await channel.say(running.url, words, { from });
  }
  expect((await running.desk('/figures?month=2030-01')).status).toBe(400);
  // Not before the month has ended, the clock's today whatever it is.
  expect((await running.desk('/figures')).body.total.volume).toBeNull();
  const month = new Date(running.now()).toISOString().slice(0, 7);
  running.pass(32 * 24 * 3600_000);
  const { body } = await running.desk(`/figures?month=${month}`);
  expect(body.total).toMatchObject({
    volume: { value: 12 },
    escalated: { value: 12, of: 12 },
    solvedAlone: { value: 0, of: 12 },
    askedHuman: { value: 12, of: 12 },
  });
  expect(body.by.category).toMatchObject([{ key: 'network.vpn', volume: { value: 12 } }]);
  expect(body.backlog.at(-1)).toEqual({ age_days: '30+', tickets: 12 });
  expect(JSON.stringify(body)).not.toMatch(/Camille|00000000-0000|people/);
  const headers = { authorization: `Bearer ${running.service.deskToken}`, 'accept-language': 'fr' };
  const csv = await (await fetch(`${running.url}/desk/api/figures.csv?month=${month}`, { headers })).text();
  expect(csv).toContain(`${month},total,,escalated,12,12`);
  const page = await (await fetch(`${running.url}/desk/figures?month=${month}`, { headers })).text();
  expect(page).toContain('Le silence et la création d&#39;un ticket ne comptent jamais');
}, 60_000);

import { readFileSync } from 'node:fs';
import path from 'node:path';
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

const person = (number: number) => ({
  id: `29:person-${number}`,
  name: `Camille ${number}`,
  aadObjectId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
});

test('incidents that come back are a problem; solved, its article is drafted and the people hear of it once', async () => {
  for (let number = 1; number <= 3; number += 1) {
    for (const words of ['le vpn se coupe toutes les dix minutes', 'un humain', 'envoyer']) {
      await channel.say(running.url, words, { from: person(number) });
    }
  }
  const { body } = await running.desk('/problems');
  expect(body.problems).toHaveLength(1);
  const [problem] = body.problems;
  expect(problem).toMatchObject({
    status: 'candidate',
    category: 'network.vpn',
    count: 3,
    people: 3,
    trend: { last_7_days: 3 },
  });
  const patch = async (change: object) => {
    const response = await fetch(`${running.url}/desk/api/problems/${problem.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${running.service.deskToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'Karim', ...change }),
    });
    return { status: response.status, body: (await response.json()) as { draft: string } };
  };
  expect((await patch({ reference: 'PRB0001' })).body).toMatchObject({
    status: 'linked',
    external_reference: 'PRB0001',
  });
  expect((await patch({ status: 'solved' })).status).toBe(400);
  const solved = await patch({
    status: 'solved',
    solution: { fr: 'Mettez à jour le client.', en: 'Update the client.' },
  });
  const draft = readFileSync(path.join(solved.body.draft, 'fr.md'), 'utf8');
  expect(draft).toMatch(/status: "draft"[\s\S]*Mettez à jour le client\./);
  const told = (number: number) =>
    channel.received.filter(
      (each) =>
        each.conversationId === `a:29:person-${number}` && JSON.stringify(each).includes('Mettez à jour le client'),
    );
  const end = Date.now() + 10_000;
  while (![1, 2, 3].every((number) => told(number).length > 0) && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await patch({ status: 'solved' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([1, 2, 3].map((number) => told(number).length)).toEqual([1, 1, 1]);
}, 30_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type RunningService, startForTest } from '../support/service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let channel: FakeChannel;
let database: TestDatabase;
let proxy: TcpProxy;
let running: RunningService;

beforeAll(async () => {
  channel = await startChannel();
  database = await createTestDatabase('postgres');
  const url = new URL(database.options.databaseUrl!);
  proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  running = await startForTest({ databaseUrl: url.href });
});
afterAll(async () => {
  await running.stop();
  await database.drop();
  await channel.close();
});

test('R17: with the database down the employee is told so, the message is refused, and the service recovers', async () => {
  const chat = new Chat(channel, running.url, 'Odile Marchand');
  expect((await chat.say("l'imprimante sort des pages blanches")).words).toMatch(/C'est bien ça/);

  proxy.cut();
  const refused = await chat.post({ text: 'oui, depuis ce matin' });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).not.toBeNull();
  expect(JSON.stringify(refused.body)).not.toMatch(/postgres|ECONN|127\.0\.0\.1/);
  expect((await chat.next()).words).toMatch(/ne peux rien enregistrer/);
  const ready = await fetch(`${running.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ checks: { database: 'down' } });

  await proxy.mend();
  expect((await chat.say('oui')).choices.length).toBeGreaterThan(0);
});

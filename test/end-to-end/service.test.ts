import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { type RunningService, startForTest } from '../support/service.ts';

let channel: FakeChannel;
let running: RunningService;

beforeAll(async () => {
  channel = await startChannel();
  running = await startForTest();
});
afterAll(async () => {
  await running.stop();
  await channel.close();
});

test('an employee is questioned, a ticket follows, and nothing sent breaks the Activity schema', async () => {
  const chat = new Chat(channel, running.url, 'Priya Nair');
  const first = await chat.say(
    'GlobalProtect drops every ten min since I moved flat, board presentation at 4pm!! my password is Hunter22!',
  );
  expect(first.words).toMatch(/I masked the password/);
  expect(first.choices).toEqual(['Yes', 'Not quite']);
  const second = await chat.press('Yes');
  expect(second.choices).toContain('Cable');
  const preview = await chat.say("wifi. can't you just put someone on it");
  expect(preview.words).toMatch(/Shall I send it\?/);
  const sent = await chat.press('Send');
  const reference = /GU-\d{4}-\d{6}/.exec(sent.words)?.[0];
  const { status, body: ticket } = await running.desk(`/tickets/${reference}`);
  expect(status).toBe(200);
  expect(ticket).toMatchObject({
    ref: reference,
    category: 'network.vpn',
    language: 'en',
    requester: { name: 'Priya Nair' },
  });
  expect(JSON.stringify(ticket)).not.toContain('Hunter22');
  expect(channel.problems).toEqual([]);
});

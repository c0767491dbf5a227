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

test('a file that the employee sends is kept for the ticket, and a technician can save it', async () => {
  const chat = new Chat(channel, running.url, 'Odile Marchand');
  const bytes = Buffer.from('\x89PNG\r\n\x1a\n0000IHDR0000', 'latin1');
  channel.files.set('/capture.png', { contentType: 'image/png', bytes });
  const attachments = [{ contentType: 'image/png', name: 'capture.png', contentUrl: `${channel.url}/capture.png` }];
  const first = await chat.say("l'imprimante sort des pages blanches", { attachments });
  expect(first.words).toMatch(/capture\.png/);
  await chat.press('Oui');
  await chat.say('un humain');
  const reference = /GU-\d{4}-\d{6}/.exec((await chat.press('Envoyer')).words)?.[0];

  const { body: ticket } = await running.desk(`/tickets/${reference}`);
  expect(ticket.attachments).toMatchObject([{ name: 'capture.png', content_type: 'image/png', size: bytes.length }]);
  const saved = await fetch(`${running.url}${ticket.attachments[0].url}`, {
    headers: { authorization: `Bearer ${running.service.deskToken}` },
  });
  expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''capture\.png$/);
  expect(Buffer.from(await saved.arrayBuffer())).toEqual(bytes);
  expect((await fetch(`${running.url}${ticket.attachments[0].url}`)).status).toBe(401);
  const other = await running.desk(`/tickets/GU-2026-000001/attachments/${ticket.attachments[0].id}`);
  expect(other.status).toBe(404);
});

test('a card whose question was answered loses its buttons: pressed, it says what; answered in words, it just loses them', async () => {
  const chat = new Chat(channel, running.url, 'Karim Benali');
  const first = await chat.say("l'imprimante sort des pages blanches depuis lundi");
  const second = await chat.press('Oui');
  const pressed = await channel.waitFor(({ call, sentId }) => call === 'update' && sentId === first.received.sentId);
  const pressedCard = pressed.attachments?.[0]?.content;
  expect(pressedCard.actions).toBeUndefined();
  expect(pressedCard.body.at(-1).text).toBe('→ **Oui**');
  await chat.say('que moi');
  const answered = await channel.waitFor(({ call, sentId }) => call === 'update' && sentId === second.received.sentId);
  const answeredCard = answered.attachments?.[0]?.content;
  expect(answeredCard.actions).toBeUndefined();
  expect(answeredCard.body.length).toBe(second.received.attachments?.[0]?.content.body.length);
  expect(channel.problems).toEqual([]);
});

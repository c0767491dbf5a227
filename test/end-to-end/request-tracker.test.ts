import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat, read } from '../support/conversation.ts';
import { type RequestTracker, requestTrackerMissing, startRequestTracker } from '../support/request-tracker.ts';
import { type RunningService, startForTest } from '../support/service.ts';

const missing = requestTrackerMissing();
if (missing !== undefined) console.warn(`Conversations with a real Request Tracker are left out, because ${missing}`);

/** A conversation over HTTP whose ticket lives in a real Request Tracker 5, from the first word to the last. */
describe.skipIf(missing !== undefined)('a ticket in a real Request Tracker', () => {
  let rt: RequestTracker;
  let channel: FakeChannel;
  let running: RunningService;

  beforeAll(async () => {
    [rt, channel] = await Promise.all([startRequestTracker(), startChannel()]);
    const environment = {
      TICKET_SYSTEM: 'request-tracker',
      TICKET_SYSTEM_URL: rt.url,
      TICKET_SYSTEM_USER: rt.user,
      TICKET_SYSTEM_PASSWORD: rt.password,
      TICKET_SYSTEM_POLL: '5',
    };
    running = await startForTest({ environment });
  });
  afterAll(async () => {
    await running?.stop();
    await channel?.close();
    await rt?.stop();
  });

  // biome-ignore lint/suspicious/noExplicitAny: the desk's JSON, checked field by field
  async function until<T = any>(ask: () => Promise<T | undefined | false>, what: string): Promise<T> {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const found = await ask();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what} never came`);
  }
  const heard = (chat: Chat, words: RegExp) =>
    until(
      async () => chat.messages().find((message) => words.test(read(message).words)),
      `${words} in\n${chat.transcript()}`,
    );

  test('is opened there with its transcript, answered and resolved there, and confirmed here', {
    timeout: 90_000,
  }, async () => {
    const chat = new Chat(channel, running.url, 'Odile Marchand');
    await chat.say("l'imprimante du 2e ne sort rien");
    await chat.press('Oui');
    await chat.press('Seulement moi');
    await chat.say('un humain');
    const sent = await chat.press('Envoyer');
    // The reference is there within the turn; RT's own number follows.
    const reference = /GU-\d{4}-\d{6}/.exec(sent.words)![0];
    const ticket = await until(async () => {
      const { body } = await running.desk(`/tickets/${reference}`);
      return body.copy.state === 'whole' && body;
    }, 'the copy');
    const { system, id, url } = ticket.external;
    expect({ system, url }).toEqual({ system: 'request-tracker', url: `${rt.url}/Ticket/Display.html?id=${id}` });

    const there = await rt.rest(`/ticket/${id}`);
    expect(there).toMatchObject({ Status: 'new', Subject: expect.stringContaining(reference) });
    const { items } = await rt.rest(`/ticket/${id}/attachments?fields=Filename&per_page=100`);
    const file = items.find(({ Filename }: { Filename: string }) => Filename === `${reference}-transcript.txt`);
    const transcript = Buffer.from((await rt.rest(`/attachment/${file.id}`)).Content, 'base64').toString('utf8');
    expect(transcript).toContain("l'imprimante du 2e ne sort rien");
    expect(transcript).toContain('Odile Marchand');

    await rt.rest(`/ticket/${id}/correspond`, { Content: 'Je regarde le bac 2.', ContentType: 'text/plain' });
    await heard(chat, /Je regarde le bac 2\./);
    await chat.say('merci, il est plein');
    await until(async () => {
      const { items: history } = await rt.rest(`/ticket/${id}/history?fields=Type&per_page=100`);
      return history.some(({ Type }: { Type: string }) => Type === 'Comment');
    }, 'the answer, in Request Tracker');

    await rt.rest(`/ticket/${id}`, { Status: 'resolved' }, 'PUT');
    await heard(chat, /résolu/);
    expect((await running.desk(`/tickets/${reference}`)).body.status).toBe('resolved');
    await chat.press('Oui, réglé');
    await until(async () => (await running.desk(`/tickets/${reference}`)).body.status === 'closed', 'the confirmation');
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../../bot/playground.ts';
import { freePort } from './free-port.ts';
import { findChromium, missingChromium, openPlayground, type PlaygroundPage } from './playground-driver.ts';

const available = findChromium() !== undefined;
if (!available) console.warn(`Left out: the Playground driver's tests. ${missingChromium}`);

interface Activity {
  readonly type: string;
  readonly text?: string;
  readonly value?: unknown;
  readonly replyToId?: string;
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string; readonly conversationType: string };
}

const card = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: "C'est bien ça ?" }],
  actions: [{ type: 'Action.Submit', title: 'Oui', data: { nonce: 'n1' } }],
};

/** A bot of a few lines, so that what fails here is the client or its driver. */
async function echo(activity: Activity): Promise<void> {
  if (activity.type !== 'message') return;
  const reply = activity.value
    ? { text: `reçu ${JSON.stringify(activity.value)}` }
    : activity.text === 'carte'
      ? { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }] }
      : { text: `écho : ${activity.text}` };
  // The page loses a reply that comes before it knows of its own new post; no real bot is that quick.
  if (activity.conversation.conversationType === 'channel') await setTimeout(300);
  await fetch(`${activity.serviceUrl}/v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', ...reply }),
  });
}

describe.skipIf(!available)('the Playground, driven in Chromium', () => {
  const received: Activity[] = [];
  let bot: Server;
  let playground: Playground | undefined;
  let page: PlaygroundPage;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-driver-'));
    bot = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end();
      if (!body) return;
      const activity: Activity = JSON.parse(body);
      received.push(activity);
      await echo(activity);
    });
    await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
    const silent = { info: () => {}, warn: () => {} };
    const botUrl = `http://127.0.0.1:${(bot.address() as AddressInfo).port}`;
    playground = await startPlayground({ botUrl, port: await freePort(), logger: silent, dataFolder: folder });
    if (!playground) throw new Error('the Playground did not start');
    page = await openPlayground(playground.url);
  });

  afterAll(async () => {
    await page?.close();
    await playground?.stop();
    bot?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('announces the installation with the ids of our own configuration', async () => {
    await expect
      .poll(() => received[0])
      .toMatchObject({
        type: 'installationUpdate',
        action: 'add',
        channelId: 'msteams',
        conversation: { id: 'a:odile-guichet', conversationType: 'personal' },
        from: { aadObjectId: '7f3b5c1e-0000-4000-8000-000000000101' },
      });
  });

  it('says a text and reads the reply', async () => {
    await page.say('bonjour, ça va ?');
    expect(await page.waitForReply(/écho/)).toBe('écho : bonjour, ça va ?');
    expect(await page.messages()).toEqual([
      { from: 'me', text: 'bonjour, ça va ?' },
      { from: 'Guichet', text: 'écho : bonjour, ça va ?' },
    ]);
  });

  it('presses a button of a card, which sends its data back', async () => {
    await page.say('carte');
    expect(await page.waitForReply(/bien ça/)).toContain("C'est bien ça ?");
    await page.press('Oui');
    expect(await page.waitForReply(/reçu/)).toBe('reçu {"nonce":"n1"}');
    expect(received.at(-1)).toMatchObject({ type: 'message', value: { nonce: 'n1' }, replyToId: expect.any(String) });
  });

  it('mentions the bot in a group and in a channel', async () => {
    await page.open('Entraide');
    await page.mention('Guichet', 'bonjour à tous');
    expect(await page.waitForReply(/écho/)).toContain('bonjour à tous');
    expect(received.at(-1)).toMatchObject({
      conversation: { conversationType: 'groupChat' },
      entities: [{ type: 'mention' }, {}],
    });

    await page.open('Support informatique - Techniciens');
    await page.mention('Guichet', 'ici le support');
    expect(await page.waitForReply(/écho/)).toMatch(/Odile Marchand(.|\n)*écho : Guichet ici le support/);
    expect(received.at(-1)).toMatchObject({ conversation: { conversationType: 'channel' } });

    await page.open('Personal Chat');
    expect((await page.messages())[0]).toEqual({ from: 'me', text: 'bonjour, ça va ?' });
  });

  it('says what was shown when no reply comes', async () => {
    await expect(page.waitForReply(/jamais/, 200)).rejects.toThrow(/No reply like \/jamais\/.*\nme: bonjour/);
  });
});

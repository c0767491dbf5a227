import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageActivity } from '../support/activities.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { attachmentOf } from '../support/play-files.ts';
import type { SentFile } from '../support/play-schema.ts';
import { type RunningService, startForTest } from '../support/service.ts';

let channel: FakeChannel;
let running: RunningService;
const log: string[] = [];
beforeAll(async () => {
  channel = await startChannel();
  running = await startForTest({ log: (line) => log.push(line) });
});
afterAll(async () => {
  await running.stop();
  await channel.close();
});

const chatNow = () => new Chat(channel, running.url);
const printing = /Si je comprends bien, rien ne sort/;

/** The conversation goes on: the next message is understood as if nothing had been. */
async function goesOn(chat: Chat): Promise<void> {
  expect((await chat.say("l'imprimante du 2e ne sort rien")).words).toMatch(printing);
}

describe('bodies that are no activity are refused, and the next message is answered', () => {
  test.each([
    ['malformed JSON', '{"type": "message", "text": ', 400],
    ['an empty body', '', 400],
    ['1 MB', JSON.stringify({ ...messageActivity('http://127.0.0.1:9', 'a'.repeat(1024 * 1024)) }), 413],
    [
      'no conversation',
      JSON.stringify({ ...messageActivity('http://127.0.0.1:9', 'a'), conversation: undefined }),
      400,
    ],
    ['no sender', JSON.stringify({ ...messageActivity('http://127.0.0.1:9', 'a'), from: undefined }), 400],
    ['a text that is a number', JSON.stringify({ ...messageActivity('http://127.0.0.1:9', 'a'), text: 7 }), 400],
  ])('%s', async (_name, body, status) => {
    const answer = await channel.post(running.url, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code: expect.any(String), id: expect.any(String) } });
    await goesOn(chatNow());
  });
});

describe('messages that say nothing readable are answered, and the next one is understood', () => {
  test.each([
    ['no text', { text: undefined }, /Que se passe-t-il/],
    ['an empty text', { text: '' }, /Que se passe-t-il/],
    ['spaces', { text: ' \u00a0\n\t ' }, /Que se passe-t-il/],
    ['only an emoji', { text: '😡' }, /Que se passe-t-il/],
    ['right-to-left text', { text: 'الطابعة لا تعمل' }, /I only speak French and English/],
    ['null bytes', { text: "l'imprimante\u0000 du 2e\u0000 ne sort rien" }, printing],
    ['lone surrogates', { text: "l'imprimante du 2e ne sort rien \ud83d" }, printing],
    ['direction marks', { text: "\u202el'imprimante du 2e ne sort rien\u202c" }, printing],
    ['a value that is a text', { text: undefined, value: 'oui' }, /Que se passe-t-il/],
    ['a value that is a list', { text: undefined, value: [1, 2] }, /Que se passe-t-il/],
    ['a value that is another card', { text: undefined, value: { action: 'approve', user: 'x' } }, /Que se passe-t-il/],
    ['a choice of nothing', { text: undefined, value: { guichet: 'choice' } }, /question est déjà close/],
    [
      'a choice that is an object',
      { text: undefined, value: { guichet: 'choice', choice: {}, nonce: [] } },
      /déjà close/,
    ],
    [
      'a prototype for a choice',
      { text: undefined, value: { guichet: 'choice', choice: '__proto__', nonce: '' } },
      /déjà close/,
    ],
  ])('%s', async (_name, activity, expected) => {
    const chat = chatNow();
    expect((await chat.say('', activity)).words).toMatch(expected);
    if (expected === printing) expect((await chat.press('Oui')).words).toMatch(/collègues/);
    else await goesOn(chat);
  });

  test('100,000 characters are kept whole, read from the beginning and answered', async () => {
    const chat = chatNow();
    const text = `l'imprimante du 2e ne sort rien. ${'encore et toujours rien '.repeat(4200)} FIN DU MESSAGE`;
    expect(text.length).toBeGreaterThan(100_000);
    const answer = await chat.say(text);
    expect(answer.words).toMatch(/très long/);
    await chat.say('humain');
    const sent = await chat.press('Envoyer');
    const reference = /GU-\d{4}-\d{6}/.exec(sent.words)?.[0];
    const { body } = await running.desk(`/tickets/${reference}`);
    expect(body.transcript[0].text).toContain('FIN DU MESSAGE');
    expect(body.summary.length).toBeLessThan(1000);
  });
});

describe('R3 a card submit that is not the current question changes nothing', () => {
  test('a spent nonce, a forged one, a choice that was not offered', async () => {
    const chat = chatNow();
    const first = await chat.say("l'imprimante du 2e ne sort rien");
    const [yes] = first.received.attachments![0]!.content.actions;
    expect((await chat.press('Oui')).words).toMatch(/collègues/);
    const replay = (data: object) => chat.say('', { text: undefined, value: data, replyToId: first.received.sentId });
    const current = chat.messages().at(-1)!.attachments![0]!.content.actions[0].data;
    for (const data of [yes.data, { ...yes.data, nonce: randomUUID() }, { ...current, choice: 'send' }]) {
      const answer = await replay(data);
      expect(answer.words).toMatch(/n'est plus d'actualité/);
      expect(answer.words).toMatch(/collègues/);
    }
    expect((await chat.press('Tout le monde')).words).toMatch(/Essai 1/);
  });

  test("another person's button, in a chat of one's own", async () => {
    const owner = chatNow();
    const thief = chatNow();
    await owner.say("l'imprimante du 2e ne sort rien, humain");
    const ask = await owner.say('un humain');
    const send = ask.received.attachments![0]!.content.actions[0].data;
    expect((await thief.say('', { text: undefined, value: send })).words).toMatch(/déjà close/);
    expect((await running.desk(`/tickets?requester=${owner.person.aadObjectId}`)).body.tickets).toEqual([]);
    expect((await running.desk(`/tickets?requester=${thief.person.aadObjectId}`)).body.tickets).toEqual([]);
    expect((await owner.press('Envoyer')).words).toMatch(/GU-/);
  });
});

describe('activities that ask nothing of Guichet are taken without a word', () => {
  test.each([
    ['an unknown type', { type: 'x-unknown' }, 200],
    ['a typing indicator', { type: 'typing' }, 200],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: 'sent-1' }, 200],
    ['an event', { type: 'event', name: 'x', value: {} }, 200],
    ['an end of conversation', { type: 'endOfConversation' }, 200],
    ['a handoff', { type: 'handoff' }, 200],
    ['an unknown invoke', { type: 'invoke', name: 'x/y', value: {} }, 501],
    ['an invoke without a name', { type: 'invoke' }, 501],
    ['a task module of nobody', { type: 'invoke', name: 'task/fetch', value: { data: {} } }, 501],
    [
      'an edit of an unknown message',
      { type: 'messageUpdate', id: 'never', channelData: { eventType: 'editMessage' } },
      200,
    ],
    [
      'a deletion of an unknown message',
      { type: 'messageDelete', id: 'never', channelData: { eventType: 'softDeleteMessage' } },
      200,
    ],
    ['an edit that says nothing of its kind', { type: 'messageUpdate', id: 'never' }, 200],
  ])('%s', async (_name, activity, status) => {
    const chat = chatNow();
    expect((await chat.post({ text: undefined, ...activity })).status).toBe(status);
    await goesOn(chat);
    expect(chat.messages()).toHaveLength(1);
  });
});

describe('installed, removed, installed again', () => {
  test('a word of welcome the first time, a shorter one the next, and the thread is kept', async () => {
    const chat = chatNow();
    await chat.post({ type: 'installationUpdate', action: 'add', text: undefined });
    expect((await chat.next()).words).toMatch(/Je suis Guichet[\s\S]*English/);
    await goesOn(chat);
    expect((await chat.post({ type: 'installationUpdate', action: 'remove', text: undefined })).status).toBe(200);
    await chat.post({ type: 'installationUpdate', action: 'add', text: undefined });
    const back = await chat.next();
    expect(back.words).toMatch(/Me revoilà/);
    expect(back.words).toMatch(printing);
    expect((await chat.press('Oui')).words).toMatch(/collègues/);
  });
});

describe('group chats and channels', () => {
  test('a mention is answered with the way to the personal chat, and nothing of it is kept', async () => {
    const chat = chatNow();
    const conversation = { id: `19:${randomUUID()}@thread.v2`, conversationType: 'groupChat', isGroup: true };
    const mention = { type: 'mention', mentioned: { id: '28:guichet', name: 'Guichet' }, text: '<at>Guichet</at>' };
    const text = "<at>Guichet</at> mon compte est bloqué, c'est pour la paie";
    expect((await chat.post({ conversation, text, entities: [mention] })).status).toBe(200);
    const reply = await channel.waitFor((each) => each.conversationId === conversation.id);
    expect(reply.text).toMatch(/tête à tête/);
    expect(JSON.stringify(reply)).not.toMatch(/paie/);
    await goesOn(chat);
  });

  test("« ici le support » makes a channel the technicians', and the next ticket's card arrives there", async () => {
    const id = `19:${randomUUID()}@thread.tacv2`;
    const conversation = { id, conversationType: 'channel', isGroup: true };
    const channelData = {
      tenant: { id: 'x' },
      channel: { id },
      team: { id: '19:team@thread.tacv2', aadGroupId: randomUUID() },
    };
    const owner = chatNow();
    const entities = [{ type: 'mention', mentioned: { id: '28:guichet', name: 'Guichet' }, text: '<at>Guichet</at>' }];
    await owner.post({ conversation, channelData, entities, text: '<at>Guichet</at> ici le support' });
    const confirmed = await channel.waitFor((each) => each.conversationId === id);
    expect(confirmed.text).toMatch(/arriveront dans ce canal/);

    const chat = chatNow();
    await chat.say("l'imprimante du 2e ne sort rien");
    await chat.say('humain');
    const sent = await chat.press('Envoyer');
    const reference = /GU-\d{4}-\d{6}/.exec(sent.words)![0];
    const card = await channel.waitFor(
      (each) => each.conversationId === id && JSON.stringify(each).includes(reference),
    );
    expect(card.attachments?.[0]?.contentType).toBe('application/vnd.microsoft.card.adaptive');
  });
});

describe('attachments', () => {
  const say = (chat: Chat, file: Partial<SentFile>, text = '') => {
    const attachment = attachmentOf(channel, { name: 'capture.png', type: 'png', where: 'here', bytes: 64, ...file });
    return chat.say(text, { attachments: [attachment] });
  };

  test.each([
    ['a picture', { name: 'capture.png', type: 'png' }, /Bien reçu : capture\.png/],
    ['a program', { name: 'outil.exe', type: 'exe' }, /outil\.exe : je n'accepte que/],
    ['a program that calls itself a picture', { name: 'photo.png', type: 'exe' }, /photo\.png : je n'accepte que/],
    ['21 MB', { name: 'plan.pdf', type: 'pdf', bytes: 21 * 1024 * 1024 }, /plan\.pdf : le fichier dépasse 20 Mo/],
    [
      'an unreachable file',
      { name: 'plan.pdf', type: 'pdf', where: 'unreachable' },
      /plan\.pdf : le fichier n'a pas pu/,
    ],
    ['a host that is not listed', { name: 'plan.pdf', type: 'pdf', where: 'elsewhere' }, /plan\.pdf : /],
    ['a name with a path', { name: '../../etc/passwd.png', type: 'png' }, /Bien reçu : passwd\.png/],
  ] satisfies [string, Partial<SentFile>, RegExp][])('%s', async (_name, file, expected) => {
    const chat = chatNow();
    expect((await say(chat, file)).words.replaceAll('\u00a0', ' ')).toMatch(expected);
    await goesOn(chat);
  });

  test('attachments that make no sense are left aside', async () => {
    const chat = chatNow();
    const attachments = [{}, { contentType: 7 }, { contentType: 'image/png', contentUrl: 'not an address' }];
    expect((await chat.say('', { attachments })).words).toMatch(/./);
    await goesOn(chat);
  });
});

test('nothing of all this failed inside, and nothing sent breaks the Activity schema', () => {
  expect(channel.problems).toEqual([]);
  expect(log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
});

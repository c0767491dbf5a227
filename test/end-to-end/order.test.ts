import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { messageActivity } from '../support/activities.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { holdFile } from '../support/play-held-file.ts';
import { type RunningService, startForTest } from '../support/service.ts';

let channel: FakeChannel;
beforeAll(async () => {
  channel = await startChannel();
});
afterAll(() => channel.close());

const ten = [
  "l'imprimante du 2e ne sort rien",
  ...Array.from({ length: 9 }, (_, index) => `ligne ${index + 2} de mon message`),
];

/** What the desk keeps of what the employee wrote, once the conversation has become a ticket. */
async function saidInTicket(chat: Chat, running: RunningService): Promise<string[]> {
  const before = chat.messages().filter(hasSend).length;
  await channel.post(running.url, activityIn(chat, 'un humain'));
  await vi.waitFor(() => expect(chat.messages().filter(hasSend).length).toBeGreaterThan(before), 10_000);
  const ask = chat.messages().findLast(hasSend)!;
  const [send] = ask.attachments![0]!.content.actions;
  await channel.post(running.url, {
    ...activityIn(chat, ''),
    text: undefined,
    value: send.data,
    replyToId: ask.sentId,
  });
  const { body } = await running.desk(`/tickets?requester=${chat.person.aadObjectId}`);
  expect(body.tickets).toHaveLength(1);
  const { transcript } = (await running.desk(`/tickets/${body.tickets[0].ref}`)).body;
  return transcript
    .filter((line: { from: string }) => line.from === 'employee')
    .map((line: { text: string }) => line.text);
}

const hasSend = (each: { attachments?: { content?: { actions?: { title: string }[] } }[] }) =>
  each.attachments?.[0]?.content?.actions?.[0]?.title === 'Envoyer';

function activityIn(chat: Chat, text: string, id: string = randomUUID()) {
  const activity = messageActivity(channel.url, text, { id, from: chat.person });
  return { ...activity, conversation: { ...activity.conversation, id: chat.conversationId } };
}

/** All requests on one connection, one behind the other without waiting: they arrive in this order. */
function pipeline(url: string, activities: readonly object[]): Promise<number[]> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    let read = '';
    const socket = net.connect(Number(port), '127.0.0.1', () => {
      for (const activity of activities) {
        const body = JSON.stringify(activity);
        const head = `POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json`;
        socket.write(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      }
    });
    socket.setEncoding('utf8').on('data', (part) => {
      read += part;
      const statuses = [...read.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
      if (statuses.length === activities.length) {
        resolve(statuses);
        socket.destroy();
      }
    });
    socket.once('error', reject);
  });
}

describe('one node', () => {
  let running: RunningService;
  beforeAll(async () => {
    running = await startForTest();
  });
  afterAll(() => running.stop());

  test('R2 the same activity id, twice and then ten times at once, has one effect', async () => {
    const chat = new Chat(channel, running.url);
    const again = activityIn(chat, "l'imprimante du 2e ne sort rien");
    expect((await channel.post(running.url, again)).status).toBe(200);
    expect((await channel.post(running.url, again)).status).toBe(200);
    const other = activityIn(chat, 'oui');
    const answers = await Promise.all(Array.from({ length: 10 }, () => channel.post(running.url, other)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    expect(await saidInTicket(chat, running)).toEqual([
      "l'imprimante du 2e ne sort rien",
      'oui',
      'un humain',
      'Envoyer',
    ]);
    expect(chat.messages()).toHaveLength(4);
  });

  test('R3 the same button under a new activity id has one effect', async () => {
    const chat = new Chat(channel, running.url);
    await chat.say("l'imprimante du 2e ne sort rien");
    const ask = await chat.say('un humain');
    const [send] = ask.received.attachments![0]!.content.actions;
    const presses = Array.from({ length: 5 }, () =>
      chat.post({ text: undefined, value: send.data, replyToId: ask.received.sentId }),
    );
    expect((await Promise.all(presses)).map((answer) => answer.status)).toEqual(Array(5).fill(200));
    const { body } = await running.desk(`/tickets?requester=${chat.person.aadObjectId}`);
    expect(body.tickets).toHaveLength(1);
  });

  test('R4 ten messages of one conversation at once are kept in the order of their arrival', async () => {
    const chat = new Chat(channel, running.url);
    const statuses = await pipeline(
      running.url,
      ten.map((text) => activityIn(chat, text)),
    );
    expect(statuses).toEqual(Array(10).fill(200));
    expect((await saidInTicket(chat, running)).slice(0, 10)).toEqual(ten);
  });

  test('R4 ten conversations at once do not wait for one another', async () => {
    const file = await holdFile();
    const held = new Chat(channel, running.url);
    const first = held.post({ text: "l'imprimante du 2e ne sort rien", attachments: [file.attachment] });
    await file.asked;
    const chats = Array.from({ length: 10 }, () => new Chat(channel, running.url));
    const answers = await Promise.all(chats.map((chat) => chat.say("l'imprimante du 2e ne sort rien")));
    for (const { words } of answers) expect(words).toMatch(/Si je comprends bien/);
    expect(held.messages()).toEqual([]);
    file.release();
    await first;
    expect((await held.next()).words).toMatch(/Bien reçu/);
    await file.close();
  });

  test('R1 a turn that has to wait is acknowledged, finished afterwards, and what follows waits behind it', async () => {
    const file = await holdFile();
    const chat = new Chat(channel, running.url);
    const slow = await chat.post({ text: "l'imprimante du 2e ne sort rien", attachments: [file.attachment] });
    // Acknowledged while the file is still being waited for: nothing was said yet.
    expect(slow.status).toBe(200);
    const behind = await chat.post({ text: 'oui' });
    expect(behind.status).toBe(200);
    expect(chat.messages()).toEqual([]);
    file.release();
    expect((await chat.next()).words).toMatch(/Bien reçu[\s\S]*Si je comprends bien/);
    expect((await chat.next()).words).toMatch(/collègues/);
    await file.close();
  });

  test('R1 R2 a redelivery of a turn that is still pending has no second effect', async () => {
    const file = await holdFile();
    const chat = new Chat(channel, running.url);
    const activity = { ...activityIn(chat, "l'imprimante du 2e ne sort rien"), attachments: [file.attachment] };
    expect((await channel.post(running.url, activity)).status).toBe(200);
    expect((await channel.post(running.url, activity)).status).toBe(200);
    file.release();
    await chat.next();
    const said = await saidInTicket(chat, running);
    expect(said).toEqual([expect.stringContaining("l'imprimante du 2e ne sort rien"), 'un humain', 'Envoyer']);
    await file.close();
  });
});

describe('two nodes on one database', () => {
  let database: TestDatabase;
  let nodes: [RunningService, RunningService];
  beforeAll(async () => {
    database = await createTestDatabase('postgres');
    const databaseUrl = database.options.databaseUrl!;
    nodes = [await startForTest({ databaseUrl }), await startForTest({ databaseUrl })];
  });
  afterAll(async () => {
    for (const node of nodes ?? []) await node.stop();
    await database.drop();
  });

  test('R4 messages that reach them alternately are kept in order, once', async () => {
    const chat = new Chat(channel, nodes[0].url);
    for (const [index, text] of ten.entries()) {
      expect((await channel.post(nodes[index % 2]!.url, activityIn(chat, text))).status).toBe(200);
    }
    expect((await saidInTicket(chat, nodes[1])).slice(0, 10)).toEqual(ten);
  });

  test('R2 the same ids delivered to both at once have one effect each', async () => {
    const chat = new Chat(channel, nodes[0].url);
    for (const text of ["l'imprimante du 2e ne sort rien", 'oui']) {
      const activity = activityIn(chat, text);
      const posts = Array.from({ length: 10 }, (_, index) => channel.post(nodes[index % 2]!.url, activity));
      expect((await Promise.all(posts)).map((answer) => answer.status)).toEqual(Array(10).fill(200));
    }
    expect((await saidInTicket(chat, nodes[0])).slice(0, 2)).toEqual(["l'imprimante du 2e ne sort rien", 'oui']);
    expect(chat.messages()).toHaveLength(4);
  });

  test('R4 ten messages to both at once: none is lost, none is there twice', async () => {
    const chat = new Chat(channel, nodes[0].url);
    const posts = ten.map((text, index) => channel.post(nodes[index % 2]!.url, activityIn(chat, text)));
    expect((await Promise.all(posts)).map((answer) => answer.status)).toEqual(Array(10).fill(200));
    const said = (await saidInTicket(chat, nodes[0])).slice(0, 10);
    expect(said.toSorted()).toEqual(ten.toSorted());
  });

  test('R4 what came to one node while the other was busy is read in the order of arrival', async () => {
    const file = await holdFile();
    const chat = new Chat(channel, nodes[0].url);
    const first = channel.post(nodes[0].url, {
      ...activityIn(chat, "l'imprimante du 2e ne sort rien"),
      attachments: [file.attachment],
    });
    await file.asked;
    // Each is acknowledged, so kept, before the next is sent: their order of arrival is certain.
    for (const [index, text] of ['oui', 'que moi', 'je ne sais pas', 'non, toujours rien'].entries()) {
      expect((await channel.post(nodes[(index + 1) % 2]!.url, activityIn(chat, text))).status).toBe(200);
    }
    file.release();
    expect((await first).status).toBe(200);
    const words = [];
    for (let index = 0; index < 5; index += 1) words.push((await chat.next(20_000)).words);
    expect(words).toEqual([
      expect.stringMatching(/Si je comprends bien/),
      expect.stringMatching(/collègues/),
      expect.stringMatching(/Essai 1/),
      expect.stringMatching(/Essai 2/),
      expect.stringMatching(/Je l'envoie/),
    ]);
    await file.close();
  });
});

test('nothing sent breaks the Activity schema', () => expect(channel.problems).toEqual([]));

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../adapters/database/port.ts';
import { appendOutgoing, findUnfinished } from '../../adapters/database/repositories/outgoing-messages.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { startForTest } from '../support/service.ts';

/** What one node leaves to the others when it dies; they share a PostgreSQL database. */
describe('R9 messages of a node that died', () => {
  let channel: FakeChannel;
  let under: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    channel = await startChannel();
    under = await createTestDatabase('postgres');
    database = await under.open();
  });
  afterAll(async () => {
    await database?.close();
    await under?.drop();
    await channel.close();
  });
  const start = () => startForTest({ databaseUrl: under.options.databaseUrl! });

  /** Messages that a node committed `age` ms ago and never marked as sent. */
  async function left(chat: Chat, age: number, ...texts: string[]): Promise<void> {
    const now = Date.now() - age;
    const conversationKey = `msteams|${chat.conversationId}`;
    await appendOutgoing(
      database.queries,
      texts.map((text) => ({
        id: randomUUID(),
        conversationKey,
        kind: 'reply',
        activity: { type: 'message', text },
        status: 'sending' as const,
        now,
      })),
    );
  }
  const texts = (chat: Chat) => chat.messages().map((message) => message.text);

  test('are posted once, in order, by one of those that live; those of a living node are left to it', async () => {
    const first = await start();
    const dead = new Chat(channel, first.url);
    const living = new Chat(channel, first.url);
    for (const chat of [dead, living]) await chat.say('bonjour');
    await first.stop();
    await left(dead, 600_000, 'un', 'deux');
    await left(living, 1000, 'en cours');
    // The head of this line was touched just now: what stands behind it is being worked on.
    await left(living, 600_000, 'derrière');

    const nodes = await Promise.all([start(), start(), start()]);
    await expect.poll(() => texts(dead).slice(1), { timeout: 10_000 }).toEqual(['un', 'deux']);
    for (const node of nodes) await node.stop();
    expect(texts(dead).slice(1)).toEqual(['un', 'deux']);
    expect(texts(living)).toHaveLength(1);
    const unfinished = await findUnfinished(database.queries);
    expect(unfinished.map(({ activity }) => (activity as { text: string }).text)).toEqual(['en cours', 'derrière']);
  });
});

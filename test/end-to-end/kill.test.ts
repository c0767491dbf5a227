import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageActivity } from '../support/activities.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { checkpointNames } from '../support/kill-checkpoints.ts';
import { killConversation } from '../support/kill-conversation.ts';
import { startKilledService } from '../support/kill-service.ts';
import { holdFile } from '../support/play-held-file.ts';

let channel: FakeChannel;
beforeAll(async () => {
  channel = await startChannel();
});
afterAll(() => channel.close());

/** Which time the point is reached: in the first turn, and in the one that opens the ticket. */
const times: Readonly<Record<string, readonly number[]>> = {
  'turn.received': [5],
  'turn.computed': [5],
  'turn.committing': [1, 5],
  'turn.committed': [1, 5],
  // A press posts the answered card, then the reply.
  'message.sending': [1, 7, 8],
  'message.posted': [1, 7, 8],
  'ticket.copying': [1],
  'ticket.copied': [1],
};

describe('R9 kill -9 at each named point loses no acknowledged message and doubles no effect', () => {
  test('every point that the code names is killed at', () => {
    expect(checkpointNames().toSorted()).toEqual(Object.keys(times).toSorted());
  });

  const points = Object.entries(times).flatMap(([at, nths]) => nths.map((nth) => [at, nth] as const));
  test.each(points)('%s, time %i', { timeout: 60_000 }, async (at, nth) => {
    const service = await startKilledService({ at, nth });
    try {
      expect(await killConversation(service, channel)).toEqual([]);
      expect(service.deaths()).toBe(1);
    } finally {
      await service.stop();
    }
  });
});

test('R1 R9 a turn acknowledged while it waited survives kill -9 and is answered once', {
  timeout: 60_000,
}, async () => {
  const file = await holdFile();
  const service = await startKilledService();
  const chat = new Chat(channel, '');
  try {
    const activity = {
      ...messageActivity(channel.url, "l'imprimante du 2e ne sort rien"),
      attachments: [file.attachment],
    };
    await service.deliver(channel, {
      ...activity,
      from: chat.person,
      conversation: { ...activity.conversation, id: chat.conversationId },
    });
    expect(chat.messages()).toEqual([]);
    await service.kill();
    file.release();
    expect((await chat.next(20_000)).words).toMatch(/Bien reçu[\s\S]*Si je comprends bien/);
    await service.kill();
    expect(chat.messages()).toHaveLength(1);
  } finally {
    await service.stop();
    await file.close();
  }
});

test('nothing sent breaks the Activity schema', () => expect(channel.problems).toEqual([]));

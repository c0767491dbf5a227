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
  'ticket.attached': [1],
};

/** Points that only an action passes. */
const ofActions = ['action.running', 'action.ran'];

describe('R9 kill -9 at each named point loses no acknowledged message and doubles no effect', () => {
  test('every point that the code names is killed at', () => {
    expect(checkpointNames().toSorted()).toEqual([...Object.keys(times), ...ofActions].toSorted());
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

test.each(ofActions)(
  'R9 %s: an action that was begun is brought to its end, and told once',
  { timeout: 60_000 },
  async (at) => {
    const service = await startKilledService({ at });
    const chat = new Chat(channel, '', 'Odile Marchand');
    chat.person.aadObjectId = '7f3b5c1e-0000-4000-8000-000000000101';
    const say = async (text: string) => {
      const base = messageActivity(channel.url, text, { id: crypto.randomUUID(), from: chat.person });
      const conversation = { ...base.conversation, id: chat.conversationId };
      await service.deliver(channel, { ...base, locale: 'en-GB', conversation });
      return (await chat.next(20_000)).words;
    };
    try {
      expect(await say('sign me out everywhere')).toContain('Shall I do it?');
      expect(await say('yes')).toContain('Under way');
      expect((await chat.next(40_000)).words).toContain('All your sessions are closed');
      expect(service.deaths()).toBe(1);
      await expect(chat.next(1_000)).rejects.toThrow();
    } finally {
      await service.stop();
    }
  },
);

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

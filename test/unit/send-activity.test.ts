import type { Activity } from 'botbuilder';
import { expect, it } from 'vitest';
import { ConnectorRefused } from '../../bot/channel/connector-errors.ts';
import { sendActivity } from '../../bot/delivery/send-activity.ts';

const label = { type: 'https://schema.org/Message' };
const final = { type: 'streaminfo', streamType: 'final', streamId: 's' };

function refusing(status: number) {
  const sent: Partial<Activity>[] = [];
  const connector = {
    send: async (_: unknown, activity: Partial<Activity>) => {
      sent.push(activity);
      if (sent.length === 1) throw new ConnectorRefused(status, 'ContentStreamNotAllowed', undefined);
      return { id: 'posted' };
    },
  };
  return { sent, connector };
}

it('posts the end of a stopped stream as an ordinary message, its label kept (R12)', async () => {
  const { sent, connector } = refusing(403);
  expect(await sendActivity(connector, {}, { type: 'message', entities: [label, final] })).toEqual({ id: 'posted' });
  expect(sent[1]!.entities).toEqual([label]);
});

it('repeats nothing else: what ends no stream, and what may have been shown (R6)', async () => {
  const blocked = refusing(403);
  await expect(sendActivity(blocked.connector, {}, { type: 'message', entities: [label] })).rejects.toThrow();
  const broken = refusing(502);
  await expect(sendActivity(broken.connector, {}, { type: 'message', entities: [final] })).rejects.toThrow();
  expect([blocked.sent.length, broken.sent.length]).toEqual([1, 1]);
});

import { expect, test } from 'vitest';
import { createConversationOrder, internalReceipt, type TakeTurn } from '../../bot/runner/conversation-order.ts';
import type { Incoming } from '../../bot/runner/incoming.ts';
import { findCommand } from '../../dialogs/index.ts';

const isCommand = (words: string) => findCommand(words) !== undefined;

const conversation = { channelId: 'msteams', conversation: { id: 'a:1' } } as never;

/** Only what the order looks at. */
const incoming = (activityId: string, receipt: Incoming['receipt'], kind: object): Incoming =>
  ({ conversationKey: 'msteams|a:1', activityId, receipt, kind, attachments: [] }) as unknown as Incoming;
const message = (text: string) => ({ type: 'message', text });

function record() {
  const turns: string[][] = [];
  const gates: (() => void)[] = [];
  const takeTurn: TakeTurn = (batch) => {
    turns.push(batch.map((each) => each.activityId));
    return new Promise((resolve) => gates.push(resolve));
  };
  const turn = async (number: number) => {
    while (gates.length < number) await new Promise((resolve) => setImmediate(resolve));
    gates[number - 1]!();
  };
  return { turns, takeTurn, turn };
}

test('R4 places are taken at receipt, whatever is filled first', async () => {
  const { turns, takeTurn, turn } = record();
  const order = createConversationOrder(takeTurn, { now: () => 1, isCommand });
  const [first, second] = [order.receive(conversation), order.receive(conversation)];
  const later = order.submit(incoming('second', second, message('deux')));
  const sooner = order.submit(incoming('first', first, { type: 'installed' }));
  await turn(1);
  await turn(2);
  await Promise.all([later, sooner]);
  expect(turns).toEqual([['first'], ['second']]);
  expect(order.pending()).toBe(0);
});

test('R4 a place given up holds nobody back', async () => {
  const { turns, takeTurn, turn } = record();
  const order = createConversationOrder(takeTurn, { now: () => 1, isCommand });
  const [first, second] = [order.receive(conversation), order.receive(conversation)];
  const done = order.submit(incoming('second', second, message('deux')));
  expect(turns).toEqual([]);
  first.release();
  first.release();
  await turn(1);
  await done;
  expect(turns).toEqual([['second']]);
});

test('plain messages that waited are read together; a command and a button are not', async () => {
  const { turns, takeTurn, turn } = record();
  const order = createConversationOrder(takeTurn, { now: () => 1, isCommand });
  const submit = (id: string, kind: object) => order.submit(incoming(id, order.receive(conversation), kind));
  const all = [
    submit('running', message('bonjour')),
    submit('one', message('mon imprimante')),
    submit('two', message('sort des pages blanches')),
    submit('human', message('un humain')),
    submit('button', { type: 'choice' }),
    submit('three', message('merci')),
  ];
  for (let number = 1; number <= 5; number += 1) await turn(number);
  await Promise.all(all);
  expect(turns).toEqual([['running'], ['one', 'two'], ['human'], ['button'], ['three']]);
});

test('R4 news that bear the number of a message that waits do not take its place', async () => {
  const { turns, takeTurn, turn } = record();
  let now = 1;
  const order = createConversationOrder(takeTurn, { now: () => now, isCommand });
  const running = order.submit(incoming('running', order.receive(conversation), message('bonjour')));
  now = 2;
  const waiting = order.submit(incoming('waiting', order.receive(conversation), message('le vpn coupe')));
  const news = order.submit(incoming('news', internalReceipt(now * 1000), { type: 'ticketNews' }));
  for (let number = 1; number <= 3; number += 1) await turn(number);
  await Promise.all([running, waiting, news]);
  expect(turns).toEqual([['running'], ['waiting'], ['news']]);
});

test('a turn that fails rejects its own messages and lets the next one run', async () => {
  let count = 0;
  const order = createConversationOrder(async () => {
    count += 1;
    if (count === 1) throw new Error('full disk');
  });
  const first = order.submit(incoming('first', order.receive(conversation), { type: 'installed' }));
  const second = order.submit(incoming('second', order.receive(conversation), message('bonjour')));
  await expect(first).rejects.toThrow('full disk');
  await expect(second).resolves.toBeUndefined();
});

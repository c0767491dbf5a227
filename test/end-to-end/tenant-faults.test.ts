import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { throughGraph } from '../../adapters/directory/registry.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';
import { Chat } from '../support/conversation.ts';
import { type RunningService, startForTest } from '../support/service.ts';

/** Graph down, throttled, slow, or answering half: an honest sentence, nothing half done, and no restart after it. */

let sandbox: Sandbox;
let channel: FakeChannel;
let running: RunningService;
const log: string[] = [];

beforeAll(async () => {
  sandbox = await openSandbox();
  channel = await startChannel();
  running = await startForTest({ directory: throughGraph(sandbox), log: (line) => log.push(line) });
});
afterEach(() => {
  sandbox.behave({});
  // The breaker's rest is over (R31).
  running.pass(60_000);
});
afterAll(async () => {
  await running.stop();
  await channel.close();
});

const english = { locale: 'en-GB' };
const chatOf = () => new Chat(channel, running.url, 'Grace Okafor');

test.each([
  ['down', { hangUp: true }],
  ['failing', { status: 503 }],
  ['throttling', { status: 429, retryAfter: 30 }],
  ['slow', { delay: 20_000 }],
  ['talking nonsense', { body: '<html>' }],
] as const)(
  'a tenant that is %s is said to be so, a ticket is offered, and it works again after',
  async (_what, fault) => {
    const chat = chatOf();
    await chat.say('my devices', english);
    await chat.say('no thanks', english);
    sandbox.behave({ ...fault, only: /managedDevices/ });
    const before = sandbox.requests.length;
    const answer = await chat.say('my devices', english);
    expect(answer.words).toMatch(/does not answer me.*Nothing has changed.*Here is what I will send/s);
    expect(answer.choices).toContain('Send');
    expect(sandbox.requests.slice(before).every((request) => request.startsWith('GET'))).toBe(true);
    sandbox.behave({});
    await chat.say("don't send", english);
    expect((await chat.say('my devices', english)).words).toMatch(/in order|not in order/);
  },
  30_000,
);

test('a change whose answer was lost is made sure of, and done once or harmlessly twice', async () => {
  const chat = chatOf();
  await chat.say('sign me out everywhere', english);
  sandbox.behave({ hangUpAfter: true, times: 1, only: /revokeSignInSessions/ });
  await chat.say('yes', english);
  expect((await chat.next(20_000)).words).toContain('All your sessions are closed');
}, 30_000);

test('a permission that was taken back is said to be missing, and a person takes over', async () => {
  const chat = chatOf();
  await chat.say('hello', english);
  sandbox.behave({ status: 403, only: /managedDevices/ });
  const { words } = await chat.say('my devices', english);
  expect(words).toContain('not given me the right');
  expect(words).toContain('Here is what I will send');
});

test('half of it done is told exactly: what was, what was not, and who takes it from there', async () => {
  const chat = chatOf();
  await chat.say('my account is compromised', english);
  sandbox.behave({ status: 400, only: /confirmCompromised/ });
  await chat.say('yes', english);
  const { words } = await chat.next(20_000);
  expect(words).toMatch(/Your sessions are closed.*did not get through.*The Security team has been told/s);
}, 30_000);

test('nothing of it was an accident', () => {
  expect(log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
});

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConversationReference } from 'botbuilder';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Connector, createConnector } from '../../bot/channel/connector.ts';
import { ConnectorForbidden, ConnectorRefused, ConnectorUnreachable } from '../../bot/channel/connector-errors.ts';
import { loadConfig } from '../../bot/config.ts';
import { tenantId } from '../support/activities.ts';
import { type FakeBotFramework, startBotFramework } from '../support/bot-framework.ts';
import { type FakeChannel, startChannel } from '../support/channel.ts';

const logger = pino({ level: 'silent' });
let channel: FakeChannel;
let framework: FakeBotFramework;
let connector: Connector;
let reference: Partial<ConversationReference>;

beforeAll(async () => {
  framework = await startBotFramework();
});
afterAll(() => framework.close());
beforeEach(async () => {
  channel = await startChannel();
  connector = createConnector({ config: loadConfig({}), logger });
  framework.broken = undefined;
  framework.requests.token = 0;
  reference = {
    serviceUrl: channel.url,
    channelId: 'msteams',
    bot: { id: '28:guichet', name: 'Guichet' },
    user: { id: '29:odile', name: 'Odile' },
    conversation: { id: 'a:1/é?#', conversationType: 'personal', isGroup: false, name: '' },
  };
});
afterEach(() => channel.close());

describe('calls', () => {
  test('a message goes out addressed, as the published schema wants it, and its id comes back', async () => {
    const { id } = await connector.send(reference, { type: 'message', text: 'Bonjour Odile' });
    const [sent] = channel.received;
    expect(sent).toMatchObject({
      call: 'send',
      conversationId: 'a:1/é?#',
      sentId: id,
      text: 'Bonjour Odile',
      from: { id: '28:guichet' },
      recipient: { id: '29:odile' },
      authorization: undefined,
    });
    expect(channel.problems).toEqual([]);
  });

  test('a reply, an update and a removal have their own addresses', async () => {
    await connector.send(reference, { type: 'message', text: 'un', replyToId: 'f:1/2' });
    expect(await connector.update(reference, 'f:1/2', { type: 'message', text: 'deux' })).toEqual({ id: 'f:1/2' });
    await connector.remove(reference, 'f:1/2');
    const thread = `/v3/conversations/${encodeURIComponent('a:1/é?#')}/activities/f%3A1%2F2`;
    expect(channel.calls).toEqual([`POST ${thread}`, `PUT ${thread}`, `DELETE ${thread}`]);
    expect(channel.received.map(({ call }) => call)).toEqual(['reply', 'update', 'remove']);
  });

  test('a service URL with a path keeps it', async () => {
    await connector
      .send({ ...reference, serviceUrl: `${channel.url}/_connector/` }, { type: 'message', text: 'x' })
      .catch(() => undefined);
    expect(channel.calls).toEqual([`POST /_connector/v3/conversations/${encodeURIComponent('a:1/é?#')}/activities`]);
  });

  test('a conversation is created', async () => {
    const created = await connector.createConversation(reference, {
      isGroup: false,
      members: [reference.user!],
      tenantId,
    });
    expect(created).toMatchObject({ id: expect.any(String), activityId: expect.any(String) });
  });

  test('a member is found, and one who is not there is not an error', async () => {
    channel.members.set('29:odile', { id: '29:odile', name: 'Odile', objectId: 'aad-1', userRole: 'user' });
    expect(await connector.findMember(reference, '29:odile')).toMatchObject({ aadObjectId: 'aad-1', userRole: 'user' });
    expect(await connector.findMember(reference, '29:nobody')).toBeUndefined();
  });
});

describe('failures', () => {
  const send = (signal?: AbortSignal) =>
    connector.send(reference, { type: 'message', text: 'x' }, signal).catch((error: unknown) => error);

  test.each([
    [403, 'ConversationBlockedByUser', { retryable: false, ambiguous: false }],
    [404, 'ConversationNotFound', { retryable: false, ambiguous: false }],
    [412, 'PreconditionFailed', { retryable: true, ambiguous: false }],
    [413, 'MessageSizeTooBig', { retryable: false, ambiguous: false }],
    [500, 'ServiceError', { retryable: false, ambiguous: true }],
    [502, 'ServiceError', { retryable: true, ambiguous: true }],
    [504, 'ServiceError', { retryable: true, ambiguous: true }],
  ])('R6 %i is a refusal in words of its own, told after one single call', async (status, code, expected) => {
    channel.fail({ status, code });
    const failure = await send();
    expect(failure).toBeInstanceOf(ConnectorRefused);
    expect(failure).toMatchObject({ status, code, ...expected });
    expect(channel.calls).toHaveLength(1);
  });

  test('429 carries how long to wait, in seconds or as a date', async () => {
    channel.fail({ status: 429, retryAfter: '2.5' });
    expect(await send()).toMatchObject({ status: 429, retryable: true, retryAfterMs: 2500 });
    channel.fail({ status: 429, retryAfter: new Date(Date.now() + 60_000).toUTCString() });
    const { retryAfterMs } = (await send()) as ConnectorRefused;
    expect(retryAfterMs).toBeGreaterThan(30_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    channel.fail({ status: 429, retryAfter: 'soon' });
    expect(await send()).toMatchObject({ retryAfterMs: undefined });
  });

  test('an error body that is not JSON is a refusal all the same', async () => {
    channel.fail({ status: 500, code: '<script>' });
    expect(await send()).toMatchObject({ code: 'http_500' });
  });

  test('R6 a reset is ambiguous, told after one single call', async () => {
    channel.fail({ kind: 'reset-after-receipt' });
    const failure = await send();
    expect(failure).toBeInstanceOf(ConnectorUnreachable);
    expect(failure).toMatchObject({ code: 'network', ambiguous: true, retryable: false });
    expect(channel.received).toHaveLength(1);
  });

  test('a connection that is refused is not ambiguous', async () => {
    reference = { ...reference, serviceUrl: 'http://127.0.0.1:1' };
    expect(await send()).toMatchObject({ code: 'network', ambiguous: false, retryable: true });
  });

  test('R7 a call that gets no answer ends at its deadline, and is ambiguous', async () => {
    connector = createConnector({ config: loadConfig({}), logger, deadline: 100 });
    channel.fail({ kind: 'hang' });
    expect(await send()).toMatchObject({ code: 'deadline', ambiguous: true });
  });

  test("R7 a call ends with the caller's signal", async () => {
    channel.fail({ kind: 'hang' });
    const controller = new AbortController();
    const failure = send(controller.signal);
    await expect.poll(() => channel.calls.length).toBe(1);
    controller.abort();
    expect(await failure).toMatchObject({ code: 'cancelled', ambiguous: true });
    expect(await send(AbortSignal.abort())).toMatchObject({ code: 'cancelled', ambiguous: false });
    expect(channel.calls).toHaveLength(1);
  });

  test('every outcome is counted', async () => {
    const seen: string[] = [];
    connector = createConnector({ config: loadConfig({}), logger, observe: (outcome) => seen.push(outcome) });
    await send();
    channel.fail({ status: 429 });
    await send();
    channel.fail({ kind: 'reset' });
    await send();
    expect(seen).toEqual(['200', '429', 'unreachable']);
  });
});

describe('R24 the token of the bot', () => {
  const message = { type: 'message', text: 'x' };

  test('goes with every call to a listed host, is asked for once, and is renewed before it ends', async () => {
    let now = Date.now();
    connector = createConnector({ config: framework.config(channel.url), logger, now: () => now });
    await Promise.all([1, 2, 3].map(() => connector.send(reference, message)));
    expect(channel.received.map(({ authorization }) => authorization)).toEqual(Array(3).fill('Bearer bot-token-1'));
    now += 54 * 60_000;
    await connector.send(reference, message);
    expect(framework.requests.token).toBe(1);
    now += 2 * 60_000;
    await connector.send(reference, message);
    expect(channel.received.at(-1)?.authorization).toBe('Bearer bot-token-2');
  });

  test('is used to its end when it cannot be renewed', async () => {
    let now = Date.now();
    connector = createConnector({ config: framework.config(channel.url), logger, now: () => now });
    await connector.send(reference, message);
    framework.broken = 500;
    now += 56 * 60_000;
    await connector.send(reference, message);
    now += 5 * 60_000;
    await expect(connector.send(reference, message)).rejects.toMatchObject({ code: 'token_refused', status: 500 });
    expect(channel.received).toHaveLength(2);
  });

  test('is asked for again after a 401', async () => {
    connector = createConnector({ config: framework.config(channel.url), logger });
    channel.fail({ status: 401 });
    await expect(connector.send(reference, message)).rejects.toMatchObject({ status: 401 });
    await connector.send(reference, message);
    expect(channel.received[0]?.authorization).toBe('Bearer bot-token-2');
  });

  test.each([
    'https://evil.example/',
    'http://127.0.0.1:1/',
    'https://smba.trafficmanager.net.evil.example/',
    '',
    undefined,
  ])('never leaves for %s: it is not even asked for', async (serviceUrl) => {
    connector = createConnector({ config: framework.config(channel.url), logger });
    const failure = connector.send({ ...reference, serviceUrl: serviceUrl as string }, message);
    await expect(failure).rejects.toBeInstanceOf(ConnectorForbidden);
    await expect(failure).rejects.toMatchObject({ code: 'address' });
    expect(framework.requests.token).toBe(0);
  });

  test('a redirect is not followed', async () => {
    const elsewhere: (string | undefined)[] = [];
    const thief = http.createServer((request, response) => {
      elsewhere.push(request.headers.authorization);
      response.end('{}');
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const path = `/v3/conversations/${encodeURIComponent('a:1/é?#')}/activities`;
    const location = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/`;
    channel.files.set(path, { contentType: 'text/plain', bytes: Buffer.alloc(0), location });
    connector = createConnector({ config: framework.config(channel.url), logger });
    await expect(connector.send(reference, message)).rejects.toMatchObject({ status: 302 });
    expect(elsewhere).toEqual([]);
    thief.close();
  });

  test('a managed identity asks the endpoint that Azure names', async () => {
    const env = {
      MicrosoftAppType: 'UserAssignedMSI',
      IDENTITY_ENDPOINT: `${framework.url}/msi/token`,
      IDENTITY_HEADER: 'of azure',
    };
    connector = createConnector({ config: framework.config(channel.url, env), logger });
    await connector.send(reference, message);
    expect(channel.received[0]?.authorization).toBe('Bearer bot-token-1');
  });
});

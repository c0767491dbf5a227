import { generateKeyPair, SignJWT } from 'jose';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SupportError } from '../../adapters/support-error.ts';
import { ChannelAuthentication } from '../../bot/channel/authentication.ts';
import { AuthenticationFailed } from '../../bot/channel/authentication-failed.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import { messageActivity } from '../support/activities.ts';
import { appId, type FakeBotFramework, startBotFramework } from '../support/bot-framework.ts';
import { memoryHeld } from '../support/memory.ts';

const logger = pino({ level: 'silent' });
const teams = 'https://smba.trafficmanager.net/emea/';
const hour = 3_600_000;

let framework: FakeBotFramework;
let config: Config;
let now: number;
let authentication: ChannelAuthentication;

beforeAll(async () => {
  framework = await startBotFramework();
});
afterAll(() => framework.close());

beforeEach(async () => {
  framework.broken = undefined;
  await framework.rotate();
  Object.assign(framework.requests, { metadata: 0, keys: 0, token: 0 });
  config = framework.config(teams);
  now = Date.now();
  authentication = new ChannelAuthentication({ config, logger, now: () => now });
});

const message = (override = {}) => messageActivity(teams, 'bonjour', { override });
const bearer = async (options = {}) => `Bearer ${await framework.sign({ serviceUrl: teams, ...options })}`;

async function statusOf(activity: ReturnType<typeof message>, header: string): Promise<number> {
  try {
    await authentication.authenticateRequest(activity, header);
    return 200;
  } catch (error) {
    if (error instanceof AuthenticationFailed) return error.status;
    throw error;
  }
}

describe('tokens', () => {
  test('R21 a good token is accepted, and its claims are the identity', async () => {
    const result = await authentication.authenticateRequest(message(), await bearer());
    expect(result.claimsIdentity.isAuthenticated).toBe(true);
    expect(result.claimsIdentity.getClaimValue('aud')).toBe(appId);
    expect(result.audience).toBe('https://api.botframework.com');
  });

  test.each([
    ['no header', async () => ''],
    ['another scheme', async () => `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['no token at all', async () => 'Bearer '],
    ['what is no token', async () => 'Bearer a.b.c'],
    ['another issuer', () => bearer({ issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' })],
    ['another audience', () => bearer({ audience: '99999999-0000-0000-0000-000000000000' })],
    ['an ended token', () => bearer({ issuedAt: Date.now() / 1000 - 4000, lifetime: 3600 })],
    ['a token not yet good', () => bearer({ issuedAt: Date.now() / 1000 + 400 })],
    ['another service URL', () => bearer({ serviceUrl: 'https://smba.trafficmanager.net/amer/' })],
    ['no service URL', async () => `Bearer ${await framework.sign()}`],
    ['an unknown key', () => bearer({ kid: 'key-0' })],
  ])('R21 %s is 401', async (_name, header) => {
    expect(await statusOf(message(), await header())).toBe(401);
  });

  test('R21 five minutes of skew are forgiven', async () => {
    expect(
      await statusOf(message(), await bearer({ issuedAt: Math.floor(now / 1000) - 3600 - 290, lifetime: 3600 })),
    ).toBe(200);
    expect(await statusOf(message(), await bearer({ issuedAt: Math.floor(now / 1000) + 290 }))).toBe(200);
  });

  test('R21 a token under a published key id but another key is 401', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const [header] = (await framework.sign()).split('.');
    const { kid } = JSON.parse(Buffer.from(header!, 'base64url').toString());
    const forged = await new SignJWT({ serviceurl: teams })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(config.cloud.issuer)
      .setAudience(appId)
      .setNotBefore(Math.floor(now / 1000))
      .setExpirationTime('1h')
      .sign(privateKey);
    expect(await statusOf(message(), `Bearer ${forged}`)).toBe(401);
  });

  test('R21 HMAC with the public key as its secret, and no signature at all, are 401', async () => {
    const claims = { iss: config.cloud.issuer, aud: appId, serviceurl: teams, nbf: 1, exp: 4_000_000_000 };
    const hmac = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(new Uint8Array(64));
    expect(await statusOf(message(), `Bearer ${hmac}`)).toBe(401);
    expect(await statusOf(message(), `Bearer ${unsigned(claims, 'key-1')}`)).toBe(401);
  });

  test("R21 the emulator's path is closed: a token of our own app, as the bot sends it, is 401", async () => {
    const claims = { azp: appId, appid: appId, ver: '2.0', tid: 'd6d49420-f39b-4df7-a1dc-d59a935871db' };
    const issuer = 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0';
    expect(await statusOf(message({ channelId: 'emulator' }), await bearer({ issuer, claims }))).toBe(401);
  });

  test('R21 streaming and skill entrances are closed', async () => {
    await expect(authentication.authenticateStreamingRequest()).rejects.toThrow(AuthenticationFailed);
    await expect(authentication.authenticateChannelRequest()).rejects.toThrow(AuthenticationFailed);
  });

  test('a remembered token is still held against each activity, and ends when it ends', async () => {
    const header = await bearer();
    expect(await statusOf(message(), header)).toBe(200);
    expect(await statusOf(message({ serviceUrl: 'https://smba.trafficmanager.net/in/' }), header)).toBe(401);
    expect(await statusOf(message({ channelData: { tenant: { id: 'other' } } }), header)).toBe(403);
    now += hour + 301_000;
    expect(await statusOf(message(), header)).toBe(401);
  });
});

describe('activities', () => {
  test.each([
    ['an empty channel', { channelId: '' }],
    ['another channel', { channelId: 'webchat' }],
    ['the emulator', { channelId: 'emulator' }],
    ['another tenant', { conversation: { id: 'a:1', tenantId: 'ffffffff-0000-0000-0000-000000000000' } }],
    [
      'a tenant that differs within the activity',
      { channelData: { tenant: { id: 'ffffffff-0000-0000-0000-000000000000' } } },
    ],
    ['no tenant', { conversation: { id: 'a:1' }, channelData: {} }],
  ])('R22 %s is 403', async (_name, override) => {
    expect(await statusOf(message(override), await bearer())).toBe(403);
  });

  test.each([
    'https://smba.trafficmanager.net.evil.example/emea/',
    'https://evil.example/smba.trafficmanager.net/',
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://user:pass@smba.trafficmanager.net/emea/',
    'not a url',
  ])('R22 R24 the service URL %s is 403 even in a signed token', async (serviceUrl) => {
    expect(await statusOf(message({ serviceUrl }), await bearer({ serviceUrl }))).toBe(403);
  });

  test.each(['', undefined])('R22 an empty service URL is refused (%s)', async (serviceUrl) => {
    expect(await statusOf(message({ serviceUrl }), await bearer({ serviceUrl: '' }))).toBe(401);
  });

  test('R21 a key that is not endorsed for Teams is 403', async () => {
    await framework.rotate({ endorsements: ['webchat', 'directline'] });
    expect(await statusOf(message(), await bearer())).toBe(403);
  });
});

describe('keys', () => {
  test('R13 twenty requests at once read the keys once', async () => {
    const header = await bearer();
    const all = await Promise.all(Array.from({ length: 20 }, () => statusOf(message(), header)));
    expect(new Set(all)).toEqual(new Set([200]));
    expect(framework.requests).toMatchObject({ metadata: 1, keys: 1 });
  });

  test('R13 the last good keys serve when a daily refresh fails, with one try at a time', async () => {
    expect(await statusOf(message(), await bearer())).toBe(200);
    framework.broken = 500;
    now += 25 * hour;
    const header = await bearer({ issuedAt: Math.floor(now / 1000) });
    const all = await Promise.all(Array.from({ length: 20 }, () => statusOf(message(), header)));
    expect(new Set(all)).toEqual(new Set([200]));
    await expect.poll(() => framework.requests.metadata).toBe(2);
    expect(await statusOf(message(), header)).toBe(200);
    expect(framework.requests.metadata).toBe(2);
  });

  test('R13 keys are read again after a day, behind a request that does not wait for it', async () => {
    expect(await statusOf(message(), await bearer())).toBe(200);
    now += 25 * hour;
    expect(await statusOf(message(), await bearer({ issuedAt: Math.floor(now / 1000) }))).toBe(200);
    await expect.poll(() => framework.requests.keys).toBe(2);
  });

  test('R13 a key id never seen reads the keys again at most once an hour', async () => {
    expect(await statusOf(message(), await bearer())).toBe(200);
    await framework.rotate();
    expect(await statusOf(message(), await bearer())).toBe(401);
    expect(framework.requests.keys).toBe(1);
    now += hour + 1000;
    expect(await statusOf(message(), await bearer())).toBe(200);
    expect(framework.requests.keys).toBe(2);
  });

  test('R13 with no key at all the service is unavailable, which is not the same as refusing', async () => {
    framework.broken = 503;
    const failure = await authentication
      .authenticateRequest(message(), await bearer())
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SupportError);
    expect(failure).toMatchObject({ code: 'signing_keys_unavailable', retryable: true });
    await authentication.authenticateRequest(message(), await bearer()).catch(() => undefined);
    expect(framework.requests.metadata).toBe(1);
    framework.broken = undefined;
    now += 31_000;
    expect(await statusOf(message(), await bearer())).toBe(200);
  });
});

test('R23 a hundred thousand unsigned tokens of random tenants and keys leave memory flat', {
  timeout: 180_000,
}, async () => {
  expect(await statusOf(message(), await bearer())).toBe(200);
  const activity = message();
  let seed = 1;
  const flood = async (count: number) => {
    for (let sent = 0; sent < count; sent += 1) {
      seed += 1;
      const tid = `tenant-${seed}`;
      const issuer = seed % 2 ? config.cloud.issuer : `https://sts.windows.net/${tid}/`;
      const claims = { iss: issuer, aud: appId, tid, serviceurl: teams, nbf: 1, exp: 4_000_000_000 };
      const token = unsigned(claims, `kid-${seed}`, seed % 3 ? 'RS256' : 'none');
      expect(await authentication.authenticateRequest(activity, `Bearer ${token}`).catch(String)).toContain(
        'Authentication failed',
      );
    }
  };
  await flood(5_000);
  const before = memoryHeld().heap;
  await flood(100_000);
  // Each of the SDK's entries would hold well over a hundred bytes: ten megabytes and more.
  expect(memoryHeld().heap - before).toBeLessThan(3 * 1024 * 1024);
  expect(framework.requests).toMatchObject({ metadata: 1, keys: 1 });
});

describe('local mode', () => {
  const local = new ChannelAuthentication({ config: loadConfig({}), logger });

  test.each(['http://127.0.0.1:56150/_connector', 'http://localhost:1234', 'http://[::1]:1', 'http://127.8.9.1'])(
    'needs no token from %s, on any channel',
    async (serviceUrl) => {
      const result = await local.authenticateRequest({ ...message({ channelId: 'emulator' }), serviceUrl }, '');
      expect(result.claimsIdentity.isAuthenticated).toBe(true);
    },
  );

  test.each([
    'http://10.0.0.1/',
    'https://smba.trafficmanager.net/emea/',
    'http://localhost.evil.example/',
    'file:///etc',
    '',
  ])('R24 does not answer to %s', async (serviceUrl) => {
    await expect(local.authenticateRequest({ ...message(), serviceUrl }, '')).rejects.toMatchObject({ status: 403 });
  });

  test('has no sign-in, and says so', async () => {
    const { claimsIdentity } = local.resume(message({ serviceUrl: 'http://127.0.0.1:1' }));
    const client = await local.createUserTokenClient(claimsIdentity);
    await expect(client.getUserToken('u', 'graph', 'msteams', '')).rejects.toMatchObject({
      code: 'sign_in_unavailable',
    });
  });
});

test('R6 the connector that the SDK is given refuses to be used', async () => {
  const { claimsIdentity } = authentication.resume(message());
  const connector = await authentication.createConnectorFactory().create(teams);
  expect(claimsIdentity.getClaimValue('aud')).toBe(appId);
  expect(() => connector.conversations).toThrow(/outbox/);
});

function unsigned(claims: object, kid: string, alg = 'none'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg, kid, typ: 'JWT' })}.${part(claims)}.${part({ not: 'a signature' })}`;
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cached } from '../../adapters/directory/cached-directory.ts';
import { createGraphToken, type DirectoryApp, type TokenOptions } from '../../adapters/directory/graph/token.ts';
import type { Directory } from '../../adapters/directory/port.ts';

const app: DirectoryApp = {
  id: '11111111-1111-4111-8111-111111111111',
  type: 'SingleTenant',
  tenantId: '22222222-2222-4222-8222-222222222222',
  password: 'app secret & more',
};
const graphUrl = 'https://graph.example';
// Of the clouds that @azure/identity knows: it asks nobody what it knows already.
const loginUrl = 'https://login.microsoftonline.com';

let status: number | 'nobody' = 200;
let asked: { url: URL; body: string; headers: Record<string, string> }[] = [];

/** Stands for Entra ID and the managed identity endpoint, below @azure/identity. */
const httpClient: NonNullable<TokenOptions['httpClient']> = {
  async sendRequest(request) {
    if (status === 'nobody') throw new Error('ECONNREFUSED');
    asked.push({ url: new URL(request.url), body: String(request.body ?? ''), headers: request.headers.toJSON() });
    request.headers.set('content-type', 'application/json');
    const expires_on = Math.floor(Date.now() / 1000) + 3600;
    const answer =
      status === 200
        ? { access_token: `token-${asked.length}`, expires_in: 3600, expires_on, token_type: 'Bearer' }
        : { error: 'invalid_client', error_description: 'secret things' };
    return { request, status, headers: request.headers, bodyAsText: JSON.stringify(answer) };
  },
};

beforeEach(() => {
  status = 200;
  asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("the application's token, through @azure/identity,", () => {
  it('is asked for with client credentials, by one request for all who wait, and kept until shortly before its end', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 });
    const token = createGraphToken({ app, graphUrl, loginUrl, httpClient });
    expect(await Promise.all([token(), token(), token()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(asked).toHaveLength(1);
    expect(`${asked[0]?.url.origin}${asked[0]?.url.pathname}`).toBe(`${loginUrl}/${app.tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
      grant_type: 'client_credentials',
      client_id: app.id,
      client_secret: 'app secret & more',
      scope: 'https://graph.example/.default',
    });
    vi.setSystemTime(1_000_000_000_000 + 3_290_000);
    expect(await token()).toBe('token-1');
    vi.setSystemTime(1_000_000_000_000 + 3_310_000);
    expect(await token()).toBe('token-2');
  });

  it('says when it is refused, without what must stay secret, and is asked for again', async () => {
    const token = createGraphToken({ app, graphUrl, loginUrl, httpClient });
    status = 401;
    const error = await token().catch((caught) => caught);
    expect(error).toMatchObject({ code: 'directory_refused', status: 401, retryable: false });
    expect(error.message).toContain('invalid_client');
    expect(`${error.message} ${error.cause}`).not.toContain('secret');
    status = 200;
    expect(await token()).toBe('token-2');
  });

  it('is retryable where Entra ID fails, and asked for once (R7)', async () => {
    status = 503;
    const token = createGraphToken({ app, graphUrl, loginUrl, httpClient });
    await expect(token()).rejects.toMatchObject({ code: 'directory_refused', status: 503, retryable: true });
  });

  it('says when nobody answers', async () => {
    status = 'nobody';
    const token = createGraphToken({ app, graphUrl, loginUrl, httpClient });
    await expect(token()).rejects.toMatchObject({ code: 'directory_unreachable', retryable: true });
  });

  it('comes from the managed identity where there is one', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', 'http://127.0.0.1:1/msi');
    vi.stubEnv('IDENTITY_HEADER', 'h');
    const identity = { ...app, type: 'UserAssignedMSI' as const };
    expect(await createGraphToken({ app: identity, graphUrl, loginUrl, httpClient })()).toBe('token-1');
    expect(asked[0]?.headers['x-identity-header']).toBe('h');
    expect(asked[0]?.url.searchParams.get('resource')).toContain('https://graph.example');
  });

  it('needs a tenant', async () => {
    const multi = { ...app, type: 'MultiTenant' as const, tenantId: undefined };
    await expect(createGraphToken({ app: multi, graphUrl, loginUrl, httpClient })()).rejects.toMatchObject({
      code: 'directory_refused',
    });
    expect(asked).toEqual([]);
  });
});

describe('a directory with a cache', () => {
  it('asks once for what was found, and again for what was not, failed, or is a right', async () => {
    const kept = new Map<string, unknown>();
    const calls: string[] = [];
    const note = <T>(call: string, answer: T): T => {
      calls.push(call);
      return answer;
    };
    const source: Directory = {
      findPerson: async (id) => note(`person ${id}`, id === 'known' ? { id, displayName: 'K' } : undefined),
      findDevices: async () => Promise.reject(note('devices', new Error('down'))),
      findServiceIssues: async () => note('issues', []),
      isTeamOwner: async () => note('owner', true),
      ping: async () => {},
    };
    const directory = cached(source, {
      get: async <T>(key: string) => kept.get(key) as T | undefined,
      set: async (key, value) => void kept.set(key, value),
    });
    const { signal } = new AbortController();
    for (let time = 0; time < 2; time += 1) {
      expect(await directory.findPerson('known', signal)).toEqual({ id: 'known', displayName: 'K' });
      expect(await directory.findPerson('new', signal)).toBeUndefined();
      await expect(directory.findDevices('known', signal)).rejects.toThrow();
      expect(await directory.findServiceIssues(signal)).toEqual([]);
      expect(await directory.isTeamOwner('t', 'known', signal)).toBe(true);
    }
    const first = ['person known', 'person new', 'devices', 'issues', 'owner'];
    expect(calls).toEqual([...first, 'person new', 'devices', 'owner']);
  });
});

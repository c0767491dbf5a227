import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cached } from '../../adapters/directory/cached-directory.ts';
import { createGraphToken, type DirectoryApp } from '../../adapters/directory/graph/token.ts';
import type { Directory } from '../../adapters/directory/port.ts';

const app: DirectoryApp = {
  id: '11111111-1111-4111-8111-111111111111',
  type: 'SingleTenant',
  tenantId: '22222222-2222-4222-8222-222222222222',
  password: 'app secret & more',
  identityEndpoint: undefined,
  identityHeader: undefined,
};
const graphUrl = 'https://graph.example';

let server: Server;
let loginUrl: string;
let status = 200;
let asked: { url: string; body: string; headers: IncomingMessage['headers'] }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ url: request.url ?? '', body, headers: request.headers });
    const answer =
      status === 200
        ? { access_token: `token-${asked.length}`, expires_in: 3600, token_type: 'Bearer' }
        : { error: 'invalid_client', error_description: 'secret things' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  loginUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  status = 200;
  asked = [];
});
afterAll(() => void server.close());

describe("the application's token", () => {
  it('is asked for with client credentials, by one request for all who wait, and kept until shortly before its end', async () => {
    let now = 0;
    const token = createGraphToken({ app, graphUrl, loginUrl, now: () => now });
    expect(await Promise.all([token(), token(), token()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe(`/${app.tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: app.id,
      client_secret: 'app secret & more',
      scope: 'https://graph.example/.default',
    });
    now = 3_290_000;
    expect(await token()).toBe('token-1');
    now = 3_310_000;
    expect(await token()).toBe('token-2');
  });

  it('says when it is refused, without what must stay secret, and is asked for again', async () => {
    const token = createGraphToken({ app, graphUrl, loginUrl });
    status = 401;
    const error = await token().catch((caught) => caught);
    expect(error).toMatchObject({ code: 'directory_refused', status: 401, retryable: false });
    expect(error.message).toContain('invalid_client');
    expect(`${error.message} ${error.cause}`).not.toContain('secret');
    status = 200;
    expect(await token()).toBe('token-2');
  });

  it('says when nobody answers', async () => {
    const token = createGraphToken({ app, graphUrl, loginUrl: 'http://127.0.0.1:1' });
    await expect(token()).rejects.toMatchObject({ code: 'directory_unreachable', retryable: true });
  });

  it('comes from the managed identity where there is one', async () => {
    const identity = {
      ...app,
      type: 'UserAssignedMSI' as const,
      identityEndpoint: `${loginUrl}/msi`,
      identityHeader: 'h',
    };
    expect(await createGraphToken({ app: identity, graphUrl, loginUrl: 'http://127.0.0.1:1' })()).toBe('token-1');
    expect(asked[0]?.headers['x-identity-header']).toBe('h');
    expect(asked[0]?.url).toContain('resource=https%3A%2F%2Fgraph.example');
  });

  it('needs a tenant', async () => {
    const token = createGraphToken({ app: { ...app, type: 'MultiTenant', tenantId: undefined }, graphUrl, loginUrl });
    await expect(token()).rejects.toMatchObject({ code: 'directory_refused' });
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

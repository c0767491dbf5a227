import { request } from 'node:http';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { SupportError } from '../../adapters/support-error.ts';
import { createEntraAccess } from '../../bot/desk/entra-access.ts';
import type { DeskAccess } from '../../bot/desk/identity.ts';
import { appId, deskForTests, deskToken, productionConfig, silent, tenant } from '../fixtures/desk-server.ts';
import { phishingDraft } from '../fixtures/ticket-draft.ts';
import { addTicket, databaseForTests } from '../fixtures/tickets-database.ts';

const context = databaseForTests();

describe('local mode', () => {
  const desk = deskForTests(context);

  test.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer not-the-token' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${deskToken}` }],
    ['an invented session', { cookie: 'guichet_desk=invented' }],
  ])('%s opens neither page nor API (R33)', async (_what, headers) => {
    for (const path of [
      '/desk',
      '/desk/tickets/GU-2026-000001',
      '/desk/api/tickets',
      '/desk/api/tickets/GU-2026-000001',
    ]) {
      const response = await desk.send(path, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.text()).not.toContain('GU-2026');
    }
    const claim = await desk.send('/desk/api/tickets/GU-2026-000001/claim', { method: 'POST', headers });
    expect(claim.status).toBe(401);
  });

  test('a one-time link opens a session in a strict cookie, once', async () => {
    const link = desk.access.oneTimeLink();
    const opened = await desk.send(link);
    expect(opened.status).toBe(303);
    const setCookie = opened.headers.get('set-cookie')!;
    expect(setCookie).toMatch(/^guichet_desk=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/desk$/);
    const cookie = setCookie.split(';')[0]!;
    expect((await desk.send('/desk', { headers: { cookie } })).status).toBe(200);
    expect((await desk.send(link)).status).toBe(403);
    expect((await desk.send(link, { headers: { cookie } })).headers.get('location')).toBe('/desk');
    expect((await desk.send('/desk/open?key=')).status).toBe(403);
  });

  test.each(['evil.example', 'evil.example:3978', '127.0.0.1.evil.example'])(
    'the name « %s » is not this machine: refused (DNS rebinding)',
    async (host) => {
      const status = await new Promise((resolve, reject) => {
        const headers = { host, authorization: `Bearer ${deskToken}` };
        request(`${desk.base}/desk/api/tickets`, { headers }, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
      expect(status).toBe(421);
    },
  );

  test('every answer forbids caching, framing, sniffing and scripts', async () => {
    for (const path of ['/desk', '/desk/desk.css', '/desk/api/tickets', '/desk/api/tickets/GU-1999-000001']) {
      const { headers } = await desk.get(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toContain('script-src');
    }
  });
});

describe('production', () => {
  let privateKey: CryptoKey;
  let publicKey: CryptoKey;
  let keysDown = false;
  beforeAll(async () => {
    ({ privateKey, publicKey } = await generateKeyPair('RS256'));
  });
  const asked: string[] = [];
  const identify = createEntraAccess(productionConfig, silent, (url) => {
    asked.push(url);
    return {
      generation: 1,
      find: async (kid) => {
        if (keysDown) throw new SupportError('signing_keys_unavailable', 'no keys', { retryable: true });
        return kid === 'known' ? { key: publicKey, endorsements: new Set() } : undefined;
      },
    };
  });
  const access: DeskAccess = { identify, open: () => undefined, oneTimeLink: () => '/desk', token: undefined };
  const desk = deskForTests(context, productionConfig, access);

  const token = (claims: Record<string, unknown> = {}, header: Record<string, string> = {}, key = privateKey) =>
    new SignJWT({
      ver: '2.0',
      tid: tenant,
      azp: 'client',
      oid: 'ana',
      name: 'Ana Silva',
      roles: ['Technician'],
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'known', ...header })
      .setIssuer(String(claims.iss ?? `https://login.microsoftonline.com/${tenant}/v2.0`))
      .setAudience(String(claims.aud ?? appId))
      .setIssuedAt()
      .setNotBefore(String(claims.nbf ?? '0s'))
      .setExpirationTime(String(claims.exp ?? '1h'))
      .sign(key);
  const withToken = async (path: string, jwt: string) =>
    desk.send(path, { headers: { authorization: `Bearer ${jwt}` } });
  const list = async (jwt: string) => (await withToken('/desk/api/tickets', jwt)).status;

  test("keys are those of the tenants served, at Entra's published address", () => {
    expect(asked).toEqual([`https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`]);
  });

  test('a technician is admitted, by either form of the audience', async () => {
    expect(await list(await token())).toBe(200);
    expect(await list(await token({ aud: `api://${appId}` }))).toBe(200);
  });

  test('the token that App Service forwards is checked like any other', async () => {
    const forward = async (jwt: string) =>
      (await desk.send('/desk', { headers: { 'x-ms-token-aad-access-token': jwt } })).status;
    expect(await forward(await token())).toBe(200);
    expect(await forward(await token({ aud: 'another-app' }))).toBe(401);
    expect((await desk.send('/desk', { headers: { 'x-ms-client-principal-name': 'ana' } })).status).toBe(401);
  });

  test.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['another audience', { aud: 'api://another' }, {}],
    ['another issuer', { iss: 'https://sts.windows.net/' }, {}],
    ['another tenant', { tid: '22222222-2222-3333-4444-555555555555' }, {}],
    ['no tenant', { tid: undefined }, {}],
    ['a past time', { exp: '-10m' }, {}],
    ['a time to come', { nbf: '10m' }, {}],
    ['an ID token, which names no client', { azp: undefined }, {}],
    ['the older token form', { ver: '1.0' }, {}],
    ['an unknown key', {}, { kid: 'unknown' }],
  ])('%s is refused', async (_what, claims, header) => {
    expect(await list(await token(claims, header))).toBe(401);
  });

  test('a signature by another key, or none, is refused', async () => {
    const stranger = await generateKeyPair('RS256');
    expect(await list(await token({}, {}, stranger.privateKey))).toBe(401);
    const [, payload] = (await token()).split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: 'known' })).toString('base64url');
    expect(await list(`${unsigned}.${payload}.`)).toBe(401);
  });

  test.each([[[]], [['ContentOwner']], [['technician']], [['Everything']]])(
    'roles %j do not open tickets',
    async (roles) => {
      expect(await list(await token({ roles }))).toBe(403);
    },
  );

  test('keys that cannot be had are said to be so, not taken for a bad token', async () => {
    keysDown = true;
    try {
      expect(await list(await token())).toBe(503);
    } finally {
      keysDown = false;
    }
  });

  test('local ways in are closed', async () => {
    expect(await list(deskToken)).toBe(401);
    expect((await desk.send('/desk/open?key=x')).status).toBe(404);
    const page = await desk.send('/desk', { headers: { 'accept-language': 'en' } });
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('Entra application proxy');
  });

  test('a technician sees the reference and the family of a confidential ticket, an officer its contents (R33)', async () => {
    const { reference } = await addTicket(context.database, phishingDraft, { id: 'odile', name: 'Odile Martin' });
    const technician = await token();
    const officer = await token({ roles: ['SecurityOfficer'] });

    const { tickets } = (await (await withToken('/desk/api/tickets', technician)).json()) as {
      tickets: { ref: string }[];
    };
    expect(tickets.find(({ ref }) => ref === reference)).toEqual({
      ref: reference,
      category: 'security.phishing',
      confidential: true,
    });
    const page = await (await withToken('/desk', technician)).text();
    expect(page).toContain(reference);
    expect(page).not.toContain('Odile');
    expect(page).not.toContain('invoice');
    for (const path of [`/desk/api/tickets/${reference}`, `/desk/tickets/${reference}`]) {
      const refused = await withToken(path, technician);
      expect(refused.status).toBe(403);
      const text = await refused.text();
      for (const secret of ['Odile', 'invoice', 'faux-fournisseur']) expect(text).not.toContain(secret);
      expect((await withToken(path, officer)).status).toBe(200);
    }
    const claim = await desk.post(
      `/desk/api/tickets/${reference}/claim`,
      { by: 'Ana' },
      { authorization: `Bearer ${technician}` },
    );
    expect(claim.status).toBe(403);
  });

  test('narrowing the list does not tell whose a confidential ticket is', async () => {
    await addTicket(context.database, phishingDraft, { id: 'secret-person', name: 'Odile' });
    const technician = await withToken('/desk/api/tickets?requester=secret-person', await token());
    expect(await technician.json()).toEqual({ tickets: [], next: null });
    const officer = await withToken(
      '/desk/api/tickets?requester=secret-person',
      await token({ roles: ['SecurityOfficer'] }),
    );
    expect(await officer.json()).toMatchObject({ tickets: [{ requester: { id: 'secret-person' } }] });
  });

  test('who acts is who the token names, whatever the body says', async () => {
    const { reference } = await addTicket(context.database);
    const authorization = `Bearer ${await token()}`;
    const claimed = await desk.post(`/desk/api/tickets/${reference}/claim`, { by: 'Somebody Else' }, { authorization });
    expect(await claimed.json()).toMatchObject({ assignee: 'Ana Silva' });
  });

  test("a change from another site's page is refused, though a proxy would sign it in", async () => {
    const { reference } = await addTicket(context.database);
    const authorization = `Bearer ${await token()}`;
    const from = (headers: Record<string, string>) =>
      desk.post(`/desk/api/tickets/${reference}/claim`, { by: 'Ana' }, { authorization, ...headers });
    expect((await from({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await from({ origin: 'null' })).status).toBe(403);
    expect((await from({ origin: 'https://guichet.example', 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });
});

import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StoredReference } from '../../adapters/database/repositories/conversation-references.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { botIdentity, createUserTokenClient } from '../../bot/channel/user-token-client.ts';
import { loadConfig } from '../../bot/config.ts';
import { createSignIn, type SignIn, type SignInInvokeName } from '../../bot/sign-in.ts';
import { startSilentServer } from '../support/silent-server.ts';
import { tokenProblems } from '../support/token-schema.ts';

const odile = '7f3b5c1e-0000-4000-8000-000000000101';
const priya = '7f3b5c1e-0000-4000-8000-000000000102';
const config = loadConfig({});
const logger = pino({ level: 'silent' });
const connectionName = 'sandbox';

let sandbox: Sandbox;
let signIn: SignIn;
let count = 0;
let user: { userId: string; channelId: string };
const reference = (): StoredReference => ({
  ...user,
  conversationKey: 'k',
  serviceUrl: 'http://127.0.0.1:1',
  conversationId: 'a:1',
  conversationType: 'personal',
  tenantId: 't',
  botId: '28:guichet',
  personId: odile,
  userName: 'Odile Marchand',
  locale: 'fr-FR',
  installed: true,
  updatedAt: 0,
});
const open = (url: string, name: string | undefined = connectionName) =>
  createSignIn({ client: createUserTokenClient(config, botIdentity(config), url), connectionName: name, logger });
const answer = (name: SignInInvokeName, value: unknown) => signIn.answer(user, { name, value });
const whoIs = (token: string | undefined) =>
  token && JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).oid;

beforeAll(async () => {
  sandbox = await openSandbox();
});
beforeEach(() => {
  count += 1;
  user = { userId: `29:person-${count}`, channelId: 'msteams' };
  signIn = open(sandbox.tokenServiceUrl);
  sandbox.tokens.askConsent(false);
});
afterAll(() => sandbox.close());

/** Signs in on the page as a person would, and gives back the code that it shows. */
async function signInOnPage(link: string, account: string): Promise<string> {
  const page = await (await fetch(link)).text();
  expect(page).toContain('lang="fr"');
  expect(page).toContain('lang="en"');
  const answered = await fetch(link, { method: 'POST', body: new URLSearchParams({ account }) });
  const code = /class="code">(\d{6})</.exec(await answered.text())?.[1];
  expect(code).toBeDefined();
  return code!;
}

describe("the sandbox's token service answers as the published description says", () => {
  const call = async (method: string, path: string, query: Record<string, string>, body?: object) => {
    const url = `${sandbox.tokenServiceUrl}${path}?${new URLSearchParams(query)}`;
    const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const response = await fetch(url, { method, ...init });
    const answered = await response.json();
    expect([path, tokenProblems(method, path, response.status, answered)]).toEqual([path, []]);
    return { status: response.status, body: answered };
  };
  const state = Buffer.from(
    JSON.stringify({ connectionName, conversation: { channelId: 'msteams', user: { id: 'u', aadObjectId: odile } } }),
  ).toString('base64');

  it('to every call that is used', async () => {
    const names = { userId: 'u', connectionName, channelId: 'msteams' };
    expect((await call('GET', '/api/usertoken/GetToken', names)).status).toBe(404);
    expect((await call('GET', '/api/botsignin/GetSignInResource', { state })).status).toBe(200);
    expect((await call('GET', '/api/botsignin/GetSignInResource', { state: 'nonsense' })).status).toBe(400);
    expect((await call('POST', '/api/usertoken/exchange', names, { token: 'forged' })).status).toBe(400);
    const token = sandbox.tokens.issueForTeams(odile);
    expect((await call('POST', '/api/usertoken/exchange', names, { token })).status).toBe(200);
    expect((await call('GET', '/api/usertoken/GetToken', names)).status).toBe(200);
    expect((await call('GET', '/api/usertoken/GetTokenStatus', { userId: 'u' })).body).toEqual([
      { channelId: 'msteams', connectionName, hasToken: true },
    ]);
    expect((await call('DELETE', '/api/usertoken/SignOut', names)).status).toBe(200);
    expect((await call('GET', '/api/usertoken/GetToken', names)).status).toBe(404);
  });

  it('and to whoever knows where it is, alone', async () => {
    const strange = await fetch(`${sandbox.baseUrl}/guessed/api/usertoken/GetTokenStatus?userId=u`);
    expect(strange.status).toBe(401);
    expect((await fetch(`${sandbox.baseUrl}/sign-in/guessed`)).status).toBe(404);
  });
});

describe('single sign-on in Teams', () => {
  it('exchanges the token that Teams sends, and finds one of Graph from then on', async () => {
    expect(await signIn.findToken(user)).toBeUndefined();
    const { tokenExchangeResource, signInLink } = await signIn.start(reference());
    expect(signInLink).toMatch(/^http/);
    const id = tokenExchangeResource!.id!;
    const token = sandbox.tokens.issueForTeams(odile);
    expect(await answer('signin/tokenExchange', { id, connectionName, token })).toEqual({
      response: { status: 200, body: { id, connectionName } },
      signedIn: id,
    });
    expect(whoIs(await signIn.findToken(user))).toBe(odile);
  });

  it('asks for consent with 412, which is no error, and goes on after it', async () => {
    sandbox.tokens.askConsent(true);
    const value = { id: 'i', connectionName, token: sandbox.tokens.issueForTeams(odile) };
    const refused = await answer('signin/tokenExchange', value);
    expect(refused).toMatchObject({ response: { status: 412, body: { id: 'i', failureDetail: expect.any(String) } } });
    expect(refused).not.toHaveProperty('signedIn');
    sandbox.tokens.askConsent(false);
    expect((await answer('signin/tokenExchange', value)).response.status).toBe(200);
  });

  it.each([
    ['no token', { id: 'i', connectionName }],
    ['another connection', { id: 'i', connectionName: 'other', token: 't' }],
    ['nothing', undefined],
    ['nonsense', ['x']],
  ])('400 to %s', async (_what, value) => {
    expect(await answer('signin/tokenExchange', value)).toMatchObject({ response: { status: 400 } });
  });

  it('takes the state of the pop-up, once, from whom it was given to', async () => {
    const { signInLink } = await signIn.start(reference());
    const code = await signInOnPage(signInLink!, odile);
    const another = await signIn.answer(
      { userId: '29:somebody-else', channelId: 'msteams' },
      { name: 'signin/verifyState', value: { state: code } },
    );
    expect(another).toEqual({ response: { status: 404 } });
    expect(await answer('signin/verifyState', { state: code })).toEqual({ response: { status: 200 }, signedIn: code });
    await signIn.signOut(user);
    expect(await answer('signin/verifyState', { state: code })).toEqual({ response: { status: 404 } });
  });

  it('stops quietly when the person closed the pop-up, or Teams could not', async () => {
    expect(await answer('signin/verifyState', { state: 'CancelledByUser' })).toEqual({ response: { status: 200 } });
    expect(await answer('signin/verifyState', {})).toEqual({ response: { status: 400 } });
    expect(await answer('signin/failure', { code: 'resourcematchfailed', message: 'x' })).toEqual({
      response: { status: 200 },
    });
  });
});

describe('a sign-in', () => {
  it('with a typed code is of whoever signed in on the page', async () => {
    const { signInLink } = await signIn.start(reference());
    const code = await signInOnPage(signInLink!, priya);
    expect(await signIn.redeem(user, '000000')).toBe(false);
    expect(await signIn.redeem(user, code)).toBe(true);
    expect(await signIn.redeem(user, code)).toBe(false);
    expect(whoIs(await signIn.findToken(user))).toBe(priya);
  });

  it('ends when the person signs out everywhere', async () => {
    const value = { id: 'i', connectionName, token: sandbox.tokens.issueForTeams(odile) };
    await answer('signin/tokenExchange', value);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const revoke = `${sandbox.baseUrl}/v1.0/users/${odile}/revokeSignInSessions`;
    await fetch(revoke, { method: 'POST', headers: { authorization: `Bearer ${sandbox.token}` } });
    expect(await signIn.findToken(user)).toBeUndefined();
  });

  it('is not possible without a connection, and not waited for for ever (R7)', async () => {
    const without = createSignIn({
      client: createUserTokenClient(config, botIdentity(config), sandbox.tokenServiceUrl),
      connectionName: undefined,
      logger,
    });
    expect(without.possible).toBe(false);
    await expect(without.findToken(user)).rejects.toMatchObject({ code: 'sign_in_unavailable' });
    const silent = await startSilentServer();
    const started = Date.now();
    await expect(open(`http://127.0.0.1:${silent.port}`).findToken(user)).rejects.toMatchObject({
      code: 'sign_in_unavailable',
    });
    expect(Date.now() - started).toBeLessThan(4_500);
    await silent.close();
  });
});

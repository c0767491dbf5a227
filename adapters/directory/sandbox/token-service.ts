import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Access } from './access.ts';
import type { Tenant } from './tenant.ts';

/**
 * The Bot Framework token service (bot-token.swagger.json) of the sandbox tenant: who signed in, to which connection,
 * and a token of Graph for them. Pages and codes stand in for the pop-up that Teams would show.
 */
export interface TokenService {
  call(request: { method: string; path: string; query: URLSearchParams; body: unknown }): TokenAnswer;
  /** The sign-in that a link leads to. */
  findSession(id: string): SignInSession | undefined;
  /** Somebody signed in on the page: the code that they type in the chat. */
  signIn(session: SignInSession, personId: string): string;
  /** What Teams holds for the person and sends in `signin/tokenExchange`. */
  issueForTeams(personId: string): string;
  /** Until consent is given again, exchanging a token fails, as when an employee never agreed. */
  askConsent(asked: boolean): void;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body?: object;
}

export interface SignInSession {
  readonly id: string;
  readonly userId: string;
  readonly connectionName: string;
  readonly channelId: string;
  /** Entra object id of who was invited, if the channel said it. */
  readonly expected: string | undefined;
}

export interface TokenServiceOptions {
  readonly tenant: Tenant;
  readonly access: Access;
  /** Where pages are: `{pages}/{session}`. */
  readonly pages: string;
  readonly scopes: readonly string[];
  readonly now: () => number;
}

const minute = 60_000;
const sessionLife = 15 * minute;
const codeLife = 10 * minute;
const tokenLife = 60 * minute;
const mostSessions = 1000;

const stateSchema = z.object({
  connectionName: z.string(),
  conversation: z.object({
    channelId: z.string(),
    user: z.object({ id: z.string(), aadObjectId: z.string().optional() }),
  }),
});

interface Grant {
  readonly personId: string;
  readonly at: number;
}

export function createTokenService({ tenant, access, pages, scopes, now }: TokenServiceOptions): TokenService {
  const sessions = new Map<string, SignInSession & { readonly until: number }>();
  const codes = new Map<string, { readonly grant: Grant; readonly key: string; readonly until: number }>();
  const grants = new Map<string, Grant>();
  const forTeams = new Map<string, string>();
  let consentAsked = false;

  const keyOf = (userId: string, connectionName: string, channelId: string) =>
    JSON.stringify([userId, connectionName, channelId]);

  const tokenOf = (grant: Grant, connectionName: string, channelId: string): TokenAnswer => ({
    status: 200,
    body: {
      channelId,
      connectionName,
      token: access.issueForPerson(grant.personId, scopes),
      expiration: new Date(now() + tokenLife).toISOString(),
    },
  });

  /** Signing out everywhere ends a sign-in that was made before. */
  const isOver = ({ personId, at }: Grant): boolean => {
    const user = tenant.users.get(personId);
    return !user?.accountEnabled || at < Date.parse(String(user.signInSessionsValidFromDateTime));
  };

  const getToken = (query: URLSearchParams): TokenAnswer => {
    const { userId, connectionName, channelId } = namesOf(query);
    const key = keyOf(userId, connectionName, channelId);
    const code = query.get('code');
    if (code) {
      const redeemed = codes.get(code);
      // Once, by whoever it was given to.
      if (!redeemed || redeemed.key !== key || redeemed.until < now()) return notFound;
      codes.delete(code);
      grants.set(key, redeemed.grant);
    }
    const grant = grants.get(key);
    if (!grant || isOver(grant)) return notFound;
    return tokenOf(grant, connectionName, channelId);
  };

  const exchange = (query: URLSearchParams, body: unknown): TokenAnswer => {
    const { userId, connectionName, channelId } = namesOf(query);
    const { token } = z
      .object({ token: z.string().catch('') })
      .catch({ token: '' })
      .parse(body);
    const personId = forTeams.get(token);
    if (!personId) return refused('InvalidExchangeToken', 'The token is not for this bot.');
    if (consentAsked) return refused('ConsentRequired', 'AADSTS65001: The user has not consented to the application.');
    const grant = { personId, at: now() };
    grants.set(keyOf(userId, connectionName, channelId), grant);
    return tokenOf(grant, connectionName, channelId);
  };

  const getSignInResource = (query: URLSearchParams): TokenAnswer => {
    const state = stateSchema.safeParse(decoded(query.get('state') ?? ''));
    if (!state.success) return refused('BadArgument', 'The state cannot be read.');
    const { connectionName, conversation } = state.data;
    const id = randomBytes(18).toString('base64url');
    if (sessions.size >= mostSessions) sessions.delete(sessions.keys().next().value!);
    sessions.set(id, {
      id,
      userId: conversation.user.id,
      connectionName,
      channelId: conversation.channelId,
      expected: conversation.user.aadObjectId?.toLowerCase(),
      until: now() + sessionLife,
    });
    return {
      status: 200,
      body: {
        signInLink: `${pages}/${id}`,
        tokenExchangeResource: { id: randomUUID(), uri: `api://botid-${tenant.id}`, providerId: randomUUID() },
      },
    };
  };

  const getStatus = (query: URLSearchParams): TokenAnswer => {
    const held = [...grants].filter(([, grant]) => !isOver(grant)).map(([key]) => JSON.parse(key) as string[]);
    const mine = held.filter(([userId]) => userId === query.get('userId'));
    const body = mine.map(([, connectionName, channelId]) => ({ channelId, connectionName, hasToken: true }));
    return { status: 200, body };
  };

  return {
    call({ method, path, query, body }) {
      switch (`${method} ${path}`) {
        case 'GET /api/usertoken/GetToken':
          return getToken(query);
        case 'POST /api/usertoken/exchange':
          return exchange(query, body);
        case 'GET /api/botsignin/GetSignInResource':
          return getSignInResource(query);
        case 'GET /api/usertoken/GetTokenStatus':
          return getStatus(query);
        case 'DELETE /api/usertoken/SignOut': {
          const { userId, connectionName, channelId } = namesOf(query);
          grants.delete(keyOf(userId, connectionName, channelId));
          return { status: 200, body: {} };
        }
        default:
          return notFound;
      }
    },
    findSession(id) {
      const session = sessions.get(id);
      return session && session.until >= now() ? session : undefined;
    },
    signIn({ userId, connectionName, channelId }, personId) {
      const code = String(randomInt(100_000, 1_000_000));
      const key = keyOf(userId, connectionName, channelId);
      codes.set(code, { grant: { personId, at: now() }, key, until: now() + codeLife });
      return code;
    },
    issueForTeams(personId) {
      const token = `teams.${randomBytes(18).toString('base64url')}`;
      forTeams.set(token, personId);
      return token;
    },
    askConsent(asked) {
      consentAsked = asked;
    },
  };
}

/** A token response without a token. */
const notFound: TokenAnswer = { status: 404, body: {} };

const refused = (code: string, message: string): TokenAnswer => ({ status: 400, body: { error: { code, message } } });

const namesOf = (query: URLSearchParams) => ({
  userId: query.get('userId') ?? '',
  connectionName: query.get('connectionName') ?? '',
  channelId: query.get('channelId') ?? '',
});

function decoded(state: string): unknown {
  try {
    return JSON.parse(Buffer.from(state, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

import type { Activity, InvokeResponse, SignInUrlResponse, TokenResponse } from 'botbuilder';
import type { UserTokenClient } from 'botframework-connector';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { StoredReference } from '../adapters/database/repositories/conversation-references.ts';
import { SupportError } from '../adapters/support-error.ts';

/** Somebody as the channel knows them: `29:…`, which is not their Entra object id. */
export type ChannelUser = Pick<StoredReference, 'userId' | 'channelId'>;

/**
 * Signs the employee in for what is done as them. Nothing here is kept: the token service holds the sign-in, and a token
 * is fetched for each use. Every call has a deadline (R7). @throws SupportError sign_in_unavailable
 */
export interface SignIn {
  /** Whether anybody can sign in here. */
  readonly possible: boolean;
  /** A delegated token of Graph; undefined where the person has not signed in. */
  findToken(user: ChannelUser): Promise<string | undefined>;
  /** What a sign-in card is made of. */
  start(reference: StoredReference): Promise<SignInUrlResponse & { readonly connectionName: string }>;
  signOut(user: ChannelUser): Promise<void>;
  /** A code that was typed in the chat; false when it is not one that was given to this person. */
  redeem(user: ChannelUser, code: string): Promise<boolean>;
  /** Teams' answers to the card: what to tell Teams, and whether the person is signed in now. */
  answer(user: ChannelUser, invoke: SignInInvoke): Promise<SignInAnswer>;
}

/** An invoke of sign-in, taken out of its activity before anything reads it: it carries a token or a code. */
export interface SignInInvoke {
  readonly name: SignInInvokeName;
  readonly value: unknown;
}

export interface SignInAnswer {
  readonly response: InvokeResponse;
  /** The same for each of a person's Teams clients that answer one card; undefined when nobody signed in. */
  readonly signedIn?: string | undefined;
}

const invokeNames = ['signin/tokenExchange', 'signin/verifyState', 'signin/failure'] as const;
export type SignInInvokeName = (typeof invokeNames)[number];

export const isSignInInvoke = (activity: Partial<Activity>): boolean =>
  activity.type === 'invoke' && invokeNames.some((name) => name === activity.name);

/** ms: an invoke must be answered within 5 s (R1). */
const deadline = 3_000;
const cancelled = 'CancelledByUser';

const exchangeSchema = z.object({
  id: z.string().min(1).max(200),
  connectionName: z.string(),
  token: z.string().min(1),
});
const stateSchema = z.object({ state: z.string().min(1).max(200) });
const failureSchema = z.object({ code: z.string().max(80).catch('unknown') }).catch({ code: 'unknown' });

export interface SignInOptions {
  readonly client: UserTokenClient;
  /** Name of the Azure Bot's OAuth connection; without one nobody can sign in. */
  readonly connectionName: string | undefined;
  readonly logger: Logger;
}

export function createSignIn({ client, connectionName: name, logger }: SignInOptions): SignIn {
  const connection = () => {
    if (!name) throw new SupportError('sign_in_unavailable', 'GUICHET_SIGN_IN_CONNECTION names no connection');
    return name;
  };
  /** The SDK answers nothing where the service says 404. */
  const fetchToken = async ({ userId, channelId }: ChannelUser, code: string): Promise<string | undefined> => {
    const found: TokenResponse | undefined = await inTime(client.getUserToken(userId, connection(), channelId, code));
    return found?.token || undefined;
  };

  return {
    possible: name !== undefined,
    findToken: (user) => fetchToken(user, ''),
    redeem: async (user, code) => (await fetchToken(user, code)) !== undefined,
    signOut: ({ userId, channelId }) => inTime(client.signOutUser(userId, connection(), channelId)),
    async start(reference) {
      const connectionName = connection();
      return { ...(await inTime(client.getSignInResource(connectionName, activityOf(reference), ''))), connectionName };
    },
    async answer(user, { name: invoke, value }) {
      if (invoke === 'signin/tokenExchange') return exchange(user, value);
      if (invoke === 'signin/verifyState') return verify(user, value);
      // Teams could not do it: the button of the card remains.
      logger.warn({ code: failureSchema.parse(value).code }, 'Teams could not sign somebody in');
      return { response: { status: 200 } };
    },
  };

  /** First the exchange, then what it resumes: a person's other clients send the same id, and each needs its answer. */
  async function exchange(user: ChannelUser, value: unknown): Promise<SignInAnswer> {
    const asked = exchangeSchema.safeParse(value);
    if (!asked.success || asked.data.connectionName !== connection()) return { response: badExchange(value, name) };
    const { id, connectionName, token } = asked.data;
    const response: { token?: string } | undefined = await inTime(
      client.exchangeToken(user.userId, connectionName, user.channelId, { token }),
    ).catch(() => undefined);
    if (response?.token) return { response: { status: 200, body: { id, connectionName } }, signedIn: id };
    // Consent or another factor lacks: Teams asks the person. No error, and nothing for the log.
    const failureDetail = 'The bot is unable to exchange token. Proceed with regular login.';
    return { response: { status: 412, body: { id, connectionName, failureDetail } } };
  }

  async function verify(user: ChannelUser, value: unknown): Promise<SignInAnswer> {
    const asked = stateSchema.safeParse(value);
    if (!asked.success) return { response: { status: 400 } };
    if (asked.data.state === cancelled) return { response: { status: 200 } };
    const found = await fetchToken(user, asked.data.state);
    return found ? { response: { status: 200 }, signedIn: asked.data.state } : { response: { status: 404 } };
  }
}

function badExchange(value: unknown, connectionName: string | undefined): InvokeResponse {
  const { id } = z.object({ id: z.string() }).catch({ id: '' }).parse(value);
  const failureDetail = 'The bot received an InvokeActivity that is missing a token, or for another connection.';
  return { status: 400, body: { id, connectionName, failureDetail } };
}

/** What the token service wants to know of where the sign-in began. */
function activityOf(reference: StoredReference): Activity {
  const { channelId, serviceUrl, conversationId, tenantId, botId, userId, userName, personId, locale } = reference;
  return {
    type: 'message',
    channelId,
    serviceUrl,
    locale,
    conversation: { id: conversationId, tenantId, conversationType: 'personal', isGroup: false, name: '' },
    from: { id: userId, name: userName, aadObjectId: personId },
    recipient: { id: botId, name: '' },
  } as Activity;
}

/** The SDK sets no deadline of its own. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new SupportError('sign_in_unavailable', `no answer within ${deadline} ms`, { retryable: true }));
    }, deadline);
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    if (cause instanceof SupportError) throw cause;
    // Not the cause's own words: they may quote the token.
    throw new SupportError('sign_in_unavailable', 'the token service refused or cannot be reached', {
      retryable: true,
    });
  } finally {
    clearTimeout(timer);
  }
}

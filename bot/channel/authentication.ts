import type { Activity } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  BotFrameworkAuthentication,
  ClaimsIdentity,
  type ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { AuthenticationFailed } from './authentication-failed.ts';
import { createTokenVerifier, type VerifiedToken } from './channel-token.ts';
import { createOpenIdKeys } from './openid-keys.ts';
import { trustedServiceUrl } from './origins.ts';
import { refusedConnectorFactory } from './refused-connector.ts';
import { createUserTokenClient } from './user-token-client.ts';

const teams = 'msteams';

export interface AuthenticationOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly now?: () => number;
}

/** Who may hand an activity to the bot (R21, R22): the SDK's seam, with none of its own checks behind it. */
export class ChannelAuthentication extends BotFrameworkAuthentication {
  readonly #config: Config;
  readonly #verify: ((token: string) => Promise<VerifiedToken>) | undefined;

  constructor({ config, logger, now }: AuthenticationOptions) {
    super();
    this.#config = config;
    this.#verify = config.app && createVerifier(config, config.app.id, logger, now);
  }

  /** @throws AuthenticationFailed; SupportError `signing_keys_unavailable` when no key can be had at all */
  override async authenticateRequest(activity: Partial<Activity>, header: string): Promise<AuthenticateRequestResult> {
    if (!this.#verify) return this.#acceptLocal(activity);
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
    if (!token) throw new AuthenticationFailed(401, 'no bearer token');
    const verified = await this.#verify(token);
    this.#check(activity, verified);
    return this.#result(verified.claims);
  }

  /** For an activity that was authenticated when it came and is taken up again now (R1). */
  resume(activity: Partial<Activity>): AuthenticateRequestResult {
    if (!this.#config.app) return this.#acceptLocal(activity);
    return this.#result({ aud: this.#config.app.id, serviceurl: activity.serviceUrl });
  }

  override async authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new AuthenticationFailed(403, 'streaming connections are closed');
  }

  override async authenticateChannelRequest(): Promise<ClaimsIdentity> {
    throw new AuthenticationFailed(403, 'skills are closed');
  }

  override createConnectorFactory(): ConnectorFactory {
    return refusedConnectorFactory;
  }

  override async createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    return createUserTokenClient(this.#config, identity);
  }

  override getOriginatingAudience(): string {
    return this.#config.cloud.audience;
  }

  #check(activity: Partial<Activity>, token: VerifiedToken): void {
    if (!activity.serviceUrl || token.serviceUrl !== activity.serviceUrl) {
      throw new AuthenticationFailed(401, 'the token is for another service URL');
    }
    if (activity.channelId !== teams) throw new AuthenticationFailed(403, 'not from Teams');
    if (!token.endorsements.has(teams)) throw new AuthenticationFailed(403, 'the key is not endorsed for Teams');
    if (!trustedServiceUrl(activity.serviceUrl, this.#config)) {
      throw new AuthenticationFailed(403, 'the service URL is not on the list');
    }
    const tenants = tenantsOf(activity);
    if (tenants.length === 0 || !tenants.every((tenant) => this.#config.allowedTenants.includes(tenant))) {
      throw new AuthenticationFailed(403, 'the tenant is not served here');
    }
  }

  #acceptLocal(activity: Partial<Activity>): AuthenticateRequestResult {
    if (!trustedServiceUrl(activity.serviceUrl, this.#config)) {
      throw new AuthenticationFailed(403, 'local mode answers on this machine only');
    }
    return this.#result({});
  }

  #result(claims: Readonly<Record<string, unknown>>): AuthenticateRequestResult {
    const listed = Object.entries(claims).map(([type, value]) => ({ type, value: String(value) }));
    return {
      audience: this.#config.cloud.audience,
      claimsIdentity: new ClaimsIdentity(listed, true),
      callerId: this.#config.cloud.callerId,
      connectorFactory: refusedConnectorFactory,
    };
  }
}

function createVerifier(config: Config, audience: string, logger: Logger, now: (() => number) | undefined) {
  const clock = now === undefined ? {} : { now };
  const keys = createOpenIdKeys({ url: config.cloud.openIdMetadataUrl, logger, ...clock });
  return createTokenVerifier({ issuer: config.cloud.issuer, audience, keys, ...clock });
}

/** Teams names the tenant in two places; both must be ours where both are given. */
function tenantsOf(activity: Partial<Activity>): string[] {
  const data = activity.channelData as { tenant?: { id?: unknown } } | null | undefined;
  const named: unknown[] = [activity.conversation?.tenantId, data?.tenant?.id];
  return named.filter((id) => id !== undefined && id !== null).map((id) => String(id).toLowerCase());
}

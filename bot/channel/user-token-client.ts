import type { Activity, SignInUrlResponse, TokenExchangeRequest, TokenResponse, TokenStatus } from 'botbuilder';
import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  ClaimsIdentity,
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
  UserTokenClient,
} from 'botframework-connector';
import { SupportError } from '../../adapters/support-error.ts';
import type { App, Config } from '../config.ts';

/**
 * The SDK's client of the Bot Framework token service, made on first use: most turns never sign anybody in. In local mode
 * the service is the sandbox tenant's, at `localUrl`.
 */
export function createUserTokenClient(config: Config, identity: ClaimsIdentity, localUrl?: string): UserTokenClient {
  return new UserTokenClientOnDemand(async () => {
    if (config.app) return sdkAuthentication(config, credentials(config.app)).createUserTokenClient(identity);
    if (!localUrl) throw new SupportError('sign_in_unavailable', 'There is no sign-in in local mode.');
    const nobody = new PasswordServiceClientCredentialFactory('', '');
    return sdkAuthentication(config, nobody, localUrl).createUserTokenClient(identity);
  });
}

/** The bot as itself, for what it asks of the token service outside a turn. */
export const botIdentity = ({ app }: Config): ClaimsIdentity =>
  new ClaimsIdentity([{ type: 'aud', value: app?.id ?? 'local' }], true);

class UserTokenClientOnDemand extends UserTokenClient {
  readonly #make: () => Promise<UserTokenClient>;
  #made: Promise<UserTokenClient> | undefined;

  constructor(make: () => Promise<UserTokenClient>) {
    super();
    this.#make = make;
  }

  #client(): Promise<UserTokenClient> {
    this.#made ??= this.#make();
    return this.#made;
  }

  async getUserToken(user: string, connection: string, channel: string, code: string): Promise<TokenResponse> {
    return (await this.#client()).getUserToken(user, connection, channel, code);
  }

  async getSignInResource(connection: string, activity: Activity, redirect: string): Promise<SignInUrlResponse> {
    return (await this.#client()).getSignInResource(connection, activity, redirect);
  }

  async signOutUser(user: string, connection: string, channel: string): Promise<void> {
    return (await this.#client()).signOutUser(user, connection, channel);
  }

  async getTokenStatus(user: string, channel: string, include: string): Promise<TokenStatus[]> {
    return (await this.#client()).getTokenStatus(user, channel, include);
  }

  async getAadTokens(
    user: string,
    connection: string,
    resources: string[],
    channel: string,
  ): Promise<Record<string, TokenResponse>> {
    return (await this.#client()).getAadTokens(user, connection, resources, channel);
  }

  async exchangeToken(
    user: string,
    connection: string,
    channel: string,
    request: TokenExchangeRequest,
  ): Promise<TokenResponse> {
    return (await this.#client()).exchangeToken(user, connection, channel, request);
  }
}

function sdkAuthentication(config: Config, credentials: ServiceClientCredentialsFactory, oauthUrl?: string) {
  const { cloud } = config;
  return BotFrameworkAuthenticationFactory.create(
    '',
    true,
    cloud.tokenUrl.replace('{tenant}/oauth2/v2.0/token', cloud.multiTenant),
    cloud.audience,
    cloud.issuer,
    oauthUrl ?? cloud.oauthUrl,
    cloud.openIdMetadataUrl,
    '',
    cloud.callerId,
    credentials,
    new AuthenticationConfiguration(),
    globalThis.fetch as never,
    {},
  );
}

function credentials(app: App): ServiceClientCredentialsFactory {
  if (app.type === 'UserAssignedMSI') {
    return new ManagedIdentityServiceClientCredentialsFactory(app.id, new JwtTokenProviderFactory());
  }
  const tenantId = app.type === 'SingleTenant' ? (app.tenantId ?? '') : '';
  return new PasswordServiceClientCredentialFactory(app.id, app.password!, tenantId);
}

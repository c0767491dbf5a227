import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Cloud } from '../../bot/channel/clouds.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import { tenantId } from './activities.ts';

export const appId = '00000000-0000-0000-0000-0000000000b0';

export interface TokenOptions {
  readonly serviceUrl?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly kid?: string;
  /** epoch seconds */
  readonly issuedAt?: number;
  /** seconds */
  readonly lifetime?: number;
  readonly claims?: Record<string, unknown>;
}

export interface FakeBotFramework {
  readonly url: string;
  readonly metadataUrl: string;
  /** Requests answered or refused so far, by path. */
  readonly requests: { metadata: number; keys: number; token: number };
  /** While set, every request is answered with this status; `hang` leaves it without an answer. */
  broken: number | 'hang' | undefined;
  /** Keeps every answer back until the returned function is called. */
  hold(): () => void;
  /** A token such as the channel sends. */
  sign(options?: TokenOptions): Promise<string>;
  /** New keys replace the published ones. */
  rotate(options?: { endorsements?: string[] }): Promise<void>;
  /** A production configuration whose cloud is this server, and whose Teams is `serviceUrl`. */
  config(serviceUrl: string, env?: Record<string, string>): Config;
  close(): Promise<void>;
}

/** OpenID metadata, keys and the token endpoint of Bot Framework on loopback, with real RS256 keys. */
export async function startBotFramework(options: { endorsements?: string[] } = {}): Promise<FakeBotFramework> {
  const requests = { metadata: 0, keys: 0, token: 0 };
  let current: { kid: string; privateKey: CryptoKey; jwk: JWK & { endorsements: string[] } };
  let generation = 0;
  let held: Promise<void> = Promise.resolve();

  const rotate = async ({ endorsements = ['msteams'] }: { endorsements?: string[] } = {}) => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    generation += 1;
    const kid = `key-${generation}`;
    current = { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', x5t: kid, endorsements } };
  };
  await rotate(options);

  const server = http.createServer(async (request, response) => {
    request.resume();
    const path = request.url ?? '';
    const kind = path.includes('openidconfiguration') ? 'metadata' : path.includes('keys') ? 'keys' : 'token';
    requests[kind] += 1;
    await held;
    if (framework.broken === 'hang') return;
    if (framework.broken) return write(response, framework.broken, {});
    const body = {
      metadata: { issuer: 'https://api.botframework.com', jwks_uri: `${url}/v1/.well-known/keys` },
      keys: { keys: [current.jwk] },
      token: { token_type: 'Bearer', expires_in: 3600, access_token: `bot-token-${requests.token}` },
    }[kind];
    write(response, 200, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metadataUrl = `${url}/v1/.well-known/openidconfiguration`;

  const framework: FakeBotFramework = {
    url,
    metadataUrl,
    requests,
    broken: undefined,
    rotate,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    sign(token = {}) {
      const issuedAt = token.issuedAt ?? Math.floor(Date.now() / 1000);
      const claims = token.serviceUrl === undefined ? {} : { serviceurl: token.serviceUrl };
      return new SignJWT({ ...claims, ...token.claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: token.kid ?? current.kid })
        .setIssuer(token.issuer ?? 'https://api.botframework.com')
        .setAudience(token.audience ?? appId)
        .setNotBefore(issuedAt)
        .setExpirationTime(issuedAt + (token.lifetime ?? 3600))
        .sign(current.privateKey);
    },
    config(serviceUrl, env = {}) {
      const config = loadConfig({
        MicrosoftAppId: appId,
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppTenantId: tenantId,
        MicrosoftAppPassword: 'secret of the tests',
        GUICHET_LOG_LEVEL: 'silent',
        ...env,
      });
      const origin = new URL(serviceUrl).origin;
      const cloud: Cloud = {
        ...config.cloud,
        serviceOrigins: [origin],
        fileOrigins: [],
        openIdMetadataUrl: metadataUrl,
        tokenUrl: `${url}/{tenant}/oauth2/v2.0/token`,
      };
      return { ...config, cloud };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return framework;
}

/** Not chained: where restify is loaded its writeHead returns nothing. */
function write(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

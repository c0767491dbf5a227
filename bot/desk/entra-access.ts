import type { IncomingHttpHeaders } from 'node:http';
import { type CryptoKey, decodeJwt, errors, type JWTHeaderParameters, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import { SupportError } from '../../adapters/support-error.ts';
import { createOpenIdKeys, type OpenIdKeys } from '../channel/openid-keys.ts';
import { bearerToken, type DeskConfig, type Identity, roles } from './identity.ts';

/** The claims used. `azp`, the client that asked for the token, is in access tokens and not in ID tokens. */
const claimsSchema = z.object({
  ver: z.literal('2.0'),
  azp: z.string().min(1),
  roles: z.array(z.string()).default([]),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  oid: z.string(),
});

/**
 * Checks an Entra access token meant for this app: signature by the tenant's published keys, issuer the tenant's v2.0
 * endpoint, audience the app id, times. It comes in `Authorization`, or where App Service authentication forwards it;
 * either way it is checked here, nothing is taken on a proxy's word.
 */
export function createEntraAccess(
  config: DeskConfig,
  logger: Logger,
  keysAt: (url: string) => OpenIdKeys = (url) => createOpenIdKeys({ url, logger }),
): (headers: IncomingHttpHeaders) => Promise<Identity | undefined> {
  const { app, allowedTenants } = config;
  if (!app) throw new Error('outside local mode the configuration holds an app');
  const authority = new URL(config.cloud.tokenUrl).origin;
  // One a tenant that is served: a token's own word never adds one (R23).
  const keys = new Map(
    allowedTenants.map((tenant) => [tenant, keysAt(`${authority}/${tenant}/v2.0/.well-known/openid-configuration`)]),
  );

  return async (headers) => {
    const token = bearerToken(headers) ?? forwardedToken(headers);
    const tenant = token && tenantOf(token);
    const published = tenant && keys.get(tenant);
    if (!token || !published) return undefined;
    try {
      const { payload } = await jwtVerify(token, (header) => findKey(published, header), {
        algorithms: ['RS256'],
        issuer: `${authority}/${tenant}/v2.0`,
        audience: [app.id, `api://${app.id}`],
        requiredClaims: ['exp', 'nbf', 'oid'],
        clockTolerance: 300,
      });
      const claims = claimsSchema.parse(payload);
      return {
        roles: roles.filter((role) => claims.roles.includes(role)),
        name: claims.name ?? claims.preferred_username ?? claims.oid,
        personId: claims.oid,
      };
    } catch (error) {
      // Keys that cannot be had are the service's failure, not the caller's.
      if (error instanceof SupportError) throw error;
      return undefined;
    }
  };
}

async function findKey(published: OpenIdKeys, { kid }: JWTHeaderParameters): Promise<CryptoKey> {
  const found = kid === undefined ? undefined : await published.find(kid);
  if (!found) throw new errors.JWKSNoMatchingKey();
  return found.key;
}

function forwardedToken(headers: IncomingHttpHeaders): string | undefined {
  const header = headers['x-ms-token-aad-access-token'];
  return typeof header === 'string' ? header : undefined;
}

/** Unchecked: it only tells whose keys to check with, and must be one of ours. */
function tenantOf(token: string): string | undefined {
  try {
    const { tid } = decodeJwt(token);
    return typeof tid === 'string' ? tid.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}

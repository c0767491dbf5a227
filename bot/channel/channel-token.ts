import { hash } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { SupportError } from '../../adapters/support-error.ts';
import { AuthenticationFailed } from './authentication-failed.ts';
import type { OpenIdKeys, SigningKey } from './openid-keys.ts';

/** What a token proved. */
export interface VerifiedToken {
  readonly claims: JWTPayload;
  readonly serviceUrl: string;
  readonly endorsements: ReadonlySet<string>;
}

interface Remembered extends VerifiedToken {
  readonly until: number;
  readonly generation: number;
}

const skewSeconds = 300;
/** Teams sends the same token for about an hour. Only good tokens are remembered, so nobody else can fill this (R23). */
const rememberedLimit = 500;

/**
 * Checks the tokens of Bot Framework: RS256 by a published key, issuer, audience, times (R21). There is no other path:
 * a token of the Emulator, of a skill or of our own is refused as of the wrong issuer.
 */
export function createTokenVerifier(options: {
  issuer: string;
  audience: string;
  keys: OpenIdKeys;
  now?: () => number;
}): (token: string) => Promise<VerifiedToken> {
  const { issuer, audience, keys, now = Date.now } = options;
  const remembered = new Map<string, Remembered>();

  const verify = async (token: string): Promise<VerifiedToken> => {
    let signedBy: SigningKey | undefined;
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        signedBy = typeof kid === 'string' ? await keys.find(kid) : undefined;
        if (!signedBy) throw new AuthenticationFailed(401, 'unknown key');
        return signedBy.key;
      },
      {
        algorithms: ['RS256'],
        issuer,
        audience,
        clockTolerance: skewSeconds,
        currentDate: new Date(now()),
        requiredClaims: ['exp', 'nbf', 'serviceurl'],
      },
    );
    const serviceUrl = payload.serviceurl;
    if (typeof serviceUrl !== 'string' || !signedBy) throw new AuthenticationFailed(401, 'no service URL in the token');
    return { claims: payload, serviceUrl, endorsements: signedBy.endorsements };
  };

  return async (token) => {
    const fingerprint = hash('sha256', token, 'base64');
    const known = remembered.get(fingerprint);
    if (known && known.until > now() && known.generation === keys.generation) return known;
    remembered.delete(fingerprint);
    try {
      const verified = await verify(token);
      const oldest = remembered.keys().next();
      if (remembered.size >= rememberedLimit && !oldest.done) remembered.delete(oldest.value);
      const until = (verified.claims.exp! + skewSeconds) * 1000;
      remembered.set(fingerprint, { ...verified, until, generation: keys.generation });
      return verified;
    } catch (error) {
      if (error instanceof AuthenticationFailed || error instanceof SupportError) throw error;
      if (error instanceof errors.JOSEError) throw new AuthenticationFailed(401, error.code, error);
      throw new AuthenticationFailed(401, 'malformed token', error);
    }
  };
}

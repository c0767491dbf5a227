import { type CryptoKey, importJWK } from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import { SupportError } from '../../adapters/support-error.ts';
import { call, jsonOf } from './http-call.ts';

/** A published signing key and the channels it may sign for. */
export interface SigningKey {
  readonly key: CryptoKey;
  readonly endorsements: ReadonlySet<string>;
}

export interface OpenIdKeys {
  /** @throws SupportError `signing_keys_unavailable` when none was ever fetched */
  find(kid: string): Promise<SigningKey | undefined>;
  /** Changes whenever the keys do. */
  readonly generation: number;
}

const hour = 3_600_000;
const deadline = 5_000;
const limit = 512 * 1024;
/** ms between two tries while none succeeds. */
const failurePause = 30_000;
const keyLimit = 200;

const metadata = z.object({ jwks_uri: z.string() });
const jwk = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  endorsements: z.array(z.string()).default([]),
});
const keySet = z.object({ keys: z.array(z.unknown()).max(keyLimit) });

/**
 * The keys that sign what Bot Framework sends (R13): read again every day in the background, and at most once an hour
 * for a key id never seen; one request at a time; the last good keys serve for as long as none can be had.
 */
export function createOpenIdKeys(options: { url: string; logger: Logger; now?: () => number }): OpenIdKeys {
  const { url, logger, now = Date.now } = options;
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let generation = 0;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | undefined;

  const refresh = (): Promise<void> => {
    if (pending) return pending;
    if (now() - failedAt < failurePause) return Promise.resolve();
    pending = fetchKeys(url)
      .then((fetched) => {
        keys = fetched;
        generation += 1;
        fetchedAt = now();
        failedAt = Number.NEGATIVE_INFINITY;
      })
      .catch((error: unknown) => {
        failedAt = now();
        logger.warn({ error, kept: keys?.size ?? 0 }, 'The signing keys could not be refreshed');
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    get generation() {
      return generation;
    },
    async find(kid) {
      if (!keys) await refresh();
      if (!keys) throw new SupportError('signing_keys_unavailable', 'No signing key is known.', { retryable: true });
      const age = now() - fetchedAt;
      const known = keys.get(kid);
      if (known) {
        if (age > 24 * hour) void refresh();
        return known;
      }
      if (age < hour) return undefined;
      await refresh();
      return keys.get(kid);
    },
  };
}

async function fetchKeys(url: string): Promise<ReadonlyMap<string, SigningKey>> {
  const { jwks_uri } = metadata.parse(await get(new URL(url)));
  const keysUrl = new URL(jwks_uri);
  if (keysUrl.origin !== new URL(url).origin)
    throw new Error(`The keys are not where the metadata is: ${keysUrl.origin}`);
  const found = new Map<string, SigningKey>();
  for (const candidate of keySet.parse(await get(keysUrl)).keys) {
    const parsed = jwk.safeParse(candidate);
    if (!parsed.success) continue;
    const { kid, endorsements, kty, n, e } = parsed.data;
    const key = (await importJWK({ kty, n, e, alg: 'RS256' }, 'RS256')) as CryptoKey;
    found.set(kid, { key, endorsements: new Set(endorsements) });
  }
  if (found.size === 0) throw new Error('The key set holds no usable key.');
  return found;
}

async function get(url: URL): Promise<unknown> {
  const answer = await call({
    url,
    method: 'GET',
    headers: { accept: 'application/json' },
    signal: undefined,
    deadline,
    limit,
  });
  if (answer.status !== 200) throw new Error(`${url.pathname} answered ${answer.status}.`);
  return jsonOf(answer);
}

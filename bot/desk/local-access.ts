import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { bearerToken, cookie, type DeskAccess, type Identity, roles } from './identity.ts';

const cookieName = 'guichet_desk';
/** Links and sessions remembered at once; the oldest go first. */
const remembered = 50;

/**
 * Local mode: whoever started Guichet holds every role. The token is for programs; for a browser a one-time link sets
 * the cookie of a session, which lasts until Guichet stops.
 */
export function createLocalAccess(configured: string | undefined): DeskAccess {
  const token = configured ?? secret();
  const everything: Identity = { roles };
  const links = new Set<string>();
  const sessions = new Set<string>();

  return {
    token,
    identify: async (headers) => {
      const bearer = bearerToken(headers);
      if (bearer !== undefined) return sameSecret(bearer, token) ? everything : undefined;
      return sessions.has(digest(cookie(headers, cookieName) ?? '')) ? everything : undefined;
    },
    open: (key) => {
      if (!links.delete(digest(key))) return undefined;
      const session = secret();
      remember(sessions, digest(session));
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/desk`;
    },
    oneTimeLink: () => {
      const key = secret();
      remember(links, digest(key));
      return `/desk/open?key=${key}`;
    },
  };
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

/** Secrets are looked up by their digest: how long a look-up takes tells nothing of them. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(digest(given)), Buffer.from(digest(expected)));
}

function remember(secrets: Set<string>, entry: string): void {
  secrets.add(entry);
  if (secrets.size > remembered) secrets.delete(secrets.values().next().value!);
}

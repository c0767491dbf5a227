import { TicketSystemError } from '../errors.ts';
import { createHttp, type Http } from '../http.ts';
import { required, type TicketSystemSettings } from '../settings.ts';
import { session } from './schemas.ts';

/**
 * GLPI's legacy interface behind a session that is opened when it is needed, and once more when GLPI has forgotten it: a
 * call that is refused for want of a session had no effect.
 */
export function openSession(baseUrl: string, settings: TicketSystemSettings): Http {
  const token = required(settings, 'token', 'GLPI', 'the API token (user_token) of the account that Guichet uses');
  const application: Record<string, string> = settings.clientSecret ? { 'app-token': settings.clientSecret } : {};
  let opened: Promise<string> | undefined;
  const base = { baseUrl, system: 'GLPI', deadline: settings.deadline };
  const start = createHttp({
    ...base,
    headers: async () => ({ authorization: `user_token ${token}`, ...application }),
  });
  const http = createHttp({
    ...base,
    async headers() {
      opened ??= start
        .read(session, { path: '/initSession', signal: AbortSignal.timeout(settings.deadline) })
        .then(({ session_token: id }) => id);
      opened.catch(() => {
        opened = undefined;
      });
      return { 'session-token': await opened, ...application };
    },
  });
  const again = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const forgotten = error instanceof TicketSystemError && /ERROR_SESSION_TOKEN_INVALID/.test(error.message);
      if (!forgotten || error.status !== 401) throw error;
      opened = undefined;
      return call();
    }
  };
  return {
    send: (call) => again(() => http.send(call)),
    read: (schema, call) => again(() => http.read(schema, call)),
  };
}

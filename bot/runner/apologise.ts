import type { Logger } from 'pino';
import { SupportError } from '../../adapters/support-error.ts';
import { detectLanguage } from '../../dialogs/index.ts';
import type { Connector } from '../channel/connector.ts';
import { destinationOf } from '../delivery/destination.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from './incoming.ts';

/** ms: somebody who writes five times hears it once. */
const interval = 60_000;
const mostRemembered = 10_000;

/**
 * Says honestly that nothing can be kept right now (R17). The database is down, so this one message cannot go through
 * the outbox: it is posted at once, as well as it goes, and the activity is refused so that Teams delivers it again.
 */
export function createApologise({
  connector,
  texts,
  logger,
  now,
}: {
  connector: Connector;
  texts: Texts;
  logger: Logger;
  now: () => number;
}): (incoming: Incoming, cause: unknown) => void {
  const last = new Map<string, number>();
  return ({ conversationKey, reference, kind, locale }, cause) => {
    if (!(cause instanceof SupportError) || cause.code !== 'database_unavailable') return;
    const at = last.get(conversationKey);
    if (at !== undefined && now() - at < interval) return;
    if (last.size >= mostRemembered) last.clear();
    last.set(conversationKey, now());
    const detected = kind.type === 'message' ? detectLanguage(kind.text).language : undefined;
    const language = detected === 'fr' || detected === 'en' ? detected : (locale ?? 'fr');
    const text = texts.write({ key: 'error.database_unavailable' }, { language, as: 'markdown' });
    connector
      .send(destinationOf(reference), { type: 'message', textFormat: 'markdown', text })
      .catch((error) => logger.warn({ error }, 'the employee could not be told that the database is down'));
  };
}

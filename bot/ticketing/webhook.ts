import { createHash } from 'node:crypto';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';
import { json } from '../desk/answers.ts';
import { refuse } from '../desk/refusal.ts';
import type { Route } from '../desk/routes.ts';
import type { Ticketing } from './index.ts';

export interface WebhookOptions {
  readonly system: TicketSystem;
  /** What notifications are signed with; without one all are refused. */
  readonly secret: string | undefined;
  readonly ticketing: Pick<Ticketing, 'reconcile'>;
}

/** Bytes; a notification may quote the whole ticket (R25). */
const bodyLimit = 256 * 1024;
/** Notifications that are known again. What came before them costs one more look, which changes nothing. */
const remembered = 2000;

/**
 * `POST /webhooks/tickets/{system}`: a signed notification that a ticket changed. It says which ticket to look at, and
 * nothing more is taken from it, so that one that is sent again has no effect (R33).
 */
export function ticketWebhook({ system, secret, ticketing }: WebhookOptions): Route {
  const seen = new Set<string>();
  return {
    method: 'post',
    path: '/webhooks/tickets/:system',
    roles: 'anyone',
    async handle({ parameters, headers, body }) {
      if (parameters.system !== system.name || !system.readWebhook) throw refuse('not_found');
      if (secret === undefined) throw refuse('unauthenticated');
      const text = await body('application/json', bodyLimit);
      const tickets = system.readWebhook({ headers, body: text }, secret);
      const digest = createHash('sha256')
        .update(text)
        .update(JSON.stringify(signatureOf(headers)))
        .digest('base64');
      if (seen.has(digest)) return json({ tickets: 0 });
      let ours = 0;
      for (const id of tickets) if (await ticketing.reconcile(id)) ours += 1;
      // Only what was followed: a notification that failed is sent again, and is looked at again.
      seen.add(digest);
      if (seen.size > remembered) seen.delete(seen.values().next().value!);
      return json({ tickets: ours });
    },
  };
}

/** Two notifications of one body are told apart by what signs or numbers them. */
const signatureOf = (headers: Readonly<Record<string, unknown>>): unknown[] =>
  Object.entries(headers).filter(([name]) => /signature|timestamp|delivery/.test(name));

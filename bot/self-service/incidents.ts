import type { Queries } from '../../adapters/database/port.ts';
import type { ActionRequest } from '../../adapters/database/repositories/action-requests.ts';
import type { NewOutgoingMessage } from '../../adapters/database/repositories/outgoing-messages.ts';
import type { SelfServiceAction } from '../../dialogs/self-service/action.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Tickets } from '../runner/tickets.ts';

/** Security incidents that follow from self-service: a ticket of the security team, at once and without a question. */
export interface Incidents {
  open(
    db: Queries,
    request: ActionRequest,
    why: 'reported' | 'contested',
    now: number,
  ): Promise<{ reference: string; messages: readonly NewOutgoingMessage[] }>;
  /** After the commit. */
  post(messages: readonly NewOutgoingMessage[]): void;
}

const categories: Readonly<Record<string, string>> = {
  'lost-device': 'security.lost-device',
  'report-message': 'security.phishing',
};

export function createIncidents({
  tickets,
  texts,
  outbox,
  actions,
}: {
  readonly tickets: Tickets;
  readonly texts: Texts;
  readonly outbox: Outbox;
  readonly actions: ReadonlyMap<string, SelfServiceAction>;
}): Incidents {
  return {
    open(db, request, why, now) {
      const { language } = request;
      const action = actions.get(request.action);
      const label = { data: request.input.label ?? '–' };
      const write = (key: string) =>
        texts.write(
          {
            key,
            with: { action: action ? { written: action.title } : { data: request.action }, id: request.id, label },
          },
          { language, as: 'plain', now },
        );
      return tickets.openIncident(
        db,
        {
          requestId: `action:${request.id}:${why}`,
          conversationKey: request.conversationKey,
          requester: { id: request.personId, name: request.personName },
          draft: {
            kind: 'incident',
            category: categories[request.action] ?? 'security.account-compromise',
            title: write(`incident.${why}.title`),
            summary: write(`incident.${why}.summary`),
            impact: 2,
            urgency: 1,
            priority: 'P2',
            group: 'security',
            language,
            facts: [],
            steps: [],
            offered: [],
            preferences: [],
            reason: 'security',
          },
        },
        now,
      );
    },
    post: (messages) => outbox.post(messages),
  };
}

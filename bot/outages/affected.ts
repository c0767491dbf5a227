import type { Queries } from '../../adapters/database/port.ts';
import {
  type AffectedPerson,
  listOpenIncidents,
  listRecentConversations,
} from '../../adapters/database/repositories/outage-people.ts';
import type { Outage } from '../../adapters/database/repositories/outages.ts';
import { type ConversationState, concerns, siteOfFacts } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';

/** Problems told so long before it was known are probably of it, ms. */
const before = 24 * 3600_000;

/**
 * Whom an outage affects: those who are telling such a problem now, and those who have an open incident of it. A person
 * stands once; their ticket counts more than their conversation.
 */
export async function findAffected(
  db: Queries,
  outage: Pick<Outage, 'families' | 'sites' | 'startsAt'>,
  organisation: Organisation,
  now: number,
): Promise<AffectedPerson[]> {
  const since = Math.min(outage.startsAt, now) - before;
  const people = new Map<string, AffectedPerson>();
  for (const { key, personId, state } of await listRecentConversations(db, since)) {
    const { active, parked } = state as ConversationState;
    const told = [...(active ? [active] : []), ...(parked ?? [])].some((request) =>
      concerns(outage, request.code, siteOfFacts(request.facts, organisation)),
    );
    if (told) people.set(personId, { personId, conversationKey: key, how: 'conversation', told: 0 });
  }
  for (const { reference, personId, conversationKey, category, facts } of await listOpenIncidents(db, since)) {
    if (!concerns(outage, category, siteOfFacts(facts, organisation))) continue;
    people.set(personId, { personId, conversationKey, how: 'ticket', reference, told: 0 });
  }
  return [...people.values()];
}

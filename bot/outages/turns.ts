import type { Queries } from '../../adapters/database/port.ts';
import { addAffected, judgeOutage, removeAffected } from '../../adapters/database/repositories/outage-people.ts';
import { findOutage } from '../../adapters/database/repositories/outages.ts';
import { endRequestRecord, recordRequest } from '../../adapters/database/repositories/request-records.ts';
import { type ConversationState, type Effect, type SupportRequest, siteOfFacts } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Incoming } from '../runner/incoming.ts';

/** What a turn led to, as far as it is recorded here. */
export interface RecordedTurn {
  readonly before: ConversationState;
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
  readonly now: number;
}

/** What a turn does to outages, and what figures will count of it, inside its commit. */
export type RecordTurn = (db: Queries, first: Incoming, outcome: RecordedTurn) => Promise<void>;

export function createRecordTurn(organisation: Organisation): RecordTurn {
  return async (db, first, outcome) => {
    await followRequest(db, first, outcome, organisation);
    for (const effect of outcome.effects) await carryOut(db, effect, first, outcome.now);
  };
}

async function carryOut(db: Queries, effect: Effect, { reference, conversationKey }: Incoming, now: number) {
  const { personId } = reference;
  switch (effect.type) {
    case 'joinOutage': {
      const outage = await findOutage(db, effect.outage);
      if (!outage) return;
      const told = effect.sequence;
      await addAffected(db, outage.id, [{ personId, conversationKey, how: 'me_too', told }], now);
      return;
    }
    case 'leaveOutage':
      return removeAffected(db, effect.outage, personId);
    case 'judgeOutage':
      return judgeOutage(db, effect.outage, personId, effect.fixed);
    default:
      return;
  }
}

/** A request is counted from when its family is known to how it ended. */
async function followRequest(db: Queries, first: Incoming, outcome: RecordedTurn, organisation: Organisation) {
  const { before, state, effects, now } = outcome;
  const common = {
    personId: first.reference.personId,
    conversationKey: first.conversationKey,
    language: state.language,
    now,
  };
  const keep = (request: SupportRequest) =>
    recordRequest(db, {
      ...common,
      requestId: request.id,
      category: request.code,
      site: siteOfFacts(request.facts, organisation),
      facts: chosenFacts(request.facts),
      askedHuman: request.reason === 'asked',
      openedAt: request.openedAt,
    });
  const { active } = state;
  if (active && hasChanged(before.active, active)) await keep(active);
  for (const effect of effects) {
    if (effect.type === 'close') await endRequestRecord(db, effect.requestId, effect.outcome, now);
    if (effect.type !== 'escalate') continue;
    const { draft, requestId } = effect;
    await recordRequest(db, {
      ...common,
      requestId,
      category: draft.category,
      site: siteOfFacts(draft.facts, organisation),
      facts: chosenFacts(before.active?.id === requestId ? before.active.facts : draft.facts),
      askedHuman: draft.reason === 'asked',
      openedAt: before.active?.id === requestId ? before.active.openedAt : now,
    });
    await endRequestRecord(db, requestId, 'escalated', now);
  }
}

const hasChanged = (before: SupportRequest | undefined, after: SupportRequest): boolean =>
  before?.id !== after.id ||
  before.code !== after.code ||
  before.reason !== after.reason ||
  before.facts.length !== after.facts.length ||
  before.facts.some((fact, at) => fact.value !== after.facts[at]?.value);

/** What was chosen, looked up or is a code: free words are not for counting. */
const chosenFacts = (facts: readonly { readonly id: string; readonly value: string }[]): Record<string, string> =>
  Object.fromEntries(facts.filter(({ value }) => /^[\w.-]{1,40}$/.test(value)).map(({ id, value }) => [id, value]));

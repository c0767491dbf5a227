import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findConversation, StaleStateError } from '../../adapters/database/repositories/conversations.ts';
import { DuplicateActivityError, findInbound } from '../../adapters/database/repositories/inbound-activities.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { type ConversationState, type Effect, newConversation } from '../../dialogs/index.ts';
import type { Connector } from '../channel/connector.ts';
import type { Commit, Outcome } from './commit.ts';
import type { TakeTurn } from './conversation-order.ts';
import { type ConverseOptions, converse } from './converse.ts';
import { toEvents } from './events.ts';
import type { Incoming } from './incoming.ts';
import { keepAttachments } from './keep-attachments.ts';

/** Commits that lose the race against another node are computed again from what the other wrote. */
const mostTries = 4;

export interface TurnOptions {
  readonly database: Database;
  readonly conversing: ConverseOptions;
  readonly connector: Connector;
  readonly commit: Commit;
  readonly logger: Logger;
  readonly now: () => number;
  /** Tests stop the process here, by name (R9). */
  readonly checkpoint: (name: string) => void;
}

/** Takes the activities that are new, computes what follows, commits it; a redelivery changes nothing (R2). */
export function createTakeTurn(options: TurnOptions): TakeTurn {
  const { database, commit, logger } = options;
  return async (batch) => {
    for (let attempt = 1; ; attempt += 1) {
      const fresh = await onlyNew(options, batch);
      if (fresh.length === 0) return;
      options.checkpoint('turn.received');
      const outcome = await compute(options, fresh, logger);
      options.checkpoint('turn.computed');
      try {
        await commit(fresh, outcome);
        options.checkpoint('turn.committed');
        return;
      } catch (cause) {
        const again = cause instanceof StaleStateError || cause instanceof DuplicateActivityError;
        if (!again || attempt === mostTries) throw cause;
        logger.info({ attempt, dialect: database.dialect }, 'turn computed again');
      }
    }
  };
}

async function onlyNew({ database }: TurnOptions, batch: readonly Incoming[]): Promise<Incoming[]> {
  const fresh: Incoming[] = [];
  const seen = new Set<string>();
  for (const incoming of batch) {
    if (seen.has(incoming.activityId)) continue;
    seen.add(incoming.activityId);
    const status = await findInbound(database.queries, incoming.conversationKey, incoming.activityId);
    if (status !== 'done') fresh.push(incoming);
  }
  return fresh;
}

/** What the turn leads to. A failure here is ours: the employee hears of it, and the conversation stays as it was. */
async function compute(options: TurnOptions, batch: readonly Incoming[], logger: Logger): Promise<Outcome> {
  const { conversationKey } = batch[0]!;
  const now = options.now();
  const stored = await findConversation(options.database.queries, conversationKey);
  const { state: before, setAside } = readState(stored?.state, now);
  const base = {
    before,
    version: stored?.version ?? 0,
    now,
    affiliation: {},
    files: [],
    ...(setAside === undefined ? {} : { setAside }),
  };
  try {
    const kept = await keepAttachments(options.connector, batch, logger, now);
    let state = before;
    const effects: Effect[] = [];
    let affiliation: Outcome['affiliation'] = {};
    if (setAside !== undefined) effects.push({ type: 'say', text: { key: 'error.state' } });
    for (const event of await toEvents(options.database.queries, batch, state, kept, now)) {
      const { reference } = batch[0]!;
      const conversed = await converse(
        options.conversing,
        state,
        event,
        { personId: reference.personId, reference },
        now,
      );
      state = conversed.state;
      affiliation = { ...affiliation, ...conversed.affiliation };
      effects.push(...kept.refusals, ...conversed.effects);
    }
    return { ...base, state, effects, affiliation, files: kept.files };
  } catch (cause) {
    if (cause instanceof SupportError && cause.code === 'database_unavailable') throw cause;
    const id = randomUUID();
    logger.error({ id, error: cause }, 'turn failed');
    return { ...base, state: before, effects: [{ type: 'say', text: { key: 'error.general', with: { id } } }] };
  }
}

/** A state of another version is set aside whole and the employee is told; it is never guessed (R18). */
function readState(stored: unknown, now: number): { state: ConversationState; setAside?: unknown } {
  if (stored === undefined) return { state: newConversation(now) };
  if ((stored as ConversationState).schema === 1) return { state: stored as ConversationState };
  return { state: { ...newConversation(now), introduced: true }, setAside: stored };
}

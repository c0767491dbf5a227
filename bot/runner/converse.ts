import { randomUUID } from 'node:crypto';
import type { Queries } from '../../adapters/database/port.ts';
import { findTicketsOf } from '../../adapters/database/repositories/tickets.ts';
import { type ConversationState, type Effect, type Event, type Kit, step } from '../../dialogs/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import type { Examine } from '../self-service/guard.ts';
import type { LookUp } from './look-ups.ts';

/** At most so many look-ups and searches in one turn (DESIGN §3). */
const mostRounds = 3;

/** An event without the identity that the runner gives it. */
type WithoutUid<E> = E extends unknown ? Omit<E, 'uid'> : never;
export type NewEvent = WithoutUid<Event>;

export interface Conversed {
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
}

export interface ConverseOptions {
  readonly kit: Kit;
  readonly knowledge: Knowledge;
  readonly lookUp: LookUp;
  readonly queries: Queries;
  readonly examine: Examine;
}

/**
 * Steps the engine with an event, then with what it asked to look up or search, until it asks for nothing more. No
 * transaction is open and nothing outside is changed (R9).
 */
export async function converse(
  options: ConverseOptions,
  state: ConversationState,
  event: NewEvent,
  personId: string,
  now: number,
): Promise<Conversed> {
  let current = step(options.kit, state, { ...event, uid: randomUUID() } as Event, now);
  const effects: Effect[] = [];
  for (let round = 0; ; round += 1) {
    const wanted = current.effects.find(isQuestion);
    effects.push(...current.effects.filter((effect) => !isQuestion(effect)));
    if (!wanted) return { state: current.state, effects };
    const answer = await find(options, wanted, current.state, personId, round < mostRounds);
    current = step(options.kit, current.state, { ...answer, uid: randomUUID() } as Event, now);
  }
}

type Question = Extract<Effect, { type: 'lookUp' | 'search' | 'findTickets' | 'examine' }>;

const isQuestion = (effect: Effect): effect is Question =>
  effect.type === 'lookUp' || effect.type === 'search' || effect.type === 'findTickets' || effect.type === 'examine';

/** Past the last round the answer is « nothing », so that a turn always ends. */
async function find(
  { knowledge, lookUp, queries, examine }: ConverseOptions,
  question: Question,
  state: ConversationState,
  personId: string,
  allowed: boolean,
): Promise<NewEvent> {
  switch (question.type) {
    case 'lookUp':
      return { type: 'lookedUp', values: allowed ? await lookUp(personId, question.what, state.language) : {} };
    case 'search': {
      const { text, families } = question;
      const query = { text, language: state.language, audience: 'employees', families, limit: 3 } as const;
      return { type: 'found', passages: allowed ? knowledge.search(query) : [] };
    }
    case 'examine': {
      const { action, input } = question;
      return { type: 'examined', examination: await examine(personId, action, input, allowed) };
    }
    case 'findTickets': {
      const tickets = allowed ? await findTicketsOf(queries, personId) : [];
      return { type: 'ticketsFound', tickets };
    }
  }
}

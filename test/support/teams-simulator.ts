import type { Connector } from '../../bot/channel/connector.ts';
import { ConnectorRefused, ConnectorUnreachable } from '../../bot/channel/connector-errors.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Shares of requests that go wrong, 0 to 1. */
export interface Faults {
  readonly throttled?: number;
  readonly precondition?: number;
  readonly unavailable?: number;
  readonly resetAfterAccepting?: number;
  readonly slow?: number;
}

/** What Teams knows of a campaign: the truth against which a ledger is held. */
export interface TeamsSimulator extends Connector {
  /** Messages that arrived, by person. */
  readonly arrived: Map<string, number>;
  /** People of whom it is not knowable from outside whether a message arrived. */
  readonly unknowable: Set<string>;
  readonly blocked: Set<string>;
  readonly missing: Set<string>;
  readonly edited: Map<string, string>;
  readonly removed: Set<string>;
  requests(): number;
}

/** 30 requests a second for an app in a tenant (rate-limit.md). */
const perSecond = 30;

/**
 * Teams' connector with its published limit for the app, on a virtual clock, with faults drawn from `random`. What is over
 * the limit gets 429 with Retry-After and is not carried out.
 */
export function createTeamsSimulator(clock: VirtualClock, random: () => number, faults: Faults = {}): TeamsSimulator {
  const arrived = new Map<string, number>();
  const unknowable = new Set<string>();
  const blocked = new Set<string>();
  const missing = new Set<string>();
  const edited = new Map<string, string>();
  const removed = new Set<string>();
  let recent: number[] = [];
  let count = 0;

  async function request(person: string, carryOut: () => void, matters: boolean): Promise<void> {
    count += 1;
    const happens = (share = 0) => random() < share;
    await clock.sleep(happens(faults.slow) ? 3000 : 40 + random() * 120);
    recent = [...recent.filter((at) => at > clock.now() - 1000), clock.now()];
    // A little more than the limit passes, as it does in the service: bursts are judged over a second.
    if (recent.length > perSecond * 1.5) throw new ConnectorRefused(429, undefined, 1000);
    if (happens(faults.throttled)) throw new ConnectorRefused(429, undefined, 2000);
    if (happens(faults.precondition)) throw new ConnectorRefused(412, 'PreconditionFailed', undefined);
    if (blocked.has(person)) throw new ConnectorRefused(403, 'ConversationBlockedByUser', undefined);
    if (missing.has(person)) throw new ConnectorRefused(404, 'ConversationNotFound', undefined);
    if (happens(faults.unavailable)) {
      if (random() < 0.5) carryOut();
      if (matters) unknowable.add(person);
      throw new ConnectorRefused(random() < 0.5 ? 502 : 504, undefined, undefined);
    }
    carryOut();
    if (matters && happens(faults.resetAfterAccepting)) {
      unknowable.add(person);
      throw new ConnectorUnreachable('network', true);
    }
  }

  return {
    arrived,
    unknowable,
    blocked,
    missing,
    edited,
    removed,
    requests: () => count,
    async send(destination) {
      const id = destination.conversation?.id ?? '';
      const person = id.replace('chat-', '');
      await request(person, () => arrived.set(person, (arrived.get(person) ?? 0) + 1), true);
      return { id: `message-${person}` };
    },
    async update(destination, activityId, activity) {
      await request(destination.conversation?.id ?? '', () => edited.set(activityId, activity.summary ?? ''), false);
      return { id: activityId };
    },
    async remove(destination, activityId) {
      await request(destination.conversation?.id ?? '', () => removed.add(activityId), false);
    },
    async createConversation(_destination, parameters) {
      const person = parameters.members?.[0]?.id ?? '';
      await request(person, () => {}, false);
      return { id: `chat-${person}`, activityId: undefined, serviceUrl: undefined };
    },
    async findMember() {
      return undefined;
    },
    async download() {
      throw new Error('campaigns download nothing');
    },
  };
}

import { pino } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { openAuditLog } from '../../adapters/database/repositories/audit.ts';
import {
  countDeliveries,
  type Delivery,
  findDeliveries,
} from '../../adapters/database/repositories/campaign-deliveries.ts';
import { countPersonalChats } from '../../adapters/database/repositories/conversation-references.ts';
import type { AudienceDirectory, Colleague } from '../../adapters/directory/port.ts';
import { createLife, type Life } from '../../bot/campaigns/life.ts';
import { createSender } from '../../bot/campaigns/sender.ts';
import { createThrottle } from '../../bot/delivery/throttle.ts';
import { shippedContent } from './engine.ts';
import type { TeamsSimulator } from './teams-simulator.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface CampaignRun {
  readonly life: Life;
  readonly people: Colleague[];
  readonly groups: Map<string, string[]>;
  readonly away: Set<string>;
  /** Works until nothing is planned or `until` (epoch ms) has come; a crash ends it earlier. */
  work(until: number, options?: { readonly crashAfter?: number; readonly each?: () => Promise<void> }): Promise<void>;
  states(campaign: string): Promise<Readonly<Record<string, number>>>;
  rows(campaign: string): Promise<Delivery[]>;
}

const longestPause = 10 * 60_000;

export const personId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function colleagues(count: number): Colleague[] {
  return Array.from({ length: count }, (_, at) => ({
    id: personId(at),
    displayName: `Person ${at}`,
    guest: false,
    accountEnabled: true,
    preferredLanguage: at % 3 === 0 ? 'en' : 'fr',
    department: at % 2 === 0 ? 'Finance' : 'Culture',
    joinedAt: 0,
  }));
}

/** Campaigns as the service puts them together, on a database of the test's, a virtual clock and simulated Teams. */
export async function startCampaignRun(
  database: Database,
  clock: VirtualClock,
  teams: TeamsSimulator,
  people: Colleague[],
): Promise<CampaignRun> {
  const content = await shippedContent();
  const groups = new Map<string, string[]>();
  const away = new Set<string>();
  const directory: AudienceDirectory = {
    listPeople: async () => people,
    findGroupMembers: async (group) => groups.get(group),
  };
  const now = () => clock.now();
  const organisation = content.knowledge.organisation;
  const newChats = { botId: '28:guichet', serviceUrl: 'https://smba.trafficmanager.net/teams/', tenantId: 'tenant' };
  const common = { database, queries: database.queries, campaigns: content.campaigns, organisation, now };
  const life = createLife({
    ...common,
    directory,
    findPicture: () => undefined,
    audit: openAuditLog(clock.now()),
    countChats: (ids) => countPersonalChats(database.queries, ids),
    canOpenChats: true,
  });
  return {
    life,
    people,
    groups,
    away,
    states: (campaign) => countDeliveries(database.queries, campaign),
    async rows(campaign) {
      const all: Delivery[] = [];
      for (;;) {
        const page = await findDeliveries(database.queries, campaign, { after: all.at(-1)?.personId, limit: 1000 });
        all.push(...page);
        if (page.length < 1000) return all;
      }
    },
    async work(until, { crashAfter, each } = {}) {
      // A new process: its throttle knows nothing, and what was being sent is unknown.
      const crash = new AbortController();
      const throttle = createThrottle({ now, sleep: (ms) => clock.sleep(ms), busy: () => false, random: () => 0.5 });
      const sender = createSender({
        ...common,
        throttle,
        connector: dying(teams, crash.signal),
        newChats,
        texts: content.texts,
        isAway: async (id) => away.has(id),
        logger: pino({ level: 'error' }),
      });
      await sender.recover(clock.now());
      const died = new Promise<number>((resolve) => crash.signal.addEventListener('abort', () => resolve(0)));
      if (crashAfter !== undefined) void clock.sleep(crashAfter).then(() => crash.abort());
      // The service looks every second; with nothing to do for long, so often proves nothing more.
      let pause = 1000;
      while (clock.now() < until && !crash.signal.aborted) {
        const done = await Promise.race([sender.look(crash.signal), died]);
        await each?.();
        pause = done > 0 ? 1000 : Math.min(pause * 2, longestPause);
        if (done === 0) await clock.sleep(pause);
      }
    },
  };
}

/** Requests under way when the process dies: whether they arrived, nobody learns. */
function dying(teams: TeamsSimulator, signal: AbortSignal): TeamsSimulator {
  const never = new Promise<never>(() => {});
  return {
    ...teams,
    async send(destination, activity) {
      const outcome = await teams.send(destination, activity).then(
        (posted) => ({ posted }),
        (cause: unknown) => ({ cause }),
      );
      if (signal.aborted) {
        teams.unknowable.add((destination.conversation?.id ?? '').replace('chat-', ''));
        return never;
      }
      if ('cause' in outcome) throw outcome.cause;
      return outcome.posted;
    },
  };
}

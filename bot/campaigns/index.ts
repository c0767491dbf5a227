import type { Logger } from 'pino';
import type { Database, Queries } from '../../adapters/database/port.ts';
import type { AuditLog } from '../../adapters/database/repositories/audit.ts';
import {
  countDeliveries,
  type Delivery,
  findPeopleOf,
  findReceived,
} from '../../adapters/database/repositories/campaign-deliveries.ts';
import { findCampaign } from '../../adapters/database/repositories/campaigns.ts';
import { countPersonalChats } from '../../adapters/database/repositories/conversation-references.ts';
import { findFinished } from '../../adapters/database/repositories/participation.ts';
import type { AudienceDirectory } from '../../adapters/directory/port.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Connector } from '../channel/connector.ts';
import type { Throttle } from '../delivery/throttle.ts';
import type { Texts } from '../rendering/texts.ts';
import { createLife, type Life } from './life.ts';
import type { LedgerView } from './publish.ts';
import type { NewChats } from './reach.ts';
import { createSender } from './sender.ts';
import type { CampaignShelf } from './shelf.ts';

export interface CampaignsOptions {
  readonly database: Database;
  readonly campaigns: CampaignShelf;
  readonly directory: AudienceDirectory;
  readonly isAway: (personId: string, signal: AbortSignal) => Promise<boolean>;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly connector: Connector;
  readonly throttle: Throttle;
  readonly newChats: NewChats | undefined;
  readonly findPicture: (file: string) => number | undefined;
  readonly audit: AuditLog;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface Campaigns {
  readonly life: Life;
  /** What the report reads of delivery. */
  readonly ledger: (db: Queries, campaign: string) => Promise<LedgerView | undefined>;
  /** What somebody received and has not finished. */
  readonly openFor: (personId: string) => Promise<readonly { campaign: string; part: string }[]>;
  /** One look at what is due; for tests, and every second once started. */
  readonly look: () => Promise<number>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const lookInterval = 1000;
const refreshInterval = 3600_000;
/** ms; a request's deadline is far shorter, so nobody is still sending a row that old. */
const longestSend = 120_000;

/** Joins campaigns: their life, their delivery, and what conversations and reports know of both. */
export function openCampaigns(options: CampaignsOptions): Campaigns {
  const { database, campaigns, logger, now } = options;
  const { queries } = database;
  const stopping = new AbortController();
  const life = createLife({
    ...options,
    queries,
    countChats: (people) => countPersonalChats(queries, people),
    canOpenChats: options.newChats !== undefined,
  });
  const sender = createSender({ ...options, queries });
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let refreshedAt = now();

  async function work(): Promise<void> {
    try {
      // While there is something to do there is no pause: the throttle alone sets the pace.
      while ((await sender.look(stopping.signal)) > 0) if (stopping.signal.aborted) return;
      await sender.recover(now() - longestSend);
      if (now() - refreshedAt > refreshInterval) {
        refreshedAt = now();
        await life.refresh(AbortSignal.timeout(longestSend));
      }
    } catch (error) {
      if (!stopping.signal.aborted) logger.error({ error }, 'campaigns could not be looked at; they are again');
    }
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = work();
    }, lookInterval);
    timer.unref();
  }

  return {
    life,
    look: () => sender.look(stopping.signal),
    async ledger(db, id) {
      const stored = await findCampaign(db, id);
      if (!stored?.launchedAt) return undefined;
      const states = await countDeliveries(db, id);
      const audience = Object.values(states).reduce((sum, count) => sum + count, 0);
      const reached = await findPeopleOf(db, id, ['delivered', 'withdrawn']);
      const heldOut = states.held_out ? await findPeopleOf(db, id, ['held_out']) : [];
      return {
        states,
        audience,
        reached: reached.map(({ department, site, language }) => ({ department, site, language })),
        closed: ['finished', 'withdrawn', 'cancelled'].includes(stored.status),
        ...(heldOut.length > 0 && { compared: { reached: idsOf(reached), heldOut: idsOf(heldOut) } }),
      };
    },
    async openFor(personId) {
      const open: { campaign: string; part: string }[] = [];
      for (const { campaign, part } of await findReceived(queries, personId, now()))
        if (campaigns.find(campaign) && !(await findFinished(queries, campaign, part, [personId])).has(personId))
          open.push({ campaign, part });
      return open;
    },
    async start() {
      await life.restore();
      // One file has one process: whatever is `sending` was left by the one before. Nodes that share wait longer.
      await sender.recover(database.shared ? now() - longestSend : now());
      running = work();
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

const idsOf = (rows: readonly Delivery[]): string[] => rows.map(({ personId }) => personId);

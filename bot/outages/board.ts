import type { Database } from '../../adapters/database/port.ts';
import { listOutages, listOutageUpdates, type Outage } from '../../adapters/database/repositories/outages.ts';
import type { KnownOutage } from '../../dialogs/index.ts';

/** Planned maintenance is spoken of so long before it starts, ms. */
const spokenOfBefore = 24 * 3600_000;
/** How old another node's declaration may be here, ms. */
const freshness = 5000;

/** What conversations know of outages: in memory, read again after every change and every few seconds. */
export interface Board {
  list(): readonly KnownOutage[];
  refresh(): Promise<void>;
  start(): void;
  stop(): void;
}

export function createBoard(database: Database, now: () => number, onError: (error: unknown) => void): Board {
  let known: readonly KnownOutage[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function refresh(): Promise<void> {
    const db = database.queries;
    const outages = await listOutages(db, { statuses: ['open', 'planned'] });
    known = await Promise.all(
      outages.map(async (outage) => toKnown(outage, (await listOutageUpdates(db, outage.id)).at(-1)?.text)),
    );
  }

  return {
    list: () => known.filter(({ startsAt }) => startsAt < now() + spokenOfBefore),
    refresh,
    start() {
      timer = setInterval(() => refresh().catch(onError), freshness);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

const toKnown = (outage: Outage, text: KnownOutage['text']): KnownOutage => ({
  id: outage.id,
  kind: outage.kind,
  title: outage.title,
  families: outage.families,
  sites: outage.sites,
  crisis: outage.crisis,
  sequence: outage.sequence,
  startsAt: outage.startsAt,
  toldAt: outage.toldAt,
  ...(text === undefined || text.fr === '' ? {} : { text }),
  ...(outage.endsAt === undefined ? {} : { endsAt: outage.endsAt }),
  ...(outage.nextUpdateAt === undefined ? {} : { nextUpdateAt: outage.nextUpdateAt }),
});

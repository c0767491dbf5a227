import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import type { Directory } from '../../adapters/directory/port.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { Kit } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { createPace } from '../delivery/pace.ts';
import type { TicketActions } from '../desk/ticket-actions.ts';
import type { Texts } from '../rendering/texts.ts';
import type { Incoming } from '../runner/incoming.ts';
import { createOutageActions, type OutageActions } from './actions.ts';
import { createBoard } from './board.ts';
import { createTellTechnicians } from './channel.ts';
import { createChannelCommand, type TakeChannelCommand } from './channel-command.ts';
import { createServiceHealth } from './service-health.ts';
import { createSignals, type Signals } from './signals.ts';
import { handleOutageJobs } from './tell.ts';
import { createWatch } from './watch.ts';

export interface OutagesOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly outbox: Outbox;
  readonly directory: Directory;
  readonly kit: Kit;
  readonly organisation: Organisation;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly ticketActions: TicketActions;
  readonly submit: (incoming: Incoming) => Promise<void>;
  /** Whether employees wait for an answer. */
  readonly busy: () => boolean;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface Outages {
  readonly actions: OutageActions;
  readonly signals: Signals;
  readonly takeChannelCommand: TakeChannelCommand;
  /** What conversations know. */
  readonly board: ReturnType<typeof createBoard>;
  /** One look at what nobody does by hand; for tests, and every few seconds once started. */
  readonly watch: () => Promise<void>;
  readonly readServiceHealth: (signal: AbortSignal) => Promise<void>;
  start(): Promise<void>;
  stop(): void;
}

const watchInterval = 15_000;
/** Microsoft's own page is no fresher. */
const healthInterval = 5 * 60_000;
/** People a second. Each costs two of Teams' thirty requests: the news, and the card that it replaces; replies have the rest (R11). */
const perSecond = 10;

/** Puts major incidents together: who is told, at what pace, what is suspected, and what supervision says. */
export function openOutages(options: OutagesOptions): Outages {
  const { database, organisation, texts, kit, publicUrl, logger, now } = options;
  const onError = (error: unknown) => logger.error({ error }, 'outages could not be looked at');
  const board = createBoard(database, now, onError);
  const actions = createOutageActions({ ...options, onChange: () => board.refresh() });
  const tell = createTellTechnicians({ ...options, scripts: kit.scripts });
  const address = `${publicUrl}/desk/outages`;
  const supervision = texts.write(
    { key: 'outage.by.supervision' },
    { language: organisation.deskLanguage, as: 'plain' },
  );
  const pace = createPace({ perSecond, busy: options.busy });
  handleOutageJobs({ ...options, pace, actions: options.ticketActions });
  const shared = { database, organisation, scripts: kit.scripts, actions, tell, address, supervision, logger, now };
  const watch = createWatch(shared);
  const signals = createSignals(shared);
  const takeChannelCommand = createChannelCommand({ ...options, actions, address });
  const readServiceHealth = createServiceHealth({ ...shared, directory: options.directory, signals });
  const timers: NodeJS.Timeout[] = [];
  const every = (interval: number, work: () => Promise<void>) => {
    const timer = setInterval(() => work().catch(onError), interval);
    timer.unref();
    timers.push(timer);
  };
  const health = () => readServiceHealth(AbortSignal.timeout(30_000));
  return {
    actions,
    signals,
    takeChannelCommand,
    board,
    watch,
    readServiceHealth,
    async start() {
      await board.refresh();
      board.start();
      every(watchInterval, watch);
      every(healthInterval, health);
      const first = setTimeout(() => health().catch(onError), 10_000);
      first.unref();
      timers.push(first);
    },
    stop() {
      board.stop();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

import { mkdirSync } from 'node:fs';
import type { Logger } from 'pino';
import { openCaches } from '../adapters/cache/registry.ts';
import { openDatabase } from '../adapters/database/registry.ts';
import { openDirectory } from '../adapters/directory/registry.ts';
import { createQueue } from '../adapters/queue/registry.ts';
import { openTicketSystem } from '../adapters/ticketing/registry.ts';
import { ChannelAdapter } from './channel/adapter.ts';
import { ChannelAuthentication } from './channel/authentication.ts';
import { mayChooseChannel } from './channel/channel-owner.ts';
import { createConnector } from './channel/connector.ts';
import type { Config } from './config.ts';
import { loadContent } from './content.ts';
import { createOutbox } from './delivery/outbox.ts';
import { createDeskAccess } from './desk/access.ts';
import { registerDesk } from './desk/index.ts';
import { collectWhenIdle } from './memory.ts';
import { createMetrics } from './metrics.ts';
import { redactionMiddleware } from './middleware/redaction-middleware.ts';
import { createReadiness } from './readiness.ts';
import { renderTicketCard } from './rendering/ticket-card.ts';
import { applyRetention } from './retention.ts';
import { createAcknowledge } from './runner/acknowledge.ts';
import { createApologise } from './runner/apologise.ts';
import { createCommit } from './runner/commit.ts';
import { createConversationOrder } from './runner/conversation-order.ts';
import { underLease } from './runner/lease.ts';
import { createLookUp } from './runner/look-ups.ts';
import { createReadActivity } from './runner/read-activity.ts';
import { recoverPending } from './runner/recover.ts';
import { createReferences } from './runner/references.ts';
import { createTakeTurn } from './runner/take-turn.ts';
import { handleTicketJobs, tellEmployee } from './runner/ticket-jobs.ts';
import { createTickets } from './runner/tickets.ts';
import { createServer } from './server.ts';
import { SupportBot } from './support-bot.ts';

export interface ServiceOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Called at the named points of a turn; tests end the process there (R9). */
  readonly checkpoint?: (name: string) => void;
}

export interface Service {
  readonly port: number;
  /** Local mode: the path of a one-time link to the desk. */
  readonly deskLink: string;
  /** What is allowed to call the desk's API in local mode. */
  readonly deskToken: string | undefined;
  /** Stops taking turns, finishes running ones, hands the rest back; within 10 s (R16). */
  stop(): Promise<void>;
}

const sweepInterval = 10_000;
const retentionInterval = 24 * 3600_000;

/** Puts the service together: the only place where implementations are chosen (DESIGN §2). */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, logger, now = Date.now, checkpoint = () => {} } = options;
  mkdirSync(config.dataFolder, { recursive: true });
  const [database, content, caches] = await Promise.all([
    openDatabase({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder }),
    loadContent(config.contentFolder),
    openCaches({ redisUrl: config.redisUrl, logger }),
  ]);
  const { organisation } = content.knowledge;
  const directory = await openDirectory({
    app: config.app,
    cache: caches.namespace('directory'),
    graphUrl: config.cloud.graphUrl,
    loginUrl: config.cloud.loginUrl,
  });
  const queue = createQueue(database, { logger });
  const metrics = createMetrics({ queueDepth: () => queue.depth() });
  const connector = createConnector({ config, logger, observe: metrics.outgoing });
  const references = createReferences();
  const outbox = createOutbox({ database, connector, logger, checkpoint, now, onBlocked: references.forget });

  const ticketSystem = openTicketSystem(config.ticketSystem, { database, publicUrl: config.publicUrl });

  const tickets = createTickets({
    organisation,
    queue,
    renderCard: (ticket) =>
      renderTicketCard(ticket, {
        organisation,
        texts: content.texts,
        language: organisation.deskLanguage,
        publicUrl: config.publicUrl,
        now: now(),
      }),
  });
  const commit = createCommit({
    database,
    texts: content.texts,
    organisation,
    tickets,
    outbox,
    references,
    checkpoint,
  });
  const lookUp = createLookUp({ directory: directory.directory, logger });
  const conversing = { kit: content.kit, knowledge: content.knowledge, lookUp, queries: database.queries };
  const takeTurn = createTakeTurn({ database, conversing, connector, commit, logger, now, checkpoint });
  const order = createConversationOrder(underLease(database, takeTurn, now), now);
  handleTicketJobs({ database, queue, ticketSystem, submit: order.submit, checkpoint, now });

  const adapter = new ChannelAdapter(new ChannelAuthentication({ config, logger }));
  adapter.use(redactionMiddleware);
  const acknowledge = createAcknowledge({
    database,
    submit: order.submit,
    logger,
    onRefused: createApologise({ connector, texts: content.texts, logger, now }),
  });
  const admit = directory.admit;
  const bot = new SupportBot(
    createReadActivity({ mayChooseChannel: mayChooseChannel(config, directory.directory), now }),
    async (incoming) => {
      admit?.({ id: incoming.reference.personId, displayName: incoming.reference.userName });
      await acknowledge(incoming);
    },
  );
  const run = (context: Parameters<typeof bot.run>[0]) => bot.run(context);

  const readiness = createReadiness({ database, caches, directory: directory.directory, ticketSystem });
  const http = createServer({ config, logger, adapter, order, run, readiness, metrics });
  const access = createDeskAccess(config, logger);
  registerDesk({
    server: http.server,
    config,
    access,
    database,
    organisation,
    texts: content.texts,
    logger,
    now,
    onTicketChanged: async (change, transaction) => {
      await tellEmployee(queue)(change, transaction);
      // After the commit, which follows at once.
      setImmediate(() => queue.wake());
    },
  });

  await queue.start();
  await outbox.recover();
  const port = await http.listen();
  // The service listens meanwhile; a message that comes first makes what it needs itself.
  setImmediate(() => {
    content.prepare().catch((error) => logger.error({ error }, 'content could not be prepared'));
  });
  let turnsSeen = 0;
  const stopCollecting = collectWhenIdle(() => {
    const unchanged = turnsSeen === order.received() && order.pending() === 0;
    turnsSeen = order.received();
    return unchanged;
  });
  const recovery = { database, adapter, run, logger };
  await recoverPending(recovery);
  const forget = () =>
    applyRetention(database, organisation, now()).catch((error) => logger.error({ error }, 'retention failed'));
  const timers = [setInterval(forget, retentionInterval)];
  // What another node left when it died is taken over.
  const sweep = async () => {
    await recoverPending(recovery, now() - sweepInterval);
    await outbox.recover();
  };
  const sweepSafely = () => sweep().catch((error) => logger.warn({ error }, 'sweep failed; it is tried again'));
  if (database.shared) timers.push(setInterval(sweepSafely, sweepInterval));
  for (const timer of timers) timer.unref();
  setTimeout(forget, 60_000).unref();

  return {
    port,
    deskLink: access.oneTimeLink(),
    deskToken: access.token,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      stopCollecting();
      await http.drain(5000);
      await queue.stop(2000);
      await outbox.settle(1500);
      await Promise.all([caches.close(), directory.close(), database.close()]);
    },
  };
}

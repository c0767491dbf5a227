import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { openCaches } from '../adapters/cache/registry.ts';
import type { Database } from '../adapters/database/port.ts';
import { openDatabase } from '../adapters/database/registry.ts';
import type { Tenant } from '../adapters/directory/actions-port.ts';
import { type OpenDirectory, openDirectory } from '../adapters/directory/registry.ts';
import type { Queue } from '../adapters/queue/port.ts';
import { createQueue } from '../adapters/queue/registry.ts';
import { openTicketSystem } from '../adapters/ticketing/registry.ts';
import { ChannelAdapter, type TurnLogic } from './channel/adapter.ts';
import { ChannelAuthentication } from './channel/authentication.ts';
import { mayChooseChannel } from './channel/channel-owner.ts';
import { createConnector } from './channel/connector.ts';
import { botIdentity, createUserTokenClient } from './channel/user-token-client.ts';
import type { Config } from './config.ts';
import { type Content, loadContent } from './content.ts';
import { createOutbox, type Outbox } from './delivery/outbox.ts';
import { createDeskAccess } from './desk/access.ts';
import { type DeskAccess, registerDesk } from './desk/index.ts';
import { collectWhenIdle } from './memory.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { redactionMiddleware } from './middleware/redaction-middleware.ts';
import { signInMiddleware } from './middleware/sign-in-middleware.ts';
import { createReadiness } from './readiness.ts';
import { renderTicketCard } from './rendering/ticket-card.ts';
import { applyRetention } from './retention.ts';
import { createAcknowledge } from './runner/acknowledge.ts';
import { createApologise } from './runner/apologise.ts';
import { createCommit } from './runner/commit.ts';
import { type ConversationOrder, createConversationOrder, type TakeTurn } from './runner/conversation-order.ts';
import { underLease } from './runner/lease.ts';
import { createLookUp } from './runner/look-ups.ts';
import { createReadActivity } from './runner/read-activity.ts';
import { recoverPending } from './runner/recover.ts';
import { createReferences } from './runner/references.ts';
import { handleSignInJobs } from './runner/sign-in-jobs.ts';
import { createTakeTurn } from './runner/take-turn.ts';
import { handleTicketJobs, tellEmployee } from './runner/ticket-jobs.ts';
import { createTickets } from './runner/tickets.ts';
import { openSelfService } from './self-service/index.ts';
import { signInsOf, withSignIns } from './self-service/signed-in-tenant.ts';
import { createServer, type HttpServer } from './server.ts';
import { createSignIn } from './sign-in.ts';
import { SupportBot } from './support-bot.ts';

export interface ServiceOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Called at the named points of a turn; tests end the process there (R9). */
  readonly checkpoint?: (name: string) => void;
  /** Tests bring their own. */
  readonly tenant?: Tenant;
  readonly directory?: OpenDirectory;
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
const headsInterval = 60_000;

/**
 * Puts the service together: the only place where implementations are chosen (DESIGN §2). It listens before scripts and
 * articles are read, so that whoever waits for it gets an answer: `/readyz` says that it is loading, and a message that
 * comes meanwhile waits for the second that it takes.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, logger, now = Date.now } = options;
  mkdirSync(config.dataFolder, { recursive: true });
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder });
  const queue = createQueue(database, { logger });
  const metrics = createMetrics({ queueDepth: () => queue.depth() });
  const adapter = new ChannelAdapter(new ChannelAuthentication({ config, logger }));
  adapter.use(signInMiddleware, redactionMiddleware);
  const { promise: assembled, resolve, reject } = Promise.withResolvers<Assembled>();
  assembled.catch(() => {});
  let ready: Assembled | undefined;
  const order = createConversationOrder(async (batch) => (await assembled).takeTurn(batch), now);
  const run: TurnLogic = async (context) => (await assembled).run(context);
  const http = createServer({
    config,
    logger,
    adapter,
    order,
    run,
    metrics,
    readiness: async () => (ready ? ready.readiness() : { content: 'loading' }),
  });
  const port = await http.listen();
  // Whoever asks whether it is up is answered before the reading begins.
  await new Promise((answered) => setTimeout(answered, 25));
  try {
    ready = await assemble({ ...options, now }, { database, queue, metrics, order, server: http.server });
    await queue.start();
    await ready.outbox.recover();
    resolve(ready);
  } catch (error) {
    reject(error);
    await http.drain(0);
    await database.close();
    throw error;
  }
  return keepRunning(ready, { database, queue, order, http, port, adapter, run, logger, now });
}

interface Foundation {
  readonly database: Database;
  readonly queue: Queue;
  readonly metrics: Metrics;
  readonly order: ConversationOrder;
  readonly server: HttpServer['server'];
}

interface Assembled {
  readonly content: Content;
  readonly outbox: Outbox;
  readonly takeTurn: TakeTurn;
  readonly run: TurnLogic;
  readonly readiness: () => Promise<Readonly<Record<string, string>>>;
  readonly access: DeskAccess;
  readonly recordHeads: () => Promise<void>;
  close(): Promise<void>;
}

/** Reads the content and joins the parts that need it. @throws ContentError */
async function assemble(
  { config, logger, now, checkpoint = () => {}, tenant, ...given }: ServiceOptions & { readonly now: () => number },
  { database, queue, metrics, order, server }: Foundation,
): Promise<Assembled> {
  const [content, caches] = await Promise.all([
    loadContent(config.contentFolder, path.join(config.dataFolder, 'cache')),
    openCaches({ redisUrl: config.redisUrl, logger }),
  ]);
  const { organisation } = content.knowledge;
  const opened =
    given.directory ??
    openDirectory({
      app: config.app,
      cache: caches.namespace('directory'),
      graphUrl: config.cloud.graphUrl,
      loginUrl: config.cloud.loginUrl,
      noticesFrom: config.noticesFrom,
    });
  const directory = await opened;
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
  const signIn = createSignIn({
    client: createUserTokenClient(config, botIdentity(config), directory.tokenServiceUrl),
    connectionName: config.signInConnection,
    logger,
  });
  const selfService = await openSelfService({
    database,
    queue,
    tenant: withSignIns(tenant ?? directory.tenant, signInsOf(database.queries, signIn)),
    connector,
    outbox,
    tickets,
    texts: content.texts,
    organisation,
    publicUrl: config.publicUrl,
    notices: config.local || config.noticesFrom !== undefined,
    serviceIssues: (signal) => directory.directory.findServiceIssues(signal),
    signInPossible: signIn.possible,
    submit: order.submit,
    checkpoint,
    logger,
    now,
  });
  const commit = createCommit({
    database,
    texts: content.texts,
    organisation,
    tickets,
    selfService: selfService.selfService,
    outbox,
    references,
    checkpoint,
  });
  const lookUp = createLookUp({
    directory: directory.directory,
    logger,
    timeZone: content.knowledge.organisation.timeZone,
  });
  const conversing = {
    kit: content.kit,
    knowledge: content.knowledge,
    lookUp,
    queries: database.queries,
    examine: selfService.examine,
  };
  const takeTurn = createTakeTurn({ database, conversing, connector, commit, logger, now, checkpoint });
  const typedCode = config.local;
  handleSignInJobs({ database, queue, connector, signIn, texts: content.texts, typedCode, logger, now });
  handleTicketJobs({ database, queue, ticketSystem, submit: order.submit, checkpoint, now });

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
    signIn,
  );
  const run = (context: Parameters<typeof bot.run>[0]) => bot.run(context);

  const access = createDeskAccess(config, logger);
  registerDesk({
    server,
    config,
    access,
    database,
    organisation,
    texts: content.texts,
    logger,
    now,
    selfService: {
      decide: selfService.selfService.decide,
      contest: selfService.contest,
      audit: selfService.audit,
      wake: () => queue.wake(),
    },
    onTicketChanged: async (change, transaction) => {
      await tellEmployee(queue)(change, transaction);
      // After the commit, which follows at once.
      setImmediate(() => queue.wake());
    },
  });

  return {
    content,
    outbox,
    takeTurn: underLease(database, takeTurn, now),
    run,
    readiness: createReadiness({ database, caches, directory: directory.directory, ticketSystem }),
    access,
    recordHeads: selfService.recordHeads,
    async close() {
      await Promise.all([caches.close(), directory.close()]);
    },
  };
}

/** What goes on beside the turns, and how it all ends. */
async function keepRunning(
  { content, outbox, access, recordHeads, close }: Assembled,
  running: {
    readonly database: Database;
    readonly queue: Queue;
    readonly order: ConversationOrder;
    readonly http: HttpServer;
    readonly port: number;
    readonly adapter: ChannelAdapter;
    readonly run: TurnLogic;
    readonly logger: Logger;
    readonly now: () => number;
  },
): Promise<Service> {
  const { database, queue, order, http, port, adapter, run, logger, now } = running;
  const { organisation } = content.knowledge;
  // A message that comes first makes what it needs itself.
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
  const record = () => recordHeads().catch((error) => logger.error({ error }, 'audit heads could not be recorded'));
  const timers = [setInterval(forget, retentionInterval), setInterval(record, headsInterval)];
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
      await close();
      await database.close();
    },
  };
}

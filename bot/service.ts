import { mkdirSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Database } from '../adapters/database/port.ts';
import { openDatabase } from '../adapters/database/registry.ts';
import type { Queue } from '../adapters/queue/port.ts';
import { createQueue } from '../adapters/queue/registry.ts';
import type { Assembled, ServiceOptions } from './assemble.ts';
import { ChannelAdapter, type TurnLogic } from './channel/adapter.ts';
import { ChannelAuthentication } from './channel/authentication.ts';
import { collectWhenIdle } from './memory.ts';
import { createMetrics } from './metrics.ts';
import { redactionMiddleware } from './middleware/redaction-middleware.ts';
import { signInMiddleware } from './middleware/sign-in-middleware.ts';
import { type ConversationOrder, createConversationOrder } from './runner/conversation-order.ts';
import { recoverPending } from './runner/recover.ts';
import { createServer, type HttpServer } from './server.ts';

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
 * Puts the service together: the only place where implementations are chosen (DESIGN §2). It listens before the engine is
 * loaded and scripts and articles are read, so that whoever waits for it gets an answer: `/readyz` says that it is loading, and a message that
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
  const order = createConversationOrder(async (batch) => (await assembled).takeTurn(batch), {
    now,
    isCommand: (words) => ready?.isCommand(words) ?? false,
  });
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
    const { assemble } = await import('./assemble.ts');
    ready = await assemble({ ...options, now }, { database, queue, metrics, order, server: http.server });
    await queue.start();
    await ready.outbox.recover();
    ready.startTicketing();
    await ready.startOutages();
    await ready.campaigns.start();
    resolve(ready);
  } catch (error) {
    reject(error);
    await http.drain(0);
    await database.close();
    throw error;
  }
  return keepRunning(ready, { database, queue, order, http, port, adapter, run, logger, now });
}

/** What goes on beside the turns, and how it all ends. */
async function keepRunning(
  { content, outbox, access, recordHeads, campaigns, close }: Assembled,
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
  const forget = async () => {
    try {
      // Loaded when it is time: whoever waits for the service to listen does not wait for it.
      const { applyRetention } = await import('./retention.ts');
      await applyRetention(database, organisation, now(), content.campaigns, campaigns.ledger);
    } catch (error) {
      logger.error({ error }, 'retention failed');
    }
  };
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
  const firstForget = setTimeout(forget, 60_000);
  firstForget.unref();

  return {
    port,
    deskLink: access.oneTimeLink(),
    deskToken: access.token,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(firstForget);
      stopCollecting();
      await http.drain(5000);
      await queue.stop(2000);
      await outbox.settle(1500);
      await close();
      await database.close();
    },
  };
}

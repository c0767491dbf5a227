import path from 'node:path';
import type { Logger } from 'pino';
import { openCaches } from '../adapters/cache/registry.ts';
import type { Database } from '../adapters/database/port.ts';
import { inLanguage } from '../adapters/database/repositories/ticket-record.ts';
import type { Tenant } from '../adapters/directory/actions-port.ts';
import { type OpenDirectory, openDirectory } from '../adapters/directory/registry.ts';
import { openLanguageModel } from '../adapters/language-model/registry.ts';
import type { Queue } from '../adapters/queue/port.ts';
import { openTicketSystem } from '../adapters/ticketing/registry.ts';
import { findCommand } from '../dialogs/index.ts';
import { createTakeFeedback } from './answering/feedback.ts';
import { createAnswering } from './answering/index.ts';
import { type Campaigns, openCampaigns } from './campaigns/index.ts';
import type { TurnLogic } from './channel/adapter.ts';
import { mayChooseChannel } from './channel/channel-owner.ts';
import { createConnector } from './channel/connector.ts';
import { botIdentity, createUserTokenClient } from './channel/user-token-client.ts';
import type { Config } from './config.ts';
import { type Content, loadContent } from './content.ts';
import { createOutbox, type Outbox } from './delivery/outbox.ts';
import { createThrottle } from './delivery/throttle.ts';
import { createDeskAccess } from './desk/access.ts';
import { type DeskAccess, registerDesk } from './desk/index.ts';
import type { TicketActions } from './desk/ticket-actions.ts';
import { createFigures } from './figures/index.ts';
import type { Metrics } from './metrics.ts';
import { alertsWebhook } from './outages/alerts.ts';
import { openOutages } from './outages/index.ts';
import { createRecordTurn } from './outages/turns.ts';
import { openProblems } from './problems/index.ts';
import { createReadiness } from './readiness.ts';
import { renderTicketCard } from './rendering/ticket-card.ts';
import { createAcknowledge } from './runner/acknowledge.ts';
import { createApologise } from './runner/apologise.ts';
import { createCommit } from './runner/commit.ts';
import type { ConversationOrder, TakeTurn } from './runner/conversation-order.ts';
import { underLease } from './runner/lease.ts';
import { createLookUp } from './runner/look-ups.ts';
import { createReadActivity } from './runner/read-activity.ts';
import { createReferences } from './runner/references.ts';
import { handleSignInJobs } from './runner/sign-in-jobs.ts';
import { createTakeTurn } from './runner/take-turn.ts';
import { handleTicketJobs, tellEmployee } from './runner/ticket-jobs.ts';
import { createTickets } from './runner/tickets.ts';
import { openSelfService } from './self-service/index.ts';
import { signInsOf, withSignIns } from './self-service/signed-in-tenant.ts';
import type { HttpServer } from './server.ts';
import { createSignIn } from './sign-in.ts';
import { SupportBot } from './support-bot.ts';
import { createChannelRelay, tellChannel } from './ticketing/channel-relay.ts';
import { createFindElsewhere } from './ticketing/elsewhere.ts';
import { createFindMail } from './ticketing/find-mail.ts';
import { openTicketing } from './ticketing/index.ts';
import { ticketWebhook } from './ticketing/webhook.ts';

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

export interface Foundation {
  readonly database: Database;
  readonly queue: Queue;
  readonly metrics: Metrics;
  readonly order: ConversationOrder;
  readonly server: HttpServer['server'];
}

export interface Assembled {
  readonly content: Content;
  readonly outbox: Outbox;
  readonly takeTurn: TakeTurn;
  readonly run: TurnLogic;
  /** Whether words are a command: those are not read together with others. */
  readonly isCommand: (words: string) => boolean;
  readonly readiness: () => Promise<Readonly<Record<string, string>>>;
  readonly access: DeskAccess;
  readonly recordHeads: () => Promise<void>;
  /** From now on tickets are carried to the ticket system, and followed there. */
  readonly startTicketing: () => void;
  /** To be started, and what retention reads of it. */
  readonly campaigns: Campaigns;
  /** From now on outages are known to conversations, and looked for. */
  readonly startOutages: () => Promise<void>;
  close(): Promise<void>;
}

/** Reads the content and joins the parts that need it. @throws ContentError */
export async function assemble(
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
  const throttle = createThrottle({
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    busy: () => order.pending() > 0,
  });
  const connector = createConnector({
    config,
    logger,
    observe(outcome) {
      metrics.outgoing(outcome);
      throttle.spent();
      if (outcome === '429') throttle.slowDown(undefined);
    },
  });
  const references = createReferences();
  const outbox = createOutbox({ database, connector, logger, checkpoint, now, onBlocked: references.forget });

  const ticketSystem = openTicketSystem(config.ticketSystem, {
    database,
    publicUrl: config.publicUrl,
    settings: config.ticketSystemSettings,
    now,
  });

  const tickets = createTickets({
    organisation,
    queue,
    tellChannel: (db, ticket, words, key, at) =>
      tellChannel(db, { texts: content.texts, organisation, publicUrl: config.publicUrl }, ticket, words, key, at),
    renderCard: (ticket) =>
      renderTicketCard(inLanguage(ticket, organisation.deskLanguage), {
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
    recordTurn: createRecordTurn(organisation),
    takeChannelCommand: async (db, incoming) =>
      (await outages.takeChannelCommand(db, incoming)) || (await channelRelay.take(db, incoming)),
    picture: content.picture,
    checkpoint,
  });
  const lookUp = createLookUp({
    directory: directory.directory,
    logger,
    timeZone: content.knowledge.organisation.timeZone,
  });
  const model = openModel(config.languageModel);
  const answering =
    model &&
    createAnswering({
      model,
      region: config.languageModel?.region,
      queries: database.queries,
      connector,
      logger,
      now,
    });
  const findMail = createFindMail(directory.directory, ticketSystem, logger);
  const conversing = {
    answering,
    kit: content.kit,
    knowledge: content.knowledge,
    lookUp,
    queries: database.queries,
    examine: selfService.examine,
    outages: () => outages.board.list(),
    openCampaigns: (personId: string) => campaigns.openFor(personId),
    findElsewhere: createFindElsewhere({ database, system: ticketSystem, findMail, logger }),
  };
  const takeTurn = createTakeTurn({ database, conversing, connector, commit, logger, now, checkpoint });
  const typedCode = config.local;
  handleSignInJobs({ database, queue, connector, signIn, texts: content.texts, typedCode, logger, now });
  handleTicketJobs({ database, queue, submit: order.submit, now });
  const ticketActions: TicketActions = {
    database,
    now,
    onTicketChanged: async (change, transaction) => {
      await tellEmployee(queue)(change, transaction);
      // After the commit, which follows at once.
      setImmediate(() => {
        queue.wake();
        ticketing.sweep().catch((error) => logger.error({ error }, 'a follow-up could not be carried over'));
      });
    },
  };
  const ticketing = openTicketing({
    database,
    queue,
    system: ticketSystem,
    organisation,
    texts: content.texts,
    publicUrl: config.publicUrl,
    groups: config.ticketSystemSettings.groups,
    pollInterval: config.ticketPollInterval,
    findMail,
    actions: ticketActions,
    checkpoint,
    logger,
    now,
  });

  const channelRelay = createChannelRelay({
    database,
    queue,
    outbox,
    texts: content.texts,
    organisation,
    publicUrl: config.publicUrl,
    actions: ticketActions,
    now,
  });

  const outages = openOutages({
    database,
    queue,
    outbox,
    directory: directory.directory,
    kit: content.kit,
    organisation,
    texts: content.texts,
    publicUrl: config.publicUrl,
    ticketActions,
    submit: order.submit,
    busy: () => order.pending() > 0,
    logger,
    now,
  });

  const problems = openProblems({
    database,
    queue,
    organisation,
    scripts: content.kit.scripts,
    dataFolder: config.dataFolder,
    submit: order.submit,
    busy: () => order.pending() > 0,
    logger,
    now,
  });

  const campaigns = openCampaigns({
    database,
    campaigns: content.campaigns,
    directory: directory.audience,
    isAway: createIsAway(tenant ?? directory.tenant, now),
    organisation,
    texts: content.texts,
    // Its requests wait for the throttle, and do not count twice.
    connector: createConnector({ config, logger, observe: metrics.outgoing }),
    throttle,
    newChats: newChatsOf(config),
    findPicture: content.findPicture,
    audit: selfService.audit,
    logger,
    now,
  });

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
    createTakeFeedback(database, now),
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
    campaigns: {
      campaigns: content.campaigns,
      programme: content.programme,
      ledger: campaigns.ledger,
      life: campaigns.life,
    },
    selfService: {
      decide: selfService.selfService.decide,
      contest: selfService.contest,
      audit: selfService.audit,
      wake: () => queue.wake(),
    },
    model: { terms: answering?.terms, audit: selfService.audit },
    onTicketChanged: ticketActions.onTicketChanged,
    outages: { actions: outages.actions, scripts: content.kit.scripts },
    problems,
    figures: createFigures({ database, organisation, scripts: content.kit.scripts, now }),
    webhooks: [
      ticketWebhook({ system: ticketSystem, secret: config.ticketWebhookSecret, ticketing }),
      alertsWebhook({
        organisation,
        signals: outages.signals,
        token: config.alertsToken ?? (config.local ? access.token : undefined),
      }),
    ],
  });

  return {
    content,
    outbox,
    takeTurn: underLease(database, takeTurn, now),
    run,
    isCommand: (words) => findCommand(words) !== undefined,
    readiness: createReadiness({ database, caches, directory: directory.directory, ticketSystem }),
    access,
    recordHeads: selfService.recordHeads,
    startTicketing: ticketing.start,
    startOutages: outages.start,
    campaigns,
    async close() {
      await campaigns.stop();
      outages.stop();
      await ticketing.stop();
      await Promise.all([caches.close(), directory.close()]);
    },
  };
}

/** Whether somebody's automatic reply is on now; people without a mailbox are never away. */
function createIsAway(tenant: Tenant, now: () => number) {
  return async (personId: string, signal: AbortSignal): Promise<boolean> => {
    const replies = await tenant.as(personId).readAutomaticReplies(signal);
    if (replies.status !== 'scheduled') return replies.status === 'on';
    return (replies.from ?? 0) <= now() && now() < (replies.until ?? 0);
  };
}

/** How people are reached who never wrote; local mode has nobody else than those who did. */
function newChatsOf({ app, cloud, allowedTenants }: Config) {
  const tenantId = app?.tenantId ?? allowedTenants[0];
  if (!app || tenantId === undefined) return undefined;
  return { botId: `28:${app.id}`, serviceUrl: `${cloud.serviceOrigins[0]}/teams/`, tenantId };
}

/** Undefined where none is set, or only one for embeddings. */
function openModel(set: Config['languageModel']) {
  if (!set?.model) return openLanguageModel(undefined);
  const { provider, apiKey, baseUrl = 'https://api.openai.com/v1', apiVersion, model } = set;
  return openLanguageModel({ provider, apiKey, baseUrl, apiVersion, model });
}

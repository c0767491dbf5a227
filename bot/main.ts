import { type Config, ConfigError, loadConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { startPlayground } from './playground.ts';
import { type Service, startService } from './service.ts';

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger({ level: config.logLevel });
  const service = await startService({ config, logger });
  stopOnSignals(service);
  if (!config.local) {
    logger.info({ port: service.port }, 'Guichet is listening');
    return;
  }
  const botUrl = `http://127.0.0.1:${service.port}`;
  console.log(welcome(botUrl, service));
  const playground = await startPlaygroundIfWanted(config, botUrl, logger);
  if (playground) {
    stopping.push(() => playground.stop());
    console.log(`Playground       ${playground.url}\n\nCtrl-C arrête tout. / Ctrl-C stops everything.`);
  }
}

const stopping: (() => Promise<void>)[] = [];

async function startPlaygroundIfWanted(config: Config, botUrl: string, logger: ReturnType<typeof createLogger>) {
  if (!config.playground) return undefined;
  return startPlayground({ botUrl, port: config.playgroundPort, logger, dataFolder: config.dataFolder });
}

const welcome = (botUrl: string, { deskLink, deskToken }: Service): string =>
  [
    'Guichet, mode local : aucun compte, aucune donnée ne sort de cette machine.',
    'Guichet, local mode: no account, no data leaves this machine.',
    '',
    `Bot              ${botUrl}/api/messages`,
    `Desk             ${botUrl}${deskLink}  (one use)`,
    `Desk API token   ${deskToken}`,
  ].join('\n');

/** One Ctrl-C ends everything, gently; a second one at once (R16). */
function stopOnSignals(service: Service): void {
  let stopped = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopped) process.exit(130);
    stopped = true;
    setTimeout(() => process.exit(1), 9500).unref();
    await Promise.allSettled([...stopping.map((each) => each()), service.stop()]);
    process.exit(signal === 'SIGINT' ? 130 : 0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch(async (error: unknown) => {
  // Only where something is wrong is it worth loading what tells it.
  const { ContentError, formatProblem } = await import('../knowledge/index.ts');
  const { SupportError } = await import('../adapters/support-error.ts');
  if (error instanceof ConfigError || error instanceof SupportError) console.error(error.message);
  else if (error instanceof ContentError) console.error(error.problems.map(formatProblem).join('\n'));
  else console.error(error);
  process.exit(1);
});

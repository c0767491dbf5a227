import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from 'pino';
import { stringify } from 'yaml';
import { playgroundConfiguration } from './playground-people.ts';

export interface PlaygroundOptions {
  /** Where the bot listens, such as `http://127.0.0.1:3978`. */
  readonly botUrl: string;
  readonly port: number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** The Playground writes its configuration and its log in a folder of its own below this one. */
  readonly dataFolder: string;
}

export interface Playground {
  readonly url: string;
  stop(): Promise<void>;
}

const startDeadline = 20_000;
const stopDeadline = 3_000;

/**
 * Runs before the Playground's own code. It listens on every interface by default, and whoever reaches it can write
 * as the employee: keep it on loopback. The channel to the bot closes however the bot ends, `kill -9` included.
 */
const preload = `
import { Server } from 'node:net';
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, typeof port === 'number' ? { port, host: '127.0.0.1' } : port, ...rest);
};
process.on('disconnect', () => process.exit(0));
`;

/**
 * Starts the Microsoft 365 Agents Playground, a Teams client for local trials, as a child process.
 * Resolves when its page answers; undefined, after saying why, when there is none: it never stops the bot.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground | undefined> {
  const { logger, port } = options;
  const program = findProgram();
  if (!program) {
    logger.info('The Playground is not installed (it is a development dependency): the bot runs without it');
    return undefined;
  }
  if (!(await isFree(port))) {
    logger.warn(
      { port },
      `Port ${port} is taken, so the Playground is not started: stop what uses it, then start again`,
    );
    return undefined;
  }

  const child = await launch(program, options);
  const url = `http://127.0.0.1:${port}`;
  const failure = await waitUntilListening(child, port);
  if (failure) {
    await stopChild(child);
    logger.warn({ port }, `The Playground did not start (${failure}): the bot runs without it`);
    return undefined;
  }

  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) logger.warn({ code, signal }, 'The Playground has stopped: the bot goes on without it');
  });
  return {
    url,
    async stop() {
      stopping = true;
      await stopChild(child);
    },
  };
}

function findProgram(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  } catch {
    return undefined;
  }
}

/** A taken port would silently become a random one, so we look first. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

async function launch(program: string, { botUrl, port, dataFolder }: PlaygroundOptions): Promise<ChildProcess> {
  // It runs in this folder: a path relative to ours, which is what `./data` is, would be looked for below it.
  const folder = resolve(dataFolder, 'playground');
  const configuration = join(folder, '.m365agentsplayground.yml');
  await mkdir(folder, { recursive: true });
  await writeFile(configuration, stringify(playgroundConfiguration()));

  const loader = `data:text/javascript,${encodeURIComponent(preload)}`;
  const playgroundArguments = [
    ...['--app-endpoint', new URL('/api/messages', botUrl).href],
    ...['--channel-id', 'msteams'],
    ...['--port', String(port)],
    ...['--service-url', `http://127.0.0.1:${port}/_connector`],
    '--disable-telemetry',
  ];
  return spawn(process.execPath, ['--import', loader, program, ...playgroundArguments], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: {
      ...inherited(['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMPDIR', 'LANG', 'TZ']),
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configuration,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
      // --disable-telemetry leaves the library's own statistics on.
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
    },
  });
}

/** The Playground needs none of the bot's keys and secrets: it gets these variables and no other. */
function inherited(names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** Reads the child's "Listening on PORT". Resolves with what went wrong, or undefined. */
function waitUntilListening(child: ChildProcess, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`no answer within ${startDeadline / 1000} s`), startDeadline);
    const settle = (failure: string | undefined) => {
      clearTimeout(timer);
      resolve(failure);
    };
    child.once('error', (error) => settle(error.message));
    child.once('exit', (code, signal) => settle(`it ended with ${signal ?? `code ${code}`}`));
    if (!child.stdout) return settle('its output cannot be read');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const listening = /^Listening on (\d+)$/.exec(line.trim())?.[1];
      if (listening) settle(Number(listening) === port ? undefined : `port ${port} was taken meanwhile`);
    });
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadline);
  await ended;
  clearTimeout(timer);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface StartedGuichet {
  /** Everything printed so far, line by line. */
  readonly printed: readonly string[];
  readonly botUrl: string;
  /** The one-time link to the desk. */
  readonly deskLink: string;
  readonly deskToken: string;
  readonly playgroundUrl: string;
  /** What a terminal does on Ctrl-C: the signal goes to the whole process group. Resolves when the bot has ended. */
  pressControlC(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** `kill -9`, to the bot alone. */
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly playgroundPort: number;
}

const startFile = fileURLToPath(new URL('../../start.mjs', import.meta.url));
const deadline = 30_000;

/** Starts Guichet as `npm start` does, in a process group of its own. Resolves when the Playground's address is printed. */
export async function startGuichet({ dataFolder, port, playgroundPort }: StartOptions): Promise<StartedGuichet> {
  const { PATH, HOME, TZ, LANG } = process.env;
  const child = spawn(process.execPath, [startFile], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH, HOME, TZ, LANG },
      PORT: String(port),
      GUICHET_DATA: dataFolder,
      GUICHET_PLAYGROUND_PORT: String(playgroundPort),
      GUICHET_LOG_LEVEL: 'warn',
    },
  });
  const printed: string[] = [];
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => printed.push(line));
  }
  const found = (label: string) => {
    const line = printed.find((each) => each.startsWith(label));
    return (
      line &&
      /\S+$/.exec(
        line
          .slice(label.length)
          .replace(/\(.*\)\s*$/, '')
          .trim(),
      )?.[0]
    );
  };
  await until(child, printed, () => found('Playground ') !== undefined);

  return {
    printed,
    botUrl: new URL(found('Bot ')!).origin,
    deskLink: found('Desk  ')!,
    deskToken: found('Desk API token')!,
    playgroundUrl: found('Playground ')!,
    async pressControlC() {
      process.kill(-child.pid!, 'SIGINT');
      const [code, signal] = await ended;
      return { code, signal };
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function until(child: ChildProcess, printed: readonly string[], satisfied: () => boolean): Promise<void> {
  const end = Date.now() + deadline;
  while (!satisfied()) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`Guichet did not start. It printed:\n${printed.join('\n')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { startPlayground } from '../../bot/playground.ts';
import { freePort } from '../end-to-end/free-port.ts';

/** `npm ci --omit=dev` leaves the Playground out: here its file is then not found. */
const installation = vi.hoisted(() => ({ complete: true }));
vi.mock('node:module', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:module')>();
  const createRequire: typeof original.createRequire = (from) => {
    const require = original.createRequire(from);
    return installation.complete ? require : original.createRequire(join(tmpdir(), 'elsewhere.js'));
  };
  return { ...original, createRequire };
});

const botUrl = 'http://127.0.0.1:9';
let folder: string;
let said: string[];
let port: number;
const logger = {
  info: (...words: unknown[]) => said.push(String(words.at(-1))),
  warn: (...words: unknown[]) => said.push(String(words.at(-1))),
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-playground-'));
  port = await freePort();
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const listens = (address: string) =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

/** Its own log, which it writes when it finds the time: empty until then. */
const playgroundLog = () => readFile(join(folder, 'playground', 'playground.log'), 'utf8').catch(() => '');

describe('startPlayground', () => {
  it('answers when it resolves, with telemetry off and our people, and ends when told', async () => {
    const playground = await startPlayground({ botUrl, port, logger, dataFolder: folder });
    expect(playground?.url).toBe(`http://127.0.0.1:${port}`);
    expect(await listens(`http://127.0.0.1:${port}/`)).toBe(true);

    const configuration = parse(await readFile(join(folder, 'playground', '.m365agentsplayground.yml'), 'utf8'));
    expect(configuration.currentUser.name).toBe('Odile Marchand');
    await expect.poll(playgroundLog, { timeout: 10_000 }).toContain(`Listening on ${port}`);
    expect(await playgroundLog()).not.toContain('Telemetry');

    await playground?.stop();
    expect(await listens(`http://127.0.0.1:${port}/`)).toBe(false);
    expect(said).toEqual([]);
  });

  it('says that the port is taken, and leaves it alone', async () => {
    const other: Server = createServer((_, response) => response.end());
    await once(other.listen(port, '127.0.0.1'), 'listening');
    expect(await startPlayground({ botUrl, port, logger, dataFolder: folder })).toBeUndefined();
    expect(said).toEqual([expect.stringContaining(`Port ${port} is taken`)]);
    other.close();
  });

  it('finds its people below a relative data folder too, which is the default', async () => {
    const relativeFolder = relative(process.cwd(), folder);
    await rm(join(folder, 'playground'), { recursive: true, force: true });
    const playground = await startPlayground({ botUrl, port, logger, dataFolder: relativeFolder });
    // The Playground reads its people and writes its log by the same path: in the wrong place, there is no log here.
    await expect.poll(playgroundLog, { timeout: 10_000 }).toContain(`Listening on ${port}`);
    await playground?.stop();
  });

  it('says that it is not installed, and goes on without it', async () => {
    installation.complete = false;
    expect(await startPlayground({ botUrl, port, logger, dataFolder: folder })).toBeUndefined();
    installation.complete = true;
    expect(said).toEqual([expect.stringContaining('not installed')]);
  });

  it('ends when the bot is killed without a word', async () => {
    const launcher = `
      import { startPlayground } from ${JSON.stringify(new URL('../../bot/playground.ts', import.meta.url).href)};
      const logger = { info: console.log, warn: console.log };
      const options = { botUrl: ${JSON.stringify(botUrl)}, port: ${port}, logger, dataFolder: ${JSON.stringify(folder)} };
      console.log((await startPlayground(options)).url);`;
    const bot = spawn(process.execPath, ['--input-type=module', '--eval', launcher], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = await once(createInterface({ input: bot.stdout }), 'line');
    expect(await listens(url)).toBe(true);
    bot.kill('SIGKILL');
    await once(bot, 'exit');
    await expect.poll(() => listens(url)).toBe(false);
  });
});

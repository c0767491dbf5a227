import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../end-to-end/free-port.ts';
import { messageActivity } from '../support/activities.ts';
import { startChannel } from '../support/channel.ts';

export interface ProcessBench {
  /** ms from the command to an answer of /healthz, for each start; the first writes the compile cache. */
  readonly starts: readonly number[];
  /** ms that `node -e 0` takes in the same run: the reference. */
  readonly bareNode: number;
  /** MB resident, as started by start.mjs, when idle after 1,000 conversations of four messages. */
  readonly residentAfter: number;
  readonly residentBefore: number;
}

const conversations = 1000;
const script = fileURLToPath(new URL('../../start.mjs', import.meta.url));
const words = ['bonjour', "l'imprimante sort des pages blanches", 'oui', 'un humain'];

/** The process as people start it: how long it takes to listen, and what it holds after a day's conversations. */
export async function benchProcess(): Promise<ProcessBench> {
  const starts: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const started = await start();
    starts.push(started.elapsed);
    await started.stop();
  }
  const channel = await startChannel();
  const bot = await start();
  await wait(4000);
  const residentBefore = bot.resident();
  for (let first = 0; first < conversations; first += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, index) => talk(first + index, bot.url, channel.url, channel.post)));
  }
  await wait(12_000);
  const residentAfter = bot.resident();
  await bot.stop();
  await channel.close();
  return { starts, bareNode: await bareNode(), residentBefore, residentAfter };
}

async function talk(
  conversation: number,
  botUrl: string,
  channelUrl: string,
  post: Awaited<ReturnType<typeof startChannel>>['post'],
): Promise<void> {
  for (const text of words) {
    const from = { id: `29:${conversation}`, aadObjectId: `person-${conversation}` };
    await post(botUrl, messageActivity(channelUrl, text, { conversationId: `a:${conversation}`, from }));
  }
}

async function start() {
  const port = await freePort();
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-bench-'));
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: String(port), GUICHET_DATA: dataFolder, GUICHET_PLAYGROUND: 'off' },
    stdio: 'ignore',
  });
  while (
    !(await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    ))
  )
    await wait(10);
  return {
    url,
    elapsed: performance.now() - began,
    resident: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000,
    async stop() {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.once('exit', resolve));
  return performance.now() - began;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { FakeChannel } from './channel.ts';

const deskToken = 'kill-tests-desk-token';
const child = path.join(import.meta.dirname, 'kill-child.ts');

// biome-ignore lint/suspicious/noExplicitAny: the desk's JSON, checked field by field
type DeskJson = any;

/** A service that is started again on the same data whenever it dies. */
export interface KilledService {
  /** How often it died so far. */
  deaths(): number;
  /** Ends it without a word; resolves once the next one listens. */
  kill(): Promise<void>;
  /** As Teams does it: delivered again, under the same id, until it is acknowledged. */
  deliver(channel: FakeChannel, activity: object): Promise<void>;
  desk(route: string): Promise<DeskJson>;
  stop(): Promise<void>;
}

export interface KilledOptions {
  /** The first process ends itself here, the `nth` time; those after it live. */
  readonly at?: string;
  readonly nth?: number;
}

export async function startKilledService({ at, nth = 1 }: KilledOptions = {}): Promise<KilledService> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-kill-'));
  let deaths = 0;
  let stopping = false;
  let running: ChildProcess;
  let listening: Promise<string>;

  function start(target: string): void {
    const environment = { ...process.env, GUICHET_DATA: dataFolder, GUICHET_DESK_TOKEN: deskToken };
    running = spawn(process.execPath, [child], {
      env: { ...environment, KILL_AT: target, KILL_NTH: String(nth) },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    running.once('exit', () => {
      if (stopping) return;
      deaths += 1;
      start('');
    });
    listening = once(createInterface(running.stdout!), 'line').then(
      ([line]) => `http://127.0.0.1:${JSON.parse(line).port}`,
    );
  }
  start(at ?? '');
  await listening!;

  const desk = async (route: string): Promise<DeskJson> => {
    const response = await fetch(`${await listening}/desk/api${route}`, {
      headers: { authorization: `Bearer ${deskToken}` },
    });
    return response.json();
  };
  return {
    deaths: () => deaths,
    async kill() {
      const died = once(running, 'exit');
      running.kill('SIGKILL');
      await died;
      await listening;
    },
    async deliver(channel, activity) {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const answer = await channel.post(await listening, activity).catch(() => undefined);
        if (answer?.status === 200) return;
        if (answer && answer.status < 500)
          throw new Error(`refused with ${answer.status}: ${JSON.stringify(answer.body)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('never acknowledged');
    },
    async desk(route) {
      for (let attempt = 0; ; attempt += 1) {
        const answer = await desk(route).catch(() => undefined);
        if (answer !== undefined) return answer;
        if (attempt === 50) throw new Error('the desk does not answer');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async stop() {
      stopping = true;
      const died = once(running, 'exit');
      running.kill('SIGKILL');
      await died;
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

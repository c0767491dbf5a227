import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageActivity } from '../../support/activities.ts';
import { appId, startBotFramework } from '../../support/bot-framework.ts';
import { type FakeChannel, startChannel } from '../../support/channel.ts';
import type { Usage } from './usage.ts';

export interface TurnBench {
  /** CPU ms a turn. */
  readonly ours: number;
  readonly stock: number;
  /** ours / stock, the median of the rounds; at or below 1.0 is the aim. */
  readonly ratio: number;
  readonly memoryOurs: number;
  readonly memoryStock: number;
}

const rounds = 5;
const turnsEach = 400;
const conversations = 40;

/**
 * CPU time of a turn (token, order, duplicates, state, transcript, one reply) against the SDK's stock echo bot with
 * tokens checked and MemoryStorage: the same messages, in the same run, round and round.
 */
export async function benchTurn(): Promise<TurnBench> {
  const framework = await startBotFramework();
  const channel = await startChannel();
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-bench-'));
  const config = framework.config(channel.url, { PORT: '0', GUICHET_DATA: dataFolder });
  const ours = await start('ours.ts', config);
  const stock = await start('stock.ts', { appId, metadataUrl: framework.metadataUrl, issuer: config.cloud.issuer });
  const token = await framework.sign({ serviceUrl: channel.url });
  try {
    for (const bot of [ours, stock]) await send(bot, channel, token, turnsEach, 'warm');
    const ratios: number[] = [];
    const cost = { ours: 0, stock: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const first = await measure(ours, channel, token, `o${round}`);
      const second = await measure(stock, channel, token, `s${round}`);
      ratios.push(first / second);
      cost.ours += first / rounds;
      cost.stock += second / rounds;
    }
    ratios.sort((one, other) => one - other);
    return {
      ...cost,
      ratio: ratios[Math.floor(rounds / 2)]!,
      memoryOurs: (await usageOf(ours)).memory,
      memoryStock: (await usageOf(stock)).memory,
    };
  } finally {
    for (const bot of [ours, stock]) bot.process.send('stop');
    await channel.close();
    await framework.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

interface Bot {
  readonly process: ChildProcess;
  readonly url: string;
}

async function start(file: string, settings: unknown): Promise<Bot> {
  const child = fork(new URL(file, import.meta.url), { execArgv: ['--semi-space-growth-factor=1'] });
  child.send(settings as object);
  const { port } = await once<{ port: number }>(child);
  return { process: child, url: `http://127.0.0.1:${port}` };
}

const once = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });

async function usageOf(bot: Bot): Promise<Usage> {
  bot.process.send('usage');
  return (await once<{ usage: Usage }>(bot.process)).usage;
}

/** CPU ms a turn over one round. */
async function measure(bot: Bot, channel: FakeChannel, token: string, round: string): Promise<number> {
  const before = await usageOf(bot);
  await send(bot, channel, token, turnsEach, round);
  const after = await usageOf(bot);
  return (after.cpu - before.cpu) / turnsEach;
}

/** Each conversation says its messages one after the other; a few conversations talk at once. */
async function send(bot: Bot, channel: FakeChannel, token: string, turns: number, round: string): Promise<void> {
  const before = channel.received.length;
  const perConversation = turns / conversations;
  const talk = async (conversation: number): Promise<void> => {
    for (let index = 0; index < perConversation; index += 1) {
      const activity = messageActivity(channel.url, 'bonjour', {
        conversationId: `a:${conversation}`,
        from: { id: `29:${conversation}`, aadObjectId: `0000-${conversation}` },
        id: `${round}-${conversation}-${index}`,
      });
      const answer = await channel.post(bot.url, activity, { authorization: `Bearer ${token}` });
      if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
  };
  for (let first = 0; first < conversations; first += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, index) => talk(first + index)));
  }
  while (channel.received.length < before + turns) await new Promise((resolve) => setTimeout(resolve, 5));
}

import net from 'node:net';
import { Writable } from 'node:stream';
import type { Activity, TurnContext } from 'botbuilder';
import { afterEach } from 'vitest';
import { ChannelAdapter } from '../../bot/channel/adapter.ts';
import { ChannelAuthentication } from '../../bot/channel/authentication.ts';
import type { Receipt } from '../../bot/channel/receipt.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import { createLogger } from '../../bot/logger.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { createServer, type HttpServer, type ServerOptions } from '../../bot/server.ts';
import { messageActivity } from './activities.ts';

export const teams = 'https://smba.trafficmanager.net/emea/';
const serviceUrl = 'http://127.0.0.1:9/';

export interface Running {
  readonly url: string;
  readonly port: number;
  readonly http: HttpServer;
  /** Activities handed to `order.receive`, and the numbers released. */
  readonly ordered: Partial<Activity>[];
  readonly released: number[];
  readonly turns: TurnContext[];
  readonly log: () => string;
}

/** What a test opened; closed in order after it. */
export const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The real server around `run`, in local mode unless told, on a port of its own. */
export async function start(
  run: (context: TurnContext) => Promise<void> = async () => undefined,
  more: Partial<ServerOptions> & { config?: Config } = {},
): Promise<Running> {
  const config = { ...(more.config ?? loadConfig({})), port: 0, host: '127.0.0.1' };
  const lines: string[] = [];
  const destination = new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) });
  const logger = createLogger({ level: 'debug', destination });
  const ordered: Partial<Activity>[] = [];
  const released: number[] = [];
  const turns: TurnContext[] = [];
  const order = {
    receive(activity: Partial<Activity>): Receipt {
      const number = ordered.push(activity);
      return { number, release: () => void released.push(number) };
    },
  };
  const server = createServer({
    logger,
    adapter: new ChannelAdapter(new ChannelAuthentication({ config, logger })),
    order,
    run: async (context) => {
      turns.push(context);
      await run(context);
    },
    readiness: async () => ({ database: 'ok' }),
    metrics: createMetrics(),
    ...more,
    config,
  });
  const port = await server.listen();
  closing.push(() => server.drain(100));
  const url = `http://127.0.0.1:${port}`;
  return { url, port, http: server, ordered, released, turns, log: () => lines.join('') };
}

/** POST /api/messages; a text goes out as it is. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

export const message = (override: Record<string, unknown> = {}) => messageActivity(serviceUrl, 'bonjour', { override });

/** What a server answers to these very bytes. */
export function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part) => (answer += part));
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
  });
}

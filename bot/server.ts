import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import type { ChannelAdapter, TurnLogic } from './channel/adapter.ts';
import { AuthenticationFailed } from './channel/authentication-failed.ts';
import { parseActivity } from './channel/incoming-activity.ts';
import { isLoopback } from './channel/origins.ts';
import type { ReceiptOrder } from './channel/receipt.ts';
import { readBody } from './channel/request-body.ts';
import type { Config } from './config.ts';
import { answerError } from './error-answer.ts';
import type { Metrics } from './metrics.ts';
import { RequestRefused } from './request-refused.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly adapter: ChannelAdapter;
  readonly order: ReceiptOrder;
  /** The bot's logic; middleware is the adapter's. */
  readonly run: TurnLogic;
  /** `ok`, or what is wrong, for each thing the service needs. */
  readonly readiness: () => Promise<Readonly<Record<string, string>>>;
  readonly metrics: Metrics;
  /** ms; how long a client may take for its headers and for the whole request. */
  readonly timeouts?: { readonly headers: number; readonly request: number };
}

export interface HttpServer {
  /** For further routes; failures thrown in them are answered as every other. */
  readonly server: Server;
  /** Resolves with the port, which is the configured one unless that is 0. */
  listen(): Promise<number>;
  /** No new turns, running ones finish, then everything closes; `deadline` ms at most (R16). */
  drain(deadline?: number): Promise<void>;
}

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

export function createServer(options: ServerOptions): HttpServer {
  const { config, logger, adapter, order, run, readiness, metrics } = options;
  // The name is empty so that no header says what runs here.
  const server = restify.createServer({ name: '' });
  limit(server, options.timeouts ?? { headers: 10_000, request: 20_000 });
  let draining = false;
  let running = 0;
  let idle: () => void = () => {};

  const turn = async (request: Request): Promise<{ status: number; body: unknown }> => {
    const activity = parseActivity(await readBody(request));
    if (draining) throw new RequestRefused(503, 'draining', 'The service is restarting.', { 'retry-after': '5' });
    // Nothing is awaited between the last byte of the body and the receipt, so receipts follow arrival (R4).
    const receipt = order.receive(activity);
    running += 1;
    try {
      const answer = await adapter.receive(request.headers.authorization ?? '', activity, run, receipt);
      return { status: answer?.status ?? 200, body: answer?.body };
    } finally {
      running -= 1;
      if (running === 0) idle();
    }
  };

  server.pre((request: Request, response: Response, next: Next) => {
    for (const name in headers) response.setHeader(name, headers[name as keyof typeof headers]);
    if (!config.local) response.setHeader('strict-transport-security', 'max-age=31536000');
    if (draining) response.setHeader('connection', 'close');
    // A page in somebody's browser can point a name of its own at 127.0.0.1; it cannot change the Host it sends.
    const misdirected = config.local && !isLocalHost(request.headers.host);
    next(misdirected ? new RequestRefused(421, 'misdirected', 'Local mode answers to this machine only.') : undefined);
  });

  server.post('/api/messages', async (request: Request, response: Response) => {
    const started = performance.now();
    try {
      const { status, body } = await turn(request);
      metrics.turn('done', (performance.now() - started) / 1000);
      send(response, status, body);
    } catch (error) {
      const refused = error instanceof RequestRefused || error instanceof AuthenticationFailed;
      metrics.turn(refused ? 'refused' : 'failed', (performance.now() - started) / 1000);
      throw error;
    }
  });

  server.get('/healthz', async (_request: Request, response: Response) => send(response, 200, { status: 'ok' }));

  server.get('/readyz', async (_request: Request, response: Response) => {
    const found = await readiness();
    const down = Object.entries(found).filter(([, state]) => state !== 'ok');
    if (down.length > 0) logger.warn({ down: Object.fromEntries(down) }, 'Not ready');
    const checks = Object.fromEntries(
      Object.entries(found).map(([name, state]) => [name, state === 'ok' ? 'ok' : 'down']),
    );
    const ready = down.length === 0 && !draining;
    if (!ready) response.setHeader('retry-after', '5');
    send(response, ready ? 200 : 503, { status: draining ? 'draining' : ready ? 'ready' : 'not ready', checks });
  });

  server.get('/metrics', async (_request: Request, response: Response) => {
    const { contentType, text } = await metrics.render();
    response.writeHead(200, { 'content-type': contentType });
    response.end(text);
  });

  server.on('restifyError', (request: Request, response: Response, error: unknown, done: () => void) => {
    answerError(request, response, error, logger);
    done();
  });

  return {
    server,
    listen: () =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(config.port, config.host, () => {
          server.server.off('error', reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    async drain(deadline = 9_000) {
      draining = true;
      const finished = new Promise<void>((resolve) => {
        idle = resolve;
        if (running === 0) resolve();
      });
      await Promise.race([finished, pause(deadline)]);
      if (running > 0) logger.warn({ running }, 'Stopped with turns running');
      // Answers of the last turns are still on their way out.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.race([closed, pause(500)]);
      server.server.closeAllConnections();
      await closed;
    },
  };
}

/** Slow clients hold a connection, not the service. */
function limit(server: Server, timeouts: { headers: number; request: number }): void {
  const node = server.server;
  node.headersTimeout = timeouts.headers;
  node.requestTimeout = timeouts.request;
  node.keepAliveTimeout = 65_000;
  node.maxHeadersCount = 100;
  // Read when the server starts to listen; Node's own default looks every 30 s only.
  Object.assign(node, { connectionsCheckingInterval: Math.min(2_000, timeouts.headers) });
}

function send(response: Response, status: number, body: unknown): void {
  if (body === undefined || body === null) {
    response.writeHead(status);
    response.end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

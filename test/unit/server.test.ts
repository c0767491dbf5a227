import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { Writable } from 'node:stream';
import type { Activity, TurnContext } from 'botbuilder';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SupportError } from '../../adapters/support-error.ts';
import { ChannelAdapter } from '../../bot/channel/adapter.ts';
import { ChannelAuthentication } from '../../bot/channel/authentication.ts';
import { type Receipt, receiptKey } from '../../bot/channel/receipt.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import { createLogger } from '../../bot/logger.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { createServer, type HttpServer, type ServerOptions } from '../../bot/server.ts';
import { messageActivity } from '../support/activities.ts';
import { startBotFramework } from '../support/bot-framework.ts';
import { memoryHeld } from '../support/memory.ts';

const serviceUrl = 'http://127.0.0.1:9/';
const teams = 'https://smba.trafficmanager.net/emea/';

interface Running {
  readonly url: string;
  readonly port: number;
  readonly http: HttpServer;
  /** Activities handed to `order.receive`, and the numbers released. */
  readonly ordered: Partial<Activity>[];
  readonly released: number[];
  readonly turns: TurnContext[];
  readonly log: () => string;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(
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

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

const message = (override: Record<string, unknown> = {}) => messageActivity(serviceUrl, 'bonjour', { override });

describe('an activity', () => {
  test('is received in order, authenticated, run and acknowledged', async () => {
    const seen: unknown[] = [];
    const bot = await start(
      async (context) => void seen.push(context.activity.text, context.turnState.get(receiptKey).number),
    );
    const answer = await post(bot.url, message());
    expect(answer).toMatchObject({ status: 200, body: undefined });
    expect(seen).toEqual(['bonjour', 1]);
    expect(bot.released).toEqual([]);
  });

  test('R4 is numbered before authentication, so a slow key server reorders nothing', async () => {
    const framework = await startBotFramework();
    closing.push(() => framework.close());
    const config = framework.config(teams);
    const bot = await start(undefined, { config });
    const authorization = `Bearer ${await framework.sign({ serviceUrl: teams })}`;
    const release = framework.hold();
    const answers = [];
    for (const text of ['un', 'deux', 'trois']) {
      answers.push(post(bot.url, messageActivity(teams, text), { authorization }));
      await expect.poll(() => bot.ordered.at(-1)?.text).toBe(text);
    }
    expect(bot.turns).toEqual([]);
    release();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bot.turns).toHaveLength(3);
  });

  test('middleware finds the receipt too', async () => {
    const logger = createLogger({ level: 'silent' });
    const adapter = new ChannelAdapter(new ChannelAuthentication({ config: loadConfig({}), logger }));
    const found: unknown[] = [];
    adapter.use(async (context, next) => {
      found.push(context.turnState.get(receiptKey)?.number);
      await next();
    });
    const bot = await start(undefined, { adapter });
    await post(bot.url, message());
    expect(found).toEqual([1]);
  });

  test('of type invoke is answered in its response', async () => {
    const bot = await start(async (context) => {
      await context.sendActivity({ type: 'invokeResponse', value: { status: 202, body: { reaction: 'merci' } } });
    });
    const answer = await post(bot.url, message({ type: 'invoke', name: 'adaptiveCard/action' }));
    expect(answer).toMatchObject({ status: 202, body: { reaction: 'merci' } });
  });

  test('with no text, only an emoji, or right-to-left text reaches the bot as it is', async () => {
    const bot = await start();
    for (const text of [undefined, '', '🙂', 'الطابعة لا تعمل', 'x'.repeat(100_000)]) {
      expect((await post(bot.url, message({ text }))).status).toBe(200);
    }
    expect(bot.turns).toHaveLength(5);
  });

  test('that was acknowledged earlier can be taken up again, and its failure keeps its cause', async () => {
    const logger = createLogger({ level: 'silent' });
    const adapter = new ChannelAdapter(new ChannelAuthentication({ config: loadConfig({}), logger }));
    const receipt = { number: 7, release: () => undefined };
    const seen: unknown[] = [];
    await adapter.resume(message(), async (context) => void seen.push(context.turnState.get(receiptKey)), receipt);
    expect(seen).toEqual([receipt]);
    const failure = new SupportError('state_conflict', 'stale');
    await expect(adapter.resume(message(), () => Promise.reject(failure))).rejects.toBe(failure);
  });
});

describe('bad input', () => {
  test.each([
    ['malformed JSON', '{"type": "message"', 'The body is not JSON.'],
    ['an empty body', '', 'The body is not JSON.'],
    ['a list', '[]', 'The body is not a JSON object.'],
    ['null', 'null', 'The body is not a JSON object.'],
    ['no type', message({ type: undefined }), 'The activity has no type.'],
    ['a type that is no text', message({ type: 7 }), 'The activity has no type.'],
    ['no conversation', message({ conversation: undefined }), 'The activity has no conversation id.'],
    ['a conversation without id', message({ conversation: {} }), 'The activity has no conversation id.'],
    ['no sender', message({ from: undefined }), 'The activity has no sender.'],
    ['a text that is an object', message({ text: { $gt: '' } }), "The activity's text is not a text."],
    [
      'attachments that are no list',
      message({ attachments: 'x' }),
      "The activity's attachments is not a list of objects.",
    ],
    ['entities that are no objects', message({ entities: [1] }), "The activity's entities is not a list of objects."],
    [
      'fifty thousand brackets',
      `{"type":"message","value":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'The body is nested too deeply.',
    ],
  ])('%s is 400, before receipt and authentication', async (_name, body, expected) => {
    const bot = await start();
    const answer = await post(bot.url, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toEqual({
      code: 'bad_activity',
      message: expected,
      id: expect.stringMatching(/^[2-9A-Z]{8}$/),
    });
    expect(bot.ordered).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16'])(
    'a body of type %s is 415: a page cannot post it without asking first',
    async (type) => {
      const bot = await start();
      expect((await post(bot.url, message(), { 'content-type': type })).status).toBe(415);
    },
  );

  test('times that cannot be read are dropped', async () => {
    const bot = await start();
    expect((await post(bot.url, message({ timestamp: 'yesterday', localTimestamp: 5, expiration: null }))).status).toBe(
      200,
    );
    expect(bot.ordered[0]).not.toHaveProperty('timestamp');
  });
});

describe('R25 bodies', () => {
  test.each([
    ['just over 256 KB', 256 * 1024 + 1],
    ['of 1 MB', 1024 * 1024],
    ['of 40 MB', 40 * 1024 * 1024],
  ])(
    '%s are 413 before parsing and authentication, with and without a length, and the connection stays usable',
    async (_name, size) => {
      const bot = await start();
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      closing.push(async () => agent.destroy());
      for (const counted of [true, false]) {
        const answer = await send(bot.port, agent, size, counted);
        expect(answer.status).toBe(413);
        expect(JSON.parse(answer.body).error).toMatchObject({ code: 'too_large' });
        expect(bot.ordered).toEqual([]);
      }
      expect(await send(bot.port, agent, 0, true)).toMatchObject({ status: 200 });
    },
  );

  test('a body is not kept in memory while more of it comes', async () => {
    const bot = await start();
    const headers = { 'content-type': 'application/json' };
    const request = http.request({ port: bot.port, path: '/api/messages', method: 'POST', headers });
    const answered = once(request, 'response');
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const write = () => new Promise<void>((resolve) => request.write(chunk, () => resolve()));
    await write();
    const before = memoryHeld().buffers;
    for (let sent = 0; sent < 40; sent += 1) await write();
    expect(memoryHeld().buffers - before).toBeLessThan(8 * chunk.length);
    request.end();
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    response.resume();
  });

  test('a body announced as endless is refused at once, and the connection closed', async () => {
    const bot = await start();
    const head = 'POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';
    const answer = await raw(bot.port, `${head}content-length: 99999999999\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/connection: close/i);
  });

  test('exactly 256 KB are accepted', async () => {
    const bot = await start();
    const filler = message({ text: '' });
    const room = 256 * 1024 - Buffer.byteLength(JSON.stringify(filler));
    expect((await post(bot.url, { ...filler, text: 'a'.repeat(room) })).status).toBe(200);
  });

  test('a body that stops half way is no turn and no crash', async () => {
    const bot = await start();
    await new Promise<void>((resolve) => {
      const socket = net.connect(bot.port, '127.0.0.1', () => {
        socket.write(
          'POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"type"',
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.once('close', () => resolve());
    });
    expect((await post(bot.url, message())).status).toBe(200);
    expect(bot.ordered).toHaveLength(1);
  });
});

describe('R26 failures', () => {
  test.each([
    ['an unknown failure', new Error('password=hunter2 at /srv/guichet/db.ts'), 500, 'internal'],
    [
      'a database that is down',
      new SupportError('database_unavailable', 'connect ECONNREFUSED 10.1.2.3:5432'),
      503,
      'unavailable',
    ],
    ['another SupportError', new SupportError('state_conflict', 'row 12 of secret_table'), 500, 'internal'],
    ['what is not even an Error', 'boom', 500, 'internal'],
  ])('%s says nothing of the inside, and the log knows its id', async (_name, failure, status, code) => {
    const bot = await start(() => Promise.reject(failure));
    const answer = await post(bot.url, message());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '5' : null);
    const { id, message: said, code: told } = answer.body.error;
    expect(told).toBe(code);
    expect(said).not.toMatch(/hunter2|ECONN|secret|boom/);
    const line = bot
      .log()
      .split('\n')
      .find((entry) => entry.includes(id));
    expect(line).toContain(failure instanceof Error ? failure.message : 'not an Error');
    expect(line).not.toContain('Odile');
  });

  test('R21 without a token the production service answers 401, releases the receipt and runs nothing', async () => {
    const framework = await startBotFramework();
    closing.push(() => framework.close());
    const bot = await start(undefined, { config: framework.config(teams) });
    const answer = await post(bot.url, messageActivity(teams, 'bonjour'));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body.error.message).toBe('The request is not authenticated.');
    expect(bot.released).toEqual([1]);
    expect(bot.turns).toEqual([]);
  });

  test('R22 another tenant is 403 with a token that is good', async () => {
    const framework = await startBotFramework();
    closing.push(() => framework.close());
    const bot = await start(undefined, { config: framework.config(teams) });
    const authorization = `Bearer ${await framework.sign({ serviceUrl: teams })}`;
    const activity = messageActivity(teams, 'x', { override: { channelData: { tenant: { id: 'other' } } } });
    expect((await post(bot.url, activity, { authorization })).status).toBe(403);
    expect(bot.released).toEqual([1]);
  });

  test('R13 without any key the answer is 503: the message may come again', async () => {
    const framework = await startBotFramework();
    closing.push(() => framework.close());
    framework.broken = 500;
    const bot = await start(undefined, { config: framework.config(teams) });
    const authorization = `Bearer ${await framework.sign({ serviceUrl: teams })}`;
    const answer = await post(bot.url, messageActivity(teams, 'x'), { authorization });
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    expect(bot.released).toEqual([1]);
  });

  test('an unknown address or method is told in the same form, also on routes added later', async () => {
    const bot = await start();
    bot.http.server.get('/desk/broken', async () => Promise.reject(new Error('inside')));
    for (const [path, status, code] of [
      ['/nowhere', 404, 'not_found'],
      ['/api/messages', 405, 'method_not_allowed'],
      ['/desk/broken', 500, 'internal'],
    ] as const) {
      const response = await fetch(bot.url + path);
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ error: { code, message: expect.any(String), id: expect.any(String) } });
    }
  });
});

describe('the service', () => {
  let ready: Record<string, string>;
  beforeAll(() => {
    ready = { database: 'ok', queue: 'ok' };
  });

  test('tells that it lives, whether it is ready and what is down, and its figures', async () => {
    const bot = await start(undefined, {
      readiness: async () => ready,
      metrics: createMetrics({ queueDepth: async () => 3 }),
    });
    expect(await (await fetch(`${bot.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    ready = { database: 'connect ECONNREFUSED 10.1.2.3:5432', queue: 'ok' };
    const response = await fetch(`${bot.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', checks: { database: 'down', queue: 'ok' } });
    expect(bot.log()).toContain('10.1.2.3');
    await post(bot.url, message());
    const figures = await (await fetch(`${bot.url}/metrics`)).text();
    expect(figures).toContain('guichet_turns_total{outcome="done"} 1');
    expect(figures).toContain('guichet_queue_jobs 3');
    expect(figures).toContain('nodejs_eventloop_lag_seconds');
  });

  test('sends security headers with every answer and does not name its software', async () => {
    const bot = await start();
    for (const path of ['/healthz', '/nowhere', '/metrics']) {
      const { headers } = await fetch(bot.url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('server')).toBeNull();
    }
  });

  test('in local mode answers only to the name of this machine', async () => {
    const bot = await start();
    const answer = await raw(
      bot.port,
      'GET /healthz HTTP/1.1\r\nhost: guichet.evil.example\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 421 /);
  });

  test('R16 draining finishes the running turn, refuses new ones and closes', async () => {
    let finish = () => {};
    const bot = await start(() => new Promise<void>((resolve) => (finish = resolve)));
    const running = post(bot.url, message());
    await expect.poll(() => bot.turns.length).toBe(1);
    const drained = bot.http.drain();
    const refused = await post(bot.url, message());
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'draining' } } });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(503);
    finish();
    expect((await running).status).toBe(200);
    await drained;
    await expect(fetch(`${bot.url}/healthz`)).rejects.toThrow();
    closing.length = 0;
  });

  test('R16 a turn that never ends does not keep it from closing', async () => {
    const bot = await start(() => new Promise<void>(() => {}));
    const running = post(bot.url, message()).catch(() => 'cut off');
    await expect.poll(() => bot.turns.length).toBe(1);
    await bot.http.drain(50);
    expect(await running).toBe('cut off');
    expect(bot.log()).toContain('Stopped with turns running');
    closing.length = 0;
  });

  test('a client that sends its headers a byte at a time is cut off', async () => {
    const bot = await start(undefined, { timeouts: { headers: 200, request: 300 } });
    const answer = await raw(bot.port, 'POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ');
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
  });
});

/** A message of about `size` bytes, sent in chunks over one connection. */
function send(
  port: number,
  agent: http.Agent,
  size: number,
  counted: boolean,
): Promise<{ status: number; body: string }> {
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  const activity = Buffer.from(JSON.stringify(message()));
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(counted ? { 'content-length': size + activity.length } : {}),
    };
    const request = http.request({ port, host: '127.0.0.1', path: '/api/messages', method: 'POST', agent, headers });
    let body = '';
    request.once('error', reject);
    request.once('response', (response) => {
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    let left = size;
    const more = (): void => {
      while (left > 0) {
        const part = left >= chunk.length ? chunk : chunk.subarray(0, left);
        left -= part.length;
        if (!request.write(part)) return void request.once('drain', more);
      }
      request.end(activity);
    };
    more();
  });
}

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part) => (answer += part));
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
  });
}

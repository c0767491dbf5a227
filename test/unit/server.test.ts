import { beforeAll, describe, expect, test } from 'vitest';
import { SupportError } from '../../adapters/support-error.ts';
import { ChannelAdapter } from '../../bot/channel/adapter.ts';
import { ChannelAuthentication } from '../../bot/channel/authentication.ts';
import { receiptKey } from '../../bot/channel/receipt.ts';
import { loadConfig } from '../../bot/config.ts';
import { createLogger } from '../../bot/logger.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { messageActivity } from '../support/activities.ts';
import { startBotFramework } from '../support/bot-framework.ts';
import { closing, message, post, raw, start, teams } from '../support/server.ts';

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

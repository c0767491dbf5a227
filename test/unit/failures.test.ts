import { describe, expect, test } from 'vitest';
import { SupportError } from '../../adapters/support-error.ts';
import { messageActivity } from '../support/activities.ts';
import { startBotFramework } from '../support/bot-framework.ts';
import { closing, message, post, start, teams } from '../support/server.ts';

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

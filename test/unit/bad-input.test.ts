import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { memoryHeld } from '../support/memory.ts';
import { closing, message, post, raw, start } from '../support/server.ts';

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

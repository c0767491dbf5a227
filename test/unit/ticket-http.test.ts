import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TicketSystemError } from '../../adapters/ticketing/errors.ts';
import { createHttp } from '../../adapters/ticketing/http.ts';
import { createPause } from '../../bot/ticketing/pause.ts';
import { freePort } from '../end-to-end/free-port.ts';

let server: Server;
let baseUrl = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const status = Number(/\d+/.exec(request.url ?? '')?.[0]);
    if (request.url === '/reset') return void request.socket.destroy();
    if (request.url === '/hang') return;
    response.writeHead(status, { 'retry-after': '7' });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const outcome = async (method: 'GET' | 'POST', path: string, base = baseUrl): Promise<TicketSystemError> => {
  const http = createHttp({ baseUrl: base, headers: async () => ({}), system: 'X', deadline: 200 });
  const failure = await http.send({ method, path, signal: AbortSignal.timeout(5000) }).catch((error) => error);
  if (!(failure instanceof TicketSystemError)) throw new Error('it did not fail');
  return failure;
};

describe('whether a call had its effect (R6)', () => {
  test.each([
    ['POST', '/500', 'unknown'],
    ['POST', '/502', 'unknown'],
    ['POST', '/408', 'unknown'],
    ['POST', '/reset', 'unknown'],
    ['POST', '/hang', 'unknown'],
    ['POST', '/429', 'not_done'],
    ['POST', '/401', 'not_done'],
    ['POST', '/422', 'refused'],
    ['GET', '/500', 'not_done'],
    ['GET', '/hang', 'not_done'],
    ['GET', '/404', 'refused'],
  ] as const)('%s %s: %s', async (method, path, expected) => {
    expect((await outcome(method, path)).outcome).toBe(expected);
  });

  test('nothing was asked where nobody listens', async () => {
    expect((await outcome('POST', '/200', `http://127.0.0.1:${await freePort()}`)).outcome).toBe('not_done');
  });

  test('what the system asks for is waited', async () => {
    expect((await outcome('POST', '/429')).retryAfter).toBe(7000);
  });
});

describe('a ticket system that is down (R31)', () => {
  test('is left alone longer and longer, up to five minutes, and at once asked again when it answers', () => {
    let now = 0;
    const pause = createPause({ now: () => now });
    const waits: number[] = [];
    for (let failure = 0; failure < 12; failure += 1) {
      pause.failed(new TicketSystemError('not_done', 'down'));
      const began = now;
      while (pause.isPaused()) now += 1000;
      waits.push(now - began);
    }
    expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
    expect(Math.max(...waits)).toBe(300_000);
    pause.succeeded();
    pause.failed(new TicketSystemError('not_done', 'down'));
    now += 2000;
    expect(pause.isPaused()).toBe(false);
  });

  test('rests for as long as it asks, and not for a single answer that is lost', () => {
    const pause = createPause({ now: () => 0 });
    expect(pause.failed(new TicketSystemError('unknown', 'reset'))).toBe(false);
    expect(pause.failed(new TicketSystemError('refused', 'no'))).toBe(false);
    expect(pause.isPaused()).toBe(false);
    pause.failed(new TicketSystemError('not_done', 'busy', { retryAfter: 60_000 }));
    expect(pause.isPaused()).toBe(true);
  });
});

import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { ConnectorForbidden, ConnectorUnreachable } from './connector-errors.ts';

export interface HttpCall {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The caller's; the deadline (ms) counts from now to the last byte of the answer (R7). */
  readonly signal: AbortSignal | undefined;
  readonly deadline: number;
  /** bytes; a longer answer is refused while it streams. */
  readonly limit: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

// node:http with a keep-alive agent costs well under half the CPU of the global fetch, and follows no redirect by itself.
const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 64, scheduling: 'lifo' }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 64, scheduling: 'lifo' }),
};

/**
 * One request, no retry, no redirect.
 * @throws ConnectorUnreachable without a whole answer; ConnectorForbidden (`size`) past the limit.
 */
export function call(request: HttpCall): Promise<HttpAnswer> {
  const { url, signal, body } = request;
  if (signal?.aborted) return Promise.reject(new ConnectorUnreachable('cancelled', false, signal.reason));
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const outgoing = (secure ? https : http).request(url, {
      method: request.method,
      agent: agents[secure ? 'https:' : 'http:'],
      headers: body === undefined ? request.headers : { ...request.headers, 'content-length': Buffer.byteLength(body) },
    });
    // Until the connection stands nothing has been sent, and repeating is safe.
    let sent = false;
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) sent = true;
      else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
    });

    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      settle();
    };
    const fail = (error: Error) => {
      finish(() => reject(error));
      outgoing.destroy();
    };
    const cancel = () => fail(new ConnectorUnreachable('cancelled', sent, signal?.reason));
    const timer = setTimeout(() => fail(new ConnectorUnreachable('deadline', sent)), request.deadline);
    signal?.addEventListener('abort', cancel);

    outgoing.on('error', (error) => finish(() => reject(new ConnectorUnreachable('network', sent, error))));
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > request.limit) fail(new ConnectorForbidden('size', `The answer is over ${request.limit} bytes.`));
        else chunks.push(chunk);
      });
      incoming.once('error', (error) => finish(() => reject(new ConnectorUnreachable('network', true, error))));
      incoming.once('end', () =>
        finish(() =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
        ),
      );
    });
    outgoing.end(body);
  });
}

/** The body as JSON, or undefined where it is not. */
export function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `Retry-After`, seconds or a date, in ms from `now`. */
export function retryAfter(answer: HttpAnswer, now: number): number | undefined {
  const header = answer.headers['retry-after'];
  if (!header) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

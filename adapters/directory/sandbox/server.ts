import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answering, answer, type Request, type Response, refusal, version } from './answer.ts';
import { answerBatch } from './batch.ts';
import { type Behaviour, createBehaviours } from './behaviour.ts';

export interface SandboxServer {
  readonly baseUrl: string;
  behave(behaviour: Behaviour): void;
  /** The latest requests, oldest first: method, and path with query. Those inside a batch stand after it. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A request to something that is served beside Graph. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly text: string;
}
/** By the first step of its path. */
export type Beside = Readonly<Record<string, (asked: Asked) => Response>>;

const requestsKept = 10_000;
const bodyLimit = 1_000_000;

/** Serves a tenant on loopback, to whoever has a token of it, as Graph v1.0 does. */
export async function serveTenant(options: Answering, beside: Beside): Promise<SandboxServer> {
  const behaviours = createBehaviours();
  const requests: string[] = [];
  const log = (method: string, { pathname, search }: URL) => {
    requests.push(`${method} ${pathname}${search}`);
    if (requests.length > requestsKept) requests.shift();
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', baseUrl);
    const text = await read(request);
    const other = beside[url.pathname.split('/')[1] ?? ''];
    if (other) return send(response, other({ method: request.method ?? 'GET', url, text }));
    requests.push(`${request.method} ${request.url}`);
    if (requests.length > requestsKept) requests.shift();
    const behaviour = behaviours.take(`${request.method} ${url.pathname}`);
    if (behaviour.delay) await wait(behaviour.delay, undefined, { ref: false });
    if (behaviour.hangUp) return void request.socket.destroy();
    if (behaviour.body !== undefined)
      return void send(response, { status: 200, headers: jsonType, body: behaviour.body });

    const asked: Request = {
      method: request.method ?? 'GET',
      url,
      authorization: request.headers.authorization,
      body: parse(text),
    };
    const answered = refusedBy(behaviour, options.now()) ?? (await answerOne(asked, behaviour.pageSize));
    if (behaviour.hangUpAfter) return void request.socket.destroy();
    send(response, answered);
  });

  const answerOne = async (asked: Request, pageSize: number | undefined): Promise<Response> => {
    if (asked.url.pathname !== `${version}/$batch`) return answer(options, asked, pageSize);
    if (asked.method !== 'POST') return refusal(405, options.now());
    const each = async (inner: Request) => {
      log(inner.method, inner.url);
      const behaviour = behaviours.take(`${inner.method} ${inner.url.pathname}`);
      return refusedBy(behaviour, options.now()) ?? answer(options, inner, behaviour.pageSize);
    };
    return (await answerBatch(asked, each)) ?? refusal(400, options.now());
  };

  const baseUrl = await listen(server);
  return {
    baseUrl,
    requests,
    behave: behaviours.behave,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

const jsonType = { 'content-type': 'application/json' };

function refusedBy({ status, retryAfter }: Behaviour, now: number): Response | undefined {
  if (status === undefined) return undefined;
  const refused = refusal(status, now);
  if (retryAfter === undefined) return refused;
  return { ...refused, headers: { ...refused.headers, 'retry-after': String(retryAfter) } };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > bodyLimit) return '';
  }
  return text;
}

/** What is no JSON stands for itself, and no route takes it. */
function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(response: ServerResponse, { status, headers, body }: Response): void {
  // Not chained: where restify is loaded its writeHead returns nothing.
  response.writeHead(status, headers);
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botbuilder';
import { employee, type MessageOptions, messageActivity } from './activities.ts';
import { activityProblems } from './activity-schema.ts';

/** How the channel answers the next matching call: a status (with the body's error code), no answer, or a reset. */
export interface Fault {
  readonly status?: number;
  readonly code?: string;
  readonly retryAfter?: string;
  readonly kind?: 'hang' | 'reset' | 'reset-after-receipt';
  /** How many calls; 1 unless told. */
  readonly times?: number;
}

export interface Received extends Partial<Activity> {
  /** What was called: `send`, `reply`, `update`, `remove`, `create`. */
  readonly call: string;
  readonly conversationId: string;
  /** The id the channel gave. */
  readonly sentId: string;
  readonly authorization: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface FakeChannel {
  /** The serviceUrl of what it says. */
  readonly url: string;
  /** What the bot sent, oldest first, as it arrived on the wire. */
  readonly received: Received[];
  /** Activities that the published schema refuses; a test expects none. */
  readonly problems: string[];
  /** Every call, faults included: `POST /v3/conversations/…`. */
  readonly calls: string[];
  /** Roster entries by member id; filled by `say`. */
  readonly members: Map<string, Record<string, unknown>>;
  /** Files by path, served under `url`. */
  readonly files: Map<string, { contentType: string; bytes: Buffer; location?: string }>;
  /** The first message from the bot that satisfies the predicate, already received or within `ms`. */
  waitFor(predicate: (received: Received) => boolean, ms?: number): Promise<Received>;
  fail(fault: Fault): void;
  /** An employee writes; resolves with the bot's HTTP answer. */
  say(botUrl: string, text: string, options?: MessageOptions): Promise<Answer>;
  post(botUrl: string, activity: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** A connector service on loopback that stands for Teams: it speaks, records what it is told and fails on demand. */
export async function startChannel(options: { port?: number } = {}): Promise<FakeChannel> {
  const received: Received[] = [];
  const problems: string[] = [];
  const calls: string[] = [];
  const members: FakeChannel['members'] = new Map();
  const files: FakeChannel['files'] = new Map();
  const faults: { fault: Fault; left: number }[] = [];
  const watchers = new Set<(message: Received) => void>();
  let count = 0;

  const server = http.createServer(async (request, response) => {
    const text = await bodyOf(request).catch(() => undefined);
    if (text === undefined) return;
    const path = new URL(request.url ?? '/', 'http://channel').pathname;
    calls.push(`${request.method} ${path}`);
    const file = files.get(path);
    if (file) return sendFile(response, file);

    const fault = nextFault(faults);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') return void request.socket.resetAndDestroy();
    if (fault?.status) return refuse(response, fault.status, fault.code ?? 'Refused', fault.retryAfter);

    const member = /^\/v3\/conversations\/[^/]+\/members\/([^/]+)$/.exec(path);
    if (request.method === 'GET' && member) {
      const found = members.get(decodeURIComponent(member[1]!));
      return found ? answer(response, 200, found) : refuse(response, 404, 'MemberNotFoundInConversation');
    }
    const route = /^\/v3\/conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(path);
    const call = route && callName(request.method ?? '', route[1], route[2]);
    if (!route || !call) return refuse(response, 404, 'NotFound');

    const content = (text === '' ? {} : JSON.parse(text)) as Partial<Activity>;
    if (['send', 'reply', 'update'].includes(call)) problems.push(...activityProblems(content));
    count += 1;
    const sentId = call === 'update' || call === 'remove' ? decodeURIComponent(route[2]!) : `sent-${count}`;
    const conversationId = route[1] ? decodeURIComponent(route[1]) : `conversation-${count}`;
    const message = { ...content, call, conversationId, sentId, authorization: request.headers.authorization };
    received.push(message);
    for (const watcher of watchers) watcher(message);
    if (fault?.kind === 'reset-after-receipt') return void request.socket.resetAndDestroy();
    answer(
      response,
      call === 'create' ? 201 : 200,
      call === 'create' ? { id: conversationId, activityId: sentId } : { id: sentId },
    );
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const channel: FakeChannel = {
    url,
    received,
    problems,
    calls,
    members,
    files,
    fail: (fault) => faults.push({ fault, left: fault.times ?? 1 }),
    waitFor(predicate, ms = 10_000) {
      const found = received.find(predicate);
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const watcher = (message: Received) => {
          if (predicate(message)) settle(() => resolve(message));
        };
        const settle = (then: () => void) => {
          clearTimeout(timer);
          watchers.delete(watcher);
          then();
        };
        const seen = () => received.map(({ call, text }) => `${call}: ${text}`).join('\n');
        const timer = setTimeout(
          () => settle(() => reject(new Error(`Nothing like it in ${ms} ms. Seen:\n${seen()}`))),
          ms,
        );
        watchers.add(watcher);
      });
    },
    async say(botUrl, text, options = {}) {
      const { id, name, aadObjectId } = { ...employee, ...options.from };
      members.set(id, { id, name, aadObjectId });
      return channel.post(botUrl, messageActivity(url, text, options));
    },
    async post(botUrl, activity, headers = {}) {
      const response = await fetch(new URL('/api/messages', botUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      });
      const answered = await response.text();
      return { status: response.status, body: parse(answered), headers: response.headers };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return channel;
}

function callName(method: string, conversation: string | undefined, activity: string | undefined): string | undefined {
  if (method === 'POST') return conversation === undefined ? 'create' : activity === undefined ? 'send' : 'reply';
  if (method === 'PUT' && activity) return 'update';
  return method === 'DELETE' && activity ? 'remove' : undefined;
}

function nextFault(faults: { fault: Fault; left: number }[]): Fault | undefined {
  const [first] = faults;
  if (!first) return undefined;
  first.left -= 1;
  if (first.left <= 0) faults.shift();
  return first.fault;
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  // Not chained: where restify is loaded its writeHead returns nothing.
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: string, retryAfter?: string): void {
  answer(response, status, { error: { code, message: code } }, retryAfter ? { 'retry-after': retryAfter } : {});
}

function sendFile(response: ServerResponse, file: { contentType: string; bytes: Buffer; location?: string }): void {
  if (file.location) response.writeHead(302, { location: file.location });
  else response.writeHead(200, { 'content-type': file.contentType });
  response.end(file.location ? '' : file.bytes);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

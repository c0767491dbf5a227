import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadSpecification, type Operation } from './specification.ts';

export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: JSON, checked against the description
  readonly body: any;
  readonly raw: Buffer;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: SimulatedRequest) => SimulatedAnswer;

/** What goes wrong with a call, instead of or after its effect. */
export type Fault = 'busy' | 'refuses' | 'fails' | 'fails after' | 'resets' | 'resets after' | 'hangs' | 'hangs after';

export interface SimulatedInterface {
  /** A file of test/fixtures/specs. */
  readonly specification: string;
  /** What stands before the description's paths. */
  readonly base: string;
  /** By the description's own names: `POST /tickets`. */
  readonly routes: Readonly<Record<string, Handler>>;
}

export interface SimulatorOptions extends SimulatedInterface {
  /** A system with two interfaces has a second description. */
  readonly second?: SimulatedInterface;
  /** In place of what the description gets wrong: neither request nor answer is held against it. */
  readonly instead?: Readonly<Record<string, Handler>>;
  /** Beside the description: patterns of whole paths, with the method first. */
  readonly beside?: readonly (readonly [pattern: RegExp, handler: Handler])[];
  /** The answer to a request that is not authorised; undefined for one that is. */
  readonly refuse: (headers: IncomingHttpHeaders, path: string) => SimulatedAnswer | undefined;
}

export interface Simulator {
  readonly url: string;
  /** Requests and answers that are not as the description says. */
  readonly problems: string[];
  /** `POST /tickets`, in the order in which they came. */
  readonly calls: string[];
  /** Asked at each call what goes wrong with it; the effect of `after` ones is there before it does. */
  fault: (request: SimulatedRequest) => Fault | undefined;
  stop(): Promise<void>;
}

/** An HTTP server that takes and gives exactly what the published description says, and notes whatever does not. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const interfaces = [options, ...(options.second ? [options.second] : [])].map((each) => ({
    ...each,
    described: loadSpecification(each.specification),
  }));
  const problems: string[] = [];
  const calls: string[] = [];

  function answer(request: SimulatedRequest, contentType: string): SimulatedAnswer {
    const refused = options.refuse(request.headers, request.path);
    for (const each of interfaces) {
      const path = request.path.startsWith(each.base) ? request.path.slice(each.base.length) : undefined;
      const operation = path === undefined ? undefined : each.described.find(request.method, path);
      if (operation) return refused ?? answerDescribed(each, operation, request, contentType);
    }
    for (const [pattern, handler] of options.beside ?? []) {
      const match = pattern.exec(`${request.method} ${request.path}`);
      if (match) return refused ?? handler({ ...request, parameters: { ...match.groups } });
    }
    problems.push(`${request.method} ${request.path} is not in the description`);
    return { status: 404, body: { error: 'no such route' } };
  }

  function answerDescribed(
    { described, routes }: (typeof interfaces)[number],
    operation: Operation,
    request: SimulatedRequest,
    contentType: string,
  ): SimulatedAnswer {
    calls.push(operation.name);
    const instead = options.instead?.[operation.name];
    if (instead) return instead({ ...request, parameters: operation.parameters });
    const handler = routes[operation.name];
    if (!handler) {
      problems.push(`${operation.name} is not simulated`);
      return { status: 500 };
    }
    const asked = described.requestProblems(operation, request.query, contentType, request.body);
    problems.push(...asked.map((problem) => `${operation.name} asked: ${problem}`));
    const given = handler({ ...request, parameters: operation.parameters });
    const body = given.body === undefined ? undefined : JSON.parse(JSON.stringify(given.body));
    const wrong = described.answerProblems(operation, given.status, body);
    problems.push(...wrong.map((problem) => `${operation.name} answered ${given.status}: ${problem}`));
    return given;
  }

  const simulator: Simulator = { url: '', problems, calls, fault: () => undefined, stop: async () => {} };
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    const contentType = incoming.headers['content-type']?.split(';', 1)[0] ?? '';
    const fault = simulator.fault(request);
    if (fault === 'busy') return send(response, { status: 429, headers: { 'retry-after': '1' }, body: {} });
    if (fault === 'refuses') return send(response, { status: 422, body: { error: 'Missing required value' } });
    const given = fault === undefined || fault.endsWith('after') ? answer(request, contentType) : undefined;
    if (fault?.startsWith('fails')) return send(response, { status: 500, body: {} });
    if (fault?.startsWith('resets')) return void incoming.socket.destroy();
    if (fault?.startsWith('hangs')) return;
    send(response, given!);
  });
  // No connection is closed while somebody may be about to use it.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(simulator, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function read(incoming: IncomingMessage): Promise<SimulatedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? '/', 'http://simulator');
  const json = incoming.headers['content-type']?.startsWith('application/json') && raw.length > 0;
  const body = json ? JSON.parse(raw.toString('utf8')) : raw.length > 0 ? raw : undefined;
  const { method = 'GET', headers } = incoming;
  return { method, path: decodeURI(url.pathname), parameters: {}, query: url.searchParams, headers, body, raw };
}

function send(response: ServerResponse, { status, body, headers = {} }: SimulatedAnswer): void {
  if (body instanceof Uint8Array) {
    response.writeHead(status, headers);
    response.end(body);
    return;
  }
  response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

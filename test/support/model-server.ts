import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model does with the next request. */
export type ModelBehaviour =
  | { readonly kind: 'answer'; readonly text: string /** ms between two chunks */; readonly pace?: number }
  | { readonly kind: 'refuse'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'hang' }
  /** Begins well, then says nothing more. */
  | { readonly kind: 'stall'; readonly text: string }
  | { readonly kind: 'reset' }
  /** Bytes that are no protocol at all. */
  | { readonly kind: 'nonsense' }
  | { readonly kind: 'tool-call'; readonly name: string; readonly arguments: string };

export interface ModelRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the client sent
  readonly body: any;
}

export interface ModelServer {
  /** The base address that OPENAI_BASE_URL takes. */
  readonly url: string;
  readonly requests: ModelRequest[];
  behave(behaviour: ModelBehaviour): void;
  close(): Promise<void>;
}

/** A model behind the Chat Completions API as OpenAI documents it, streamed as server-sent events or whole. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  let behaviour: ModelBehaviour = { kind: 'answer', text: 'NONE' };
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
    if (request.url !== '/v1/chat/completions') return json(response, 404, problem('not_found', 'Unknown path'));
    await answer(response, body, behaviour);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave(next) {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Asked {
  readonly model: string;
  readonly stream?: boolean;
}

async function answer(response: ServerResponse, asked: Asked, behaviour: ModelBehaviour): Promise<void> {
  switch (behaviour.kind) {
    case 'hang':
      return;
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'nonsense':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {"choices": [{"delta": {"content": 12}}, \u0000\n\nevent: ???\ndata: }\n\n');
      return;
    case 'refuse': {
      const headers = behaviour.retryAfter === undefined ? {} : { 'retry-after': behaviour.retryAfter };
      return json(response, behaviour.status, problem('refused', `Status ${behaviour.status}`), headers);
    }
    case 'tool-call': {
      const call = {
        index: 0,
        id: 'call_1',
        type: 'function',
        function: { name: behaviour.name, arguments: behaviour.arguments },
      };
      return await stream(response, asked, [{ role: 'assistant', content: null, tool_calls: [call] }], 'tool_calls', 0);
    }
    case 'stall':
      events(response);
      event(response, chunkOf(asked, { role: 'assistant', content: behaviour.text }, null));
      return;
    case 'answer': {
      if (!asked.stream) {
        const message = { role: 'assistant', content: behaviour.text, refusal: null };
        const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }];
        return json(response, 200, { ...envelope(asked, 'chat.completion'), choices, usage });
      }
      const pieces = behaviour.text.match(/\S+\s*/g) ?? [];
      const deltas = [{ role: 'assistant', content: '' }, ...pieces.map((content) => ({ content }))];
      return await stream(response, asked, deltas, 'stop', behaviour.pace ?? 0);
    }
  }
}

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const problem = (code: string, message: string) => ({ error: { message, type: code, param: null, code } });
const envelope = ({ model }: Asked, object: string) => ({ id: 'chatcmpl-1', object, created: 1_700_000_000, model });
const chunkOf = (asked: Asked, delta: object, finish: string | null) => ({
  ...envelope(asked, 'chat.completion.chunk'),
  choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
});

function events(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

const event = (response: ServerResponse, data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);

async function stream(response: ServerResponse, asked: Asked, deltas: readonly object[], finish: string, pace: number) {
  events(response);
  for (const delta of deltas) {
    event(response, chunkOf(asked, delta, null));
    if (pace > 0) await new Promise((resolve) => setTimeout(resolve, pace));
  }
  event(response, chunkOf(asked, {}, finish));
  response.end('data: [DONE]\n\n');
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

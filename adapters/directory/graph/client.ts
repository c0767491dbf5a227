import {
  Client,
  GraphError,
  type GraphRequest,
  HTTPMessageHandler,
  ResponseType,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import { SupportError } from '../../support-error.ts';
import { DirectoryRefused, unreachable, unreadable } from './errors.ts';

export interface GraphOptions {
  /** `https://graph.microsoft.com`, or where a national cloud or the sandbox tenant answers. */
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
  /** ms for one call, its pages and its retry included. */
  readonly fetchTimeoutMs: number;
}

/** One call to Graph v1.0. @throws SupportError directory_refused, directory_unreachable or directory_unreadable */
export interface GraphClient {
  readonly root: string;
  readonly deadline: number;
  get(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
    headers?: Record<string, string>,
  ): Promise<unknown>;
  getText(path: string, signal: AbortSignal): Promise<string>;
  /** Sent once: whether to ask again is for whoever can look first whether it was done (R6). */
  write(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: object | undefined,
    signal: AbortSignal,
  ): Promise<unknown>;
}

/** A read is tried once more after 429, 503 or 504, unless Graph asks for a longer wait (s) than a person should notice. */
const patience = 1;
const readAgain = new RetryHandlerOptions(0, 1, (_delay, _attempt, _request, options, response) => {
  return !options?.signal?.aborted && !(Number(response.headers.get('retry-after')) > patience);
});
const writeOnce = new RetryHandlerOptions(0, 0, () => false);

/** Microsoft's client with its middleware. Deadlines are the caller's (underDeadline). */
export function createClient({ baseUrl, token, fetchTimeoutMs }: GraphOptions): GraphClient {
  const root = `${baseUrl.replace(/\/+$/, '')}/`;
  const client = Client.initWithMiddleware({
    baseUrl: root,
    defaultVersion: 'v1.0',
    // A redirect would carry the token elsewhere (R24).
    fetchOptions: { redirect: 'error' },
    // The client's own authentication handler signs https addresses only, which the sandbox tenant has not, and hides
    // why a token was refused: each request is signed below instead.
    middleware: [new RetryHandler(readAgain), new HTTPMessageHandler()],
  });

  const call = async <T>(
    path: string,
    signal: AbortSignal,
    send: (request: GraphRequest) => Promise<T>,
  ): Promise<T> => {
    const bearer = await token();
    try {
      return await send(client.api(path).header('authorization', `Bearer ${bearer}`).option('signal', signal));
    } catch (cause) {
      throw failureOf(cause);
    }
  };

  return {
    root: `${root}v1.0`,
    deadline: fetchTimeoutMs,
    get: (path, query, signal, headers = {}) =>
      call(path, signal, (request) => request.query(query).headers(headers).get()),
    getText: (path, signal) => call(path, signal, (request) => request.responseType(ResponseType.TEXT).get()),
    write: (method, path, body, signal) =>
      call(path, signal, (request) => {
        const once = request.middlewareOptions([writeOnce]);
        if (method === 'DELETE') return once.delete();
        return method === 'POST' ? once.post(body ?? {}) : once.patch(body ?? {});
      }),
  };
}

function failureOf(cause: unknown): SupportError {
  if (cause instanceof SupportError) return cause;
  if (!(cause instanceof GraphError)) return unreachable('the call failed', cause);
  // The client's error quotes the answer, which may name a person: only its status and code go on.
  if (cause.statusCode >= 300) return new DirectoryRefused(cause.statusCode, cause.code ?? '');
  if (cause.code === 'SyntaxError') return unreadable('it is not JSON');
  return unreachable('the network failed', cause);
}

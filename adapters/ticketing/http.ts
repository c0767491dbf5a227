import type { z } from 'zod';
import { TicketSystemError } from './errors.ts';

export interface HttpOptions {
  /** Address that paths are added to, without a trailing slash. */
  readonly baseUrl: string;
  /** Headers of every call: authorisation above all. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** Names the system in messages. */
  readonly system: string;
  /** ms for one call (R7). */
  readonly deadline: number;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: FormData | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Http {
  /** One call, never repeated. @throws TicketSystemError for every answer of 400 or more, and for none. */
  send(call: Call): Promise<Answer>;
  /** The answer's body, checked for the fields that are used. */
  read<T>(schema: z.ZodType<T>, call: Call): Promise<T>;
}

export function createHttp({ baseUrl, headers, system, deadline }: HttpOptions): Http {
  async function send(call: Call): Promise<Answer> {
    const { method = 'GET', path, query, json, body, signal } = call;
    const target = `${baseUrl}${path}${query ? `?${new URLSearchParams(query)}` : ''}`;
    const writes = method !== 'GET';
    const common = await headers();
    let response: Response;
    let text: string;
    try {
      response = await fetch(target, {
        method,
        headers: {
          accept: 'application/json',
          ...common,
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        ...(body === undefined ? {} : { body: body as FormData }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)]),
        redirect: 'error',
      });
      text = await response.text();
    } catch (cause) {
      const never = !writes || neverSent(cause);
      throw new TicketSystemError(never ? 'not_done' : 'unknown', `${system} gives no answer to ${method} ${path}`, {
        cause,
      });
    }
    if (response.status >= 400) throw refusal(system, call, response, text);
    return { status: response.status, headers: response.headers, body: parse(text) };
  }

  return {
    send,
    async read(schema, call) {
      const { body } = await send(call);
      const parsed = schema.safeParse(body);
      if (parsed.success) return parsed.data;
      const where = parsed.error.issues[0]?.path.join('.') || 'its body';
      // What wrote did write: only the answer is strange.
      throw new TicketSystemError(
        (call.method ?? 'GET') === 'GET' ? 'not_done' : 'unknown',
        `${system} answers ${call.method ?? 'GET'} ${call.path} in another form than its interface says: ${where}`,
      );
    },
  };
}

/** No connection was made, so nothing was asked. Everything else may have arrived. */
function neverSent(cause: unknown): boolean {
  const code = (cause as { cause?: { code?: unknown } }).cause?.code;
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    String(code),
  );
}

function refusal(system: string, { method = 'GET', path }: Call, response: Response, text: string): TicketSystemError {
  const { status } = response;
  const said = text.replace(/\s+/g, ' ').slice(0, 300);
  const message = `${system} answers ${status} to ${method} ${path}: ${said}`;
  const options = { status, retryAfter: retryAfter(response.headers.get('retry-after')) };
  if (status === 429) return new TicketSystemError('not_done', message, options);
  // 408 and 5xx come after the work as well as before it; a read may simply be read again.
  if (status === 408 || status >= 500) {
    return new TicketSystemError(method === 'GET' ? 'not_done' : 'unknown', message, options);
  }
  // Credentials are mended by an administrator, and the ticket waits for that.
  if (status === 401 || status === 403) return new TicketSystemError('not_done', message, options);
  return new TicketSystemError('refused', message, options);
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) in ms. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

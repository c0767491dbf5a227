import {
  Client,
  GraphError,
  HTTPMessageHandler,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import type { z } from 'zod';
import { SupportError } from '../../support-error.ts';
import { underDeadline } from './deadline.ts';
import { DirectoryRefused, unreachable, unreadable } from './errors.ts';
import { fieldsOf, pageSchema } from './schemas.ts';

export interface GraphOptions {
  /** `https://graph.microsoft.com`, or where a national cloud or the sandbox tenant answers. */
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
  /** ms for one call, its pages and its retry included. */
  readonly fetchTimeoutMs: number;
}

export interface Reader {
  /** undefined where there is no such thing (404). */
  find<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal): Promise<z.infer<S> | undefined>;
  /** All pages up to a bound; empty where there is no such thing (404). */
  list<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal, filter?: string): Promise<z.infer<S>[]>;
}

/** A person has few devices and a group few owners: past this something is wrong, and what was read is enough. */
const maximumPages = 10;
/** One more try after 429, 503 or 504, unless Graph asks for a longer wait (s) than a person should notice. */
const patience = 1;

/** Reads Graph v1.0: every call under the deadline and the caller's signal (R7), refusals told from failures. */
export function createReader({ baseUrl, token, fetchTimeoutMs }: GraphOptions): Reader {
  const root = `${baseUrl.replace(/\/+$/, '')}/`;
  const client = Client.initWithMiddleware({
    baseUrl: root,
    defaultVersion: 'v1.0',
    // A redirect would carry the token elsewhere (R24).
    fetchOptions: { redirect: 'error' },
    // The client's own authentication handler signs https addresses only, which the sandbox tenant has not, and hides
    // why a token was refused: each request is signed below instead.
    middleware: [
      new RetryHandler(
        new RetryHandlerOptions(0, 1, (_delay, _attempt, _request, options, response) => {
          return !options?.signal?.aborted && !(Number(response.headers.get('retry-after')) > patience);
        }),
      ),
      new HTTPMessageHandler(),
    ],
  });

  const get = async (path: string, query: Record<string, string>, signal: AbortSignal): Promise<unknown> => {
    const bearer = await token();
    try {
      return await client
        .api(path)
        .query(query)
        .header('authorization', `Bearer ${bearer}`)
        .option('signal', signal)
        .get();
    } catch (cause) {
      throw failureOf(cause);
    }
  };

  const find: Reader['find'] = (path, schema, signal) =>
    underDeadline(fetchTimeoutMs, signal, async (both) =>
      parse(schema, await get(path, { $select: fieldsOf(schema) }, both)),
    ).catch(undefinedIfAbsent);

  const list: Reader['list'] = async (path, schema, signal, filter) => {
    const found = await underDeadline(fetchTimeoutMs, signal, async (both) => {
      const items: z.infer<typeof schema>[] = [];
      let next: string | undefined = path;
      let query: Record<string, string> = { $select: fieldsOf(schema), ...(filter && { $filter: filter }) };
      for (let page = 0; next !== undefined && page < maximumPages; page += 1) {
        const answer: z.infer<typeof pageSchema> = parse(pageSchema, await get(next, query, both));
        for (const item of answer.value) items.push(parse(schema, item));
        const link = answer['@odata.nextLink'];
        next = link ? withinRoot(link, `${root}v1.0`) : undefined;
        query = {};
      }
      return items;
    }).catch(undefinedIfAbsent);
    return found ?? [];
  };

  return { find, list };
}

/** The path of the next page; a link to another place is not followed with our token (R24). */
function withinRoot(link: string, root: string): string {
  if (!link.startsWith(`${root}/`)) throw unreadable('@odata.nextLink leads elsewhere');
  return link.slice(root.length);
}

function parse<S extends z.ZodType>(schema: S, answer: unknown): z.infer<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw unreadable(parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', '));
}

function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof DirectoryRefused && error.status === 404) return undefined;
  throw error;
}

function failureOf(cause: unknown): SupportError {
  if (cause instanceof SupportError) return cause;
  if (!(cause instanceof GraphError)) return unreachable('the call failed', cause);
  // The client's error quotes the answer, which may name a person: only its status and code go on.
  if (cause.statusCode >= 300) return new DirectoryRefused(cause.statusCode, cause.code ?? '');
  if (cause.code === 'SyntaxError') return unreadable('it is not JSON');
  return unreachable('the network failed', cause);
}

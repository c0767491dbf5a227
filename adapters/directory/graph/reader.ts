import type { z } from 'zod';
import type { GraphClient } from './client.ts';
import { underDeadline } from './deadline.ts';
import { DirectoryRefused, unreadable } from './errors.ts';
import { fieldsOf, pageSchema } from './schemas.ts';

export interface Query {
  readonly filter?: string;
  /** Without `$select`: for collections of many types, where a field of one type would be refused. */
  readonly whole?: boolean;
  /** Entities a page; with it, one page is enough. */
  readonly top?: number;
  /** Entities asked for a page, where all pages are wanted. */
  readonly perPage?: number;
  /** Pages read at most, where more than the usual bound are to be expected. */
  readonly pages?: number;
  readonly more?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reader {
  /** undefined where there is no such thing (404). */
  find<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal): Promise<z.infer<S> | undefined>;
  /** All pages up to a bound; empty where there is no such thing (404). */
  list<S extends z.ZodObject>(path: string, schema: S, signal: AbortSignal, query?: Query): Promise<z.infer<S>[]>;
}

/** A person has few devices and a group few owners: past this something is wrong, and what was read is enough. */
const maximumPages = 10;

/** Reads Graph v1.0: every call under the deadline and the caller's signal (R7), refusals told from failures. */
export function createReader(client: GraphClient): Reader {
  const { get, root, deadline } = client;

  const find: Reader['find'] = (path, schema, signal) =>
    underDeadline(deadline, signal, async (both) =>
      parse(schema, await get(path, { $select: fieldsOf(schema) }, both)),
    ).catch(undefinedIfAbsent);

  const list: Reader['list'] = async (
    path,
    schema,
    signal,
    { filter, whole, top, perPage, pages = maximumPages, more, headers } = {},
  ) => {
    const found = await underDeadline(deadline, signal, async (both) => {
      const items: z.infer<typeof schema>[] = [];
      let next: string | undefined = path;
      let query: Record<string, string> = {
        ...(!whole && { $select: fieldsOf(schema) }),
        ...(filter && { $filter: filter }),
        ...(top && { $top: String(top) }),
        ...(perPage && { $top: String(perPage) }),
        ...more,
      };
      for (let page = 0; next !== undefined && page < (top ? 1 : pages); page += 1) {
        const answer: z.infer<typeof pageSchema> = parse(pageSchema, await get(next, query, both, headers));
        for (const item of answer.value) items.push(parse(schema, item));
        const link = answer['@odata.nextLink'];
        next = link ? withinRoot(link, root) : undefined;
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

export function parse<S extends z.ZodType>(schema: S, answer: unknown): z.infer<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw unreadable(parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', '));
}

function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof DirectoryRefused && error.status === 404) return undefined;
  throw error;
}

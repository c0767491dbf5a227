import type { z } from 'zod';
import { htmlToText } from '../html.ts';
import type { Call, Http } from '../http.ts';
import { readMarker } from '../marker.ts';
import type { ExternalComment } from '../port.ts';
import { attachmentContent, attachmentPage, historyPage } from './schemas.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: number;
  readonly pages?: number | null | undefined;
}

/** Pages that are followed; more changes than that are found by the next look. */
const mostPages = 50;

/** Every item of a collection, which RT gives in pages. */
export async function readPages<Item>(http: Http, schema: z.ZodType<Page<Item>>, call: Call): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const read = await http.read(schema, { ...call, query: { per_page: '100', ...call.query, page: String(page) } });
    items.push(...read.items);
    if (read.items.length === 0 || page >= (read.pages ?? 1)) break;
  }
  return items;
}

/** What was written under the ticket: `Correspond` goes to the requester, `Comment` to technicians. */
export async function readComments(http: Http, id: string, signal: AbortSignal): Promise<ExternalComment[]> {
  const query = { fields: 'Type,Created,Creator', 'fields[Creator]': 'Name,RealName' };
  const history = await readPages(http, historyPage, { path: `/ticket/${id}/history`, query, signal });
  const written = history.filter(({ Type }) => Type === 'Correspond' || Type === 'Comment');
  const comments: ExternalComment[] = [];
  for (const transaction of written) {
    const { text, marker } = readMarker(await textOf(http, transaction.id, signal));
    if (text === '' && marker === undefined) continue;
    comments.push({
      id: transaction.id,
      at: Date.parse(transaction.Created),
      by: transaction.Creator?.RealName || transaction.Creator?.id || 'Request Tracker',
      text,
      isPublic: transaction.Type === 'Correspond',
      ...(marker === undefined ? {} : { marker }),
    });
  }
  return comments;
}

/** The words of a transaction are its first part that is text and no file. A list gives contents raw, one alone in base64. */
async function textOf(http: Http, transaction: string, signal: AbortSignal): Promise<string> {
  const query = { fields: 'Filename,ContentType' };
  const parts = await readPages(http, attachmentPage, {
    path: `/transaction/${transaction}/attachments`,
    query,
    signal,
  });
  const words = parts.filter(({ Filename, ContentType }) => !Filename && ContentType?.startsWith('text/'));
  const part = words.find(({ ContentType }) => ContentType === 'text/plain') ?? words[0];
  if (!part) return '';
  const { Content } = await http.read(attachmentContent, { path: `/attachment/${part.id}`, signal });
  const text = Buffer.from(Content ?? '', 'base64').toString('utf8');
  return part.ContentType === 'text/html' ? htmlToText(text) : text;
}

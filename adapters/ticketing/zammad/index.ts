import { ifMissing } from '../errors.ts';
import { htmlToText } from '../html.ts';
import { createHttp } from '../http.ts';
import { markerOf, readMarker, withMarker } from '../marker.ts';
import type { ExternalComment, ExternalStatus, ExternalTicket, TicketFile, TicketSystem } from '../port.ts';
import { oldest, required, type TicketSystemSettings } from '../settings.ts';
import { checkSignature, headerOf, readNotification } from '../webhook.ts';
import { articles, created, notification, ticket, tickets } from './schemas.ts';

const system = 'Zammad';

/** Zammad's own states, by their names. */
const statuses: Readonly<Record<string, ExternalStatus>> = {
  new: 'new',
  open: 'assigned',
  'pending reminder': 'waiting_employee',
  'pending close': 'resolved',
  closed: 'resolved',
  merged: 'closed',
  removed: 'closed',
};
const priorities = { P1: '3 high', P2: '3 high', P3: '2 normal', P4: '1 low', P5: '1 low' } as const;
/** Tickets a page, and pages that are followed. */
const perPage = 100;
const mostPages = 20;

/** Zammad over its REST interface, version 1. */
export function createZammad(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', system, 'its address, https://helpdesk.example.org');
  const token = required(settings, 'token', system, 'an access token of an agent, with ticket.agent');
  const nobody = required(
    settings,
    'user',
    system,
    'the mail address under which tickets without a known requester are kept',
  );
  const http = createHttp({
    baseUrl: `${url}/api/v1`,
    headers: async () => ({ authorization: `Token token=${token}` }),
    system,
    deadline: settings.deadline,
  });
  const show = (id: string, number: string): ExternalTicket => ({ id, number, url: `${url}/#ticket/zoom/${id}` });
  const summarise = (each: typeof ticket._output) => ({
    ...show(each.id, each.number),
    title: each.title,
    status: statuses[each.state ?? ''] ?? 'assigned',
    createdAt: Date.parse(each.created_at),
    updatedAt: Date.parse(each.updated_at),
  });

  async function search(query: string, signal: AbortSignal) {
    const found: (typeof ticket._output)[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const asked = { query, expand: 'true', page: String(page), per_page: String(perPage) };
      const read = await http.read(tickets, { path: '/tickets/search', query: asked, signal });
      found.push(...read);
      if (read.length < perPage) break;
    }
    return found;
  }
  const readArticles = (id: string, signal: AbortSignal) =>
    http.read(articles, { path: `/ticket_articles/by_ticket/${id}`, query: { expand: 'true' }, signal });

  return {
    name: 'zammad',
    // Its search engine shows a ticket some seconds after it was created.
    settlesIn: settings.settlesIn ?? 60_000,
    finalStatus: 'resolved',

    async create(copy, signal) {
      const json = {
        title: `[${copy.idempotencyKey}] ${copy.title}`,
        group: settings.groups[copy.group] ?? settings.place ?? 'Users',
        customer_id: `guess:${copy.requester.email ?? nobody}`,
        priority: priorities[copy.priority],
        tags: ['guichet', copy.idempotencyKey, copy.category, copy.kind].join(','),
        article: {
          subject: copy.title,
          body: copy.html,
          content_type: 'text/html',
          type: 'note',
          sender: 'Customer',
          internal: false,
          attachments: copy.files.map(attachment),
        },
      };
      const answer = await http.read(created, { method: 'POST', path: '/tickets', json, signal });
      return show(answer.id, answer.number);
    },

    async find(key, signal) {
      const found = await search(`title:"${key.replace(/[^\w-]/g, '')}"`, signal);
      const first = oldest(found.filter(({ title }) => title.startsWith(`[${key}]`)));
      return first && show(first.id, first.number);
    },

    async fileNames(id, signal) {
      return (await readArticles(id, signal)).flatMap((article) => article.attachments.map(({ filename }) => filename));
    },

    async attach(id, file, signal) {
      const body = withMarker(file.name, markerOf(file.name));
      const json = { ...note(id, body, true), attachments: [attachment(file)] };
      await http.send({ method: 'POST', path: '/ticket_articles', json, signal });
    },

    async comment(id, { text, marker, isPublic }, signal) {
      const json = note(id, withMarker(text, marker), !isPublic);
      await http.send({ method: 'POST', path: '/ticket_articles', json, signal });
    },

    async setStatus(id, { to }, signal) {
      const json = { state: to === 'assigned' ? 'open' : 'closed' };
      await http.send({ method: 'PUT', path: `/tickets/${id}`, json, signal });
    },

    async get(id, signal) {
      const found = await http
        .read(ticket, { path: `/tickets/${id}`, query: { expand: 'true' }, signal })
        .catch(ifMissing);
      if (!found) return undefined;
      const [, ...written] = await readArticles(id, signal);
      // « - » is Zammad's user who is nobody.
      const assignee = found.owner && found.owner !== '-' ? { assignee: found.owner } : {};
      return { ...summarise(found), ...assignee, comments: written.map(toComment) };
    },

    async changedSince(instant, signal) {
      const since = new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
      return (await search(`updated_at:[${since} TO *]`, signal)).map(({ id }) => id);
    },

    async findByRequester({ email }, signal) {
      if (email === undefined) return [];
      const found = await search(`customer.email:"${email.replace(/["\\]/g, '')}"`, signal);
      return found.map(summarise).sort((one, other) => other.createdAt - one.createdAt);
    },

    readWebhook(request, secret) {
      const [, signature = ''] = /^sha1=([0-9a-f]{40})$/.exec(headerOf(request, 'x-hub-signature')) ?? [];
      checkSignature('sha1', secret, request.body, signature);
      return [readNotification(notification, request.body).ticket.id];
    },

    async ping(signal) {
      await http.send({ path: '/ticket_states', signal });
    },
  };
}

const note = (id: string, body: string, internal: boolean) => ({
  ticket_id: Number(id),
  body,
  content_type: 'text/plain',
  type: 'note',
  internal,
});

const attachment = ({ name, contentType, content }: TicketFile) => ({
  filename: name,
  data: Buffer.from(content).toString('base64'),
  'mime-type': contentType,
});

function toComment(article: (typeof articles._output)[number]): ExternalComment {
  const html = article.content_type === 'text/html';
  const { text, marker } = readMarker(html ? htmlToText(article.body) : article.body);
  return {
    id: article.id,
    at: Date.parse(article.created_at),
    by: article.from || article.created_by || system,
    text,
    isPublic: article.internal !== true,
    ...(marker === undefined ? {} : { marker }),
  };
}

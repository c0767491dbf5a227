import { ifMissing, TicketSystemError } from '../errors.ts';
import { createHttp } from '../http.ts';
import { markerOf, withMarker } from '../marker.ts';
import type { ExternalStatus, ExternalTicket, TicketCopy, TicketFile, TicketSystem } from '../port.ts';
import { basic, categoryFor, oldest, required, type TicketSystemSettings } from '../settings.ts';
import { readComments, readPages } from './reading.ts';
import { attachmentPage, created, idPage, queue, ticket, ticketPage } from './schemas.ts';

const system = 'Request Tracker';

/** RT's default lifecycle. */
const statuses: Readonly<Record<string, ExternalStatus>> = {
  new: 'new',
  open: 'assigned',
  stalled: 'waiting_employee',
  resolved: 'resolved',
  rejected: 'closed',
  deleted: 'closed',
};
const priorities = { P1: 100, P2: 75, P3: 50, P4: 25, P5: 0 } as const;
const listed = 'Subject,Status,Created,LastUpdated';

/** Request Tracker 5 and 6 over REST 2.0. */
export function createRequestTracker(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', system, 'its address, https://rt.example.org');
  const authorization = settings.token
    ? `token ${settings.token}`
    : basic(
        required(settings, 'user', system, 'TICKET_SYSTEM_TOKEN, or a user and a password'),
        required(settings, 'password', system, 'the password of TICKET_SYSTEM_USER'),
      );
  const http = createHttp({
    baseUrl: `${url}/REST/2.0`,
    headers: async () => ({ authorization }),
    system,
    deadline: settings.deadline,
  });
  const show = (id: string): ExternalTicket => ({ id, number: id, url: `${url}/Ticket/Display.html?id=${id}` });
  const summarise = (each: typeof ticket._output) => ({
    ...show(each.id),
    title: each.Subject,
    status: statuses[each.Status] ?? 'assigned',
    createdAt: Date.parse(each.Created),
    updatedAt: Date.parse(each.LastUpdated),
  });

  /** Which of Guichet's custom fields the queue has: what it has not is in the text alone. */
  async function customFields(place: string, copy: TicketCopy, signal: AbortSignal) {
    const { TicketCustomFields } = await http.read(queue, { path: `/queue/${encodeURIComponent(place)}`, signal });
    const known = new Set(TicketCustomFields.map(({ name }) => name));
    return Object.fromEntries(
      Object.entries(fieldsOf(settings, copy)).filter(([name, value]) => known.has(name) && value),
    );
  }

  return {
    name: 'request-tracker',
    settlesIn: settings.settlesIn ?? 30_000,
    finalStatus: 'resolved',

    async create(copy, signal) {
      const place = settings.groups[copy.group] ?? settings.place ?? 'General';
      const answer = await http.read(created, {
        method: 'POST',
        path: '/ticket',
        json: {
          Queue: place,
          Subject: `[${copy.idempotencyKey}] ${copy.title}`,
          ...(copy.requester.email === undefined ? {} : { Requestor: copy.requester.email }),
          Content: copy.html,
          ContentType: 'text/html',
          Priority: priorities[copy.priority],
          RefersTo: [copy.deskUrl],
          CustomFields: await customFields(place, copy, signal),
          Attachments: copy.files.map(attachment),
        },
        signal,
      });
      return show(answer.id);
    },

    async find(key, signal) {
      const quoted = key.replace(/[^\w-]/g, '');
      const query = `Subject LIKE '[${quoted}]' OR 'CF.{Guichet reference}' = '${quoted}'`;
      const { items } = await http.read(idPage, { path: '/tickets', query: { query, per_page: '100' }, signal });
      const first = oldest(items);
      return first && show(first.id);
    },

    async fileNames(id, signal) {
      const call = { path: `/ticket/${id}/attachments`, query: { fields: 'Filename' }, signal };
      const attachments = await readPages(http, attachmentPage, call);
      return attachments.flatMap(({ Filename }) => (Filename ? [Filename] : []));
    },

    async attach(id, file, signal) {
      const content = withMarker(file.name, markerOf(file.name));
      const json = { Content: content, ContentType: 'text/plain', Attachments: [attachment(file)] };
      await http.send({ method: 'POST', path: `/ticket/${id}/comment`, json, signal });
    },

    async comment(id, { text, marker, isPublic }, signal) {
      const json = { Content: withMarker(text, marker), ContentType: 'text/plain' };
      await http.send({ method: 'POST', path: `/ticket/${id}/${isPublic ? 'correspond' : 'comment'}`, json, signal });
    },

    async setStatus(id, { to }, signal) {
      const Status = to === 'assigned' ? 'open' : 'resolved';
      const { body } = await http.send({ method: 'PUT', path: `/ticket/${id}`, json: { Status }, signal });
      // RT answers 200 with a sentence when its lifecycle has no such way; one that stands there already is no failure.
      const { Status: now } = await http.read(ticket, { path: `/ticket/${id}`, signal });
      if (now !== Status) throw new TicketSystemError('refused', `${system} leaves the ticket ${now}: ${body}`);
    },

    async get(id, signal) {
      const found = await http
        .read(ticket, { path: `/ticket/${id}`, query: { 'fields[Owner]': 'Name,RealName' }, signal })
        .catch(ifMissing);
      if (!found) return undefined;
      const owner = found.Owner?.id === 'Nobody' ? undefined : (found.Owner?.RealName ?? found.Owner?.id);
      return {
        ...summarise(found),
        ...(owner ? { assignee: owner } : {}),
        comments: await readComments(http, id, signal),
      };
    },

    async changedSince(instant, signal) {
      // TicketSQL reads a time in the user's own zone unless it says UTC, and `>` leaves out the second itself.
      const since = new Date(instant - 1000).toISOString().slice(0, 19).replace('T', ' ');
      const query = { query: `LastUpdated > '${since} UTC'`, fields: 'LastUpdated', per_page: '100' };
      return (await readPages(http, idPage, { path: '/tickets', query, signal })).map(({ id }) => id);
    },

    async findByRequester({ email }, signal) {
      if (email === undefined) return [];
      const quoted = email.replace(/[\\']/g, '');
      const query = { query: `Requestor.EmailAddress = '${quoted}'`, fields: listed, per_page: '100' };
      const found = await readPages(http, ticketPage, { path: '/tickets', query, signal });
      return found.map(summarise).sort((one, other) => other.createdAt - one.createdAt);
    },

    async ping(signal) {
      await http.send({ path: '/rt', signal });
    },
  };
}

const attachment = ({ name, contentType, content }: TicketFile) => ({
  FileName: name,
  FileType: contentType,
  FileContent: Buffer.from(content).toString('base64'),
});

/** custom-fields.pl makes them. */
function fieldsOf(settings: TicketSystemSettings, copy: TicketCopy): Readonly<Record<string, string | undefined>> {
  return {
    'Guichet reference': copy.idempotencyKey,
    'Guichet category': categoryFor(settings, copy.category) ?? copy.category,
    'Guichet type': copy.kind === 'incident' ? 'incident' : 'service request',
    'Guichet impact': String(copy.impact),
    'Guichet urgency': String(copy.urgency),
    'Guichet priority': copy.priority,
    'Guichet group': copy.group,
    'Guichet affected person': copy.affected,
    'Guichet location': copy.location,
    'Guichet device': copy.asset,
    'Guichet source': copy.source,
  };
}

import type { z } from 'zod';
import { ifMissing, TicketSystemError } from '../errors.ts';
import { createHttp } from '../http.ts';
import { markerOf, readMarker, withMarker } from '../marker.ts';
import type { ExternalComment, ExternalStatus, ExternalTicket, TicketCopy, TicketSystem } from '../port.ts';
import { basic, oldest, required, type TicketSystemSettings } from '../settings.ts';
import { checkSignature, headerOf, readNotification } from '../webhook.ts';
import {
  attachmentPage,
  commentPage,
  created,
  customers,
  desk as deskSchema,
  fields,
  type issue,
  issues,
  notification,
  request,
  temporary,
  transitionPage,
} from './schemas.ts';

const system = 'Jira Service Management';
const priorities = { P1: 'Highest', P2: 'High', P3: 'Medium', P4: 'Low', P5: 'Lowest' } as const;
const pageSize = 50;
const mostPages = 20;

/** Names of states are each project's own; these are the shipped ones, and their category tells for the others. */
const waiting: Readonly<Record<string, ExternalStatus>> = {
  'waiting for customer': 'waiting_employee',
  pending: 'waiting_supplier',
  'waiting for third party': 'waiting_supplier',
  closed: 'closed',
  canceled: 'closed',
};
const categories = { NEW: 'new', INDETERMINATE: 'assigned', DONE: 'resolved', UNDEFINED: 'assigned' } as const;

/** Names of the transitions that lead to a state, as shipped projects call them. */
const transitions: Readonly<Record<'assigned' | 'resolved' | 'closed', RegExp>> = {
  assigned: /^(?:re-?open|back to in progress|in progress|respond to customer|rouvrir|reprendre)/i,
  resolved: /^(?:resolve|resolve this issue|done|résoudre|terminer)/i,
  closed: /^(?:close|clore|fermer)/i,
};

/** Jira Service Management, Cloud or Data Center, over its service desk interface. */
export function createJiraServiceManagement(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', system, 'its address, https://example.atlassian.net');
  const [desk = '', type = ''] = required(settings, 'place', system, 'a service desk and a request type, 4/25').split(
    '/',
  );
  const token = required(settings, 'token', system, 'an API token, or on Data Center a personal access token');
  // Cloud takes the token with its owner's address; Data Center takes it alone.
  const authorization = settings.user ? basic(settings.user, token) : `Bearer ${token}`;
  const http = createHttp({
    baseUrl: `${url}/rest/servicedeskapi`,
    headers: async () => ({ authorization, 'x-experimentalapi': 'opt-in' }),
    system,
    deadline: settings.deadline,
  });
  const show = (key: string): ExternalTicket => ({
    id: key,
    number: key,
    url: `${url}/browse/${key}`,
  });
  const summarise = (each: z.output<typeof request>) => {
    const { status, statusCategory, statusDate } = each.currentStatus;
    const summary = each.requestFieldValues.find(({ fieldId }) => fieldId === 'summary')?.value;
    return {
      ...show(each.issueKey),
      title: typeof summary === 'string' ? summary : '',
      status: waiting[status.toLowerCase()] ?? categories[statusCategory],
      createdAt: each.createdDate.epochMillis,
      updatedAt: statusDate?.epochMillis ?? each.createdDate.epochMillis,
    };
  };
  /** All values of a list, page by page. */
  async function list<Item>(
    schema: z.ZodType<{ isLastPage?: boolean | null | undefined; values: Item[] }>,
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Item[]> {
    const all: Item[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const asked = { ...query, start: String(page * pageSize), limit: String(pageSize) };
      const { values, isLastPage } = await http.read(schema, { path, query: asked, signal });
      all.push(...values);
      if (isLastPage !== false) break;
    }
    return all;
  }

  /** The account of a customer of the desk with that address. */
  async function findAccount(email: string | undefined, signal: AbortSignal): Promise<string | undefined> {
    if (email === undefined) return undefined;
    const found = await list(customers, `/servicedesk/${desk}/customer`, { query: email }, signal);
    return found.find(({ emailAddress }) => emailAddress?.toLowerCase() === email.toLowerCase())?.accountId;
  }
  /** Fields that the request type has: others are refused. */
  async function fieldIds(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const path = `/servicedesk/${desk}/requesttype/${type}/field`;
    return new Set((await http.read(fields, { path, signal })).requestTypeFields.map(({ fieldId }) => fieldId));
  }
  // Cloud and Data Center search in different places, and give the same fields.
  const jira = createHttp({
    baseUrl: url,
    headers: async () => ({ authorization }),
    system,
    deadline: settings.deadline,
  });
  const searchPath = settings.user ? '/rest/api/3/search/jql' : '/rest/api/2/search';
  let project: string | undefined;

  async function search(jql: string, signal: AbortSignal): Promise<z.output<typeof issue>[]> {
    const all: z.output<typeof issue>[] = [];
    let next: Record<string, string> = {};
    for (let page = 0; page < mostPages; page += 1) {
      const query = { jql, fields: 'summary,status,created,updated', maxResults: '100', ...next };
      const read = await jira.read(issues, { path: searchPath, query, signal });
      all.push(...read.issues);
      if (settings.user ? !read.nextPageToken : read.issues.length < 100) break;
      next = read.nextPageToken ? { nextPageToken: read.nextPageToken } : { startAt: String(all.length) };
    }
    return all;
  }
  const summariseIssue = ({ key, fields: held }: z.output<typeof issue>) => ({
    ...show(key),
    title: held.summary,
    status:
      waiting[held.status.name.toLowerCase()] ??
      categories[held.status.statusCategory.key.toUpperCase() as keyof typeof categories] ??
      'assigned',
    createdAt: Date.parse(held.created),
    updatedAt: Date.parse(held.updated),
  });

  return {
    name: 'jira-service-management',
    // What it searches with lags some seconds behind.
    settlesIn: settings.settlesIn ?? 60_000,
    finalStatus: 'resolved',

    async create(copy, signal) {
      const known = await fieldIds(signal);
      const account = await findAccount(copy.requester.email, signal);
      const requestFieldValues = Object.fromEntries(
        Object.entries(fieldsOf(copy)).filter(([name]) => known.has(name) || name === 'summary'),
      );
      const json = {
        serviceDeskId: desk,
        requestTypeId: type,
        requestFieldValues,
        ...(account === undefined ? {} : { raiseOnBehalfOf: account }),
      };
      const answer = await http.read(created, { method: 'POST', path: '/request', json, signal });
      return show(answer.issueKey);
    },

    async find(key, signal) {
      const reference = key.replace(/[^\w-]/g, '');
      const found = await search(`summary ~ "\\"${reference}\\""`, signal);
      const exact = found.filter(({ fields: held }) => held.summary.startsWith(`[${reference}]`));
      const first = oldest(exact.map(({ key: id }) => ({ id: id.replace(/^.*-/, ''), key: id })));
      return first && show(first.key);
    },

    async fileNames(id, signal) {
      return (await list(attachmentPage, `/request/${id}/attachment`, {}, signal)).map(({ filename }) => filename);
    },

    async attach(id, { name, contentType, content }, signal) {
      const body = new FormData();
      body.append('file', new Blob([Uint8Array.from(content)], { type: contentType }), name);
      const headers = { 'x-atlassian-token': 'no-check' };
      const path = `/servicedesk/${desk}/attachTemporaryFile`;
      const { temporaryAttachments } = await http.read(temporary, { method: 'POST', path, body, headers, signal });
      const json = {
        temporaryAttachmentIds: temporaryAttachments.map((each) => each.temporaryAttachmentId),
        public: false,
        additionalComment: { body: withMarker(name, markerOf(name)) },
      };
      await http.send({ method: 'POST', path: `/request/${id}/attachment`, json, signal });
    },

    async comment(id, { text, marker, isPublic }, signal) {
      const json = { body: withMarker(text, marker), public: isPublic };
      await http.send({ method: 'POST', path: `/request/${id}/comment`, json, signal });
    },

    async setStatus(id, { to }, signal) {
      const possible = await list(transitionPage, `/request/${id}/transition`, {}, signal);
      const chosen = possible.find(({ name }) => transitions[to].test(name));
      if (!chosen) {
        const names = possible.map(({ name }) => name).join(', ') || 'none';
        throw new TicketSystemError(
          'refused',
          `${system} has no transition to ${to} for Guichet's account; it has: ${names}`,
        );
      }
      await http.send({ method: 'POST', path: `/request/${id}/transition`, json: { id: chosen.id }, signal });
    },

    async get(id, signal) {
      const found = await http.read(request, { path: `/request/${id}`, signal }).catch(ifMissing);
      if (!found) return undefined;
      const comments = await list(commentPage, `/request/${id}/comment`, { public: 'true', internal: 'true' }, signal);
      return { ...summarise(found), comments: comments.map(toComment).toSorted((one, other) => one.at - other.at) };
    },

    async changedSince(instant, signal) {
      project ??= (await http.read(deskSchema, { path: `/servicedesk/${desk}`, signal })).projectKey;
      // JQL counts in whole minutes, back from now, whatever the account's time zone.
      const minutes = Math.ceil((Date.now() - instant) / 60_000);
      if (minutes <= 0) return [];
      const changed = await search(`project = "${project}" AND updated >= -${minutes}m`, signal);
      return changed.map(({ key }) => key);
    },

    async findByRequester({ email }, signal) {
      const account = await findAccount(email, signal);
      if (account === undefined) return [];
      const found = await search(`reporter = "${account.replace(/["\\]/g, '')}"`, signal);
      return found.map(summariseIssue).sort((one, other) => other.createdAt - one.createdAt);
    },

    readWebhook(given, secret) {
      const [, signature = ''] = /^sha256=([0-9a-f]{64})$/.exec(headerOf(given, 'x-hub-signature')) ?? [];
      checkSignature('sha256', secret, given.body, signature);
      return [readNotification(notification, given.body).issue.key];
    },

    async ping(signal) {
      await http.send({ path: `/servicedesk/${desk}`, signal });
    },
  };
}

/** What a request type may have fields for. */
const fieldsOf = (copy: TicketCopy) => ({
  summary: `[${copy.idempotencyKey}] ${copy.title}`,
  description: copy.text,
  priority: { name: priorities[copy.priority] },
  labels: ['guichet', copy.idempotencyKey, copy.category],
});

function toComment(each: z.output<typeof commentPage>['values'][number]): ExternalComment {
  const { text, marker } = readMarker(each.body);
  return {
    id: each.id,
    at: each.created.epochMillis,
    by: each.author?.displayName ?? system,
    text,
    isPublic: each.public !== false,
    ...(marker === undefined ? {} : { marker }),
  };
}

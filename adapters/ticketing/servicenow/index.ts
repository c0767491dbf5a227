import { z } from 'zod';
import { ifMissing, TicketSystemError } from '../errors.ts';
import { createHttp } from '../http.ts';
import { readMarker, withMarker } from '../marker.ts';
import type { ExternalComment, ExternalStatus, ExternalTicket, TicketSystem } from '../port.ts';
import { basic, categoryFor, required, type TicketSystemSettings } from '../settings.ts';
import { checkSignature, headerOf, readNotification } from '../webhook.ts';
import { attachments, created, idList, type incident, incidentAnswer, incidentList, journal } from './schemas.ts';

const system = 'ServiceNow';

/** The incident table's own states. */
const statuses: Readonly<Record<string, ExternalStatus>> = {
  '1': 'new',
  '2': 'assigned',
  '3': 'waiting_employee',
  '6': 'resolved',
  '7': 'closed',
  '8': 'closed',
};
const states = { assigned: '2', resolved: '6', closed: '7' } as const;
const pageSize = 100;
const mostPages = 50;
const fields = 'sys_id,number,short_description,state,close_notes,assigned_to.name,sys_created_on,sys_updated_on';

const notification = z.object({ sys_id: z.string().regex(/^[0-9a-f]{32}$/) });

/** ServiceNow over its Table API, table `incident`. */
export function createServiceNow(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', system, 'its address, https://example.service-now.com');
  const authorization = settings.token
    ? `Bearer ${settings.token}`
    : basic(
        required(settings, 'user', system, 'TICKET_SYSTEM_TOKEN, or a user and a password'),
        required(settings, 'password', system, 'the password of TICKET_SYSTEM_USER'),
      );
  const http = createHttp({
    baseUrl: `${url}/api/now`,
    headers: async () => ({ authorization }),
    system,
    deadline: settings.deadline,
  });
  const show = (id: string, number: string): ExternalTicket => ({
    id,
    number,
    url: `${url}/nav_to.do?uri=incident.do?sys_id=${id}`,
  });
  const summarise = (each: typeof incident._output) => ({
    ...show(each.sys_id, each.number),
    title: each.short_description,
    status: statuses[each.state] ?? 'assigned',
    createdAt: instantOf(each.sys_created_on),
    updatedAt: instantOf(each.sys_updated_on),
  });
  const whole = { sysparm_fields: fields, sysparm_exclude_reference_link: 'true' };

  /** All records that a query finds, page by page. */
  async function list<T>(
    schema: z.ZodType<{ result: T[] }>,
    table: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ) {
    const found: T[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const asked = { ...query, sysparm_limit: String(pageSize), sysparm_offset: String(page * pageSize) };
      const { result } = await http.read(schema, { path: `/table/${table}`, query: asked, signal });
      found.push(...result);
      if (result.length < pageSize) break;
    }
    return found;
  }

  return {
    name: 'servicenow',
    settlesIn: settings.settlesIn ?? 30_000,
    finalStatus: 'closed',

    async create(copy, signal) {
      const json = {
        short_description: copy.title,
        description: copy.text,
        // A reference that is not known is stored empty: the description names the person too.
        caller_id: copy.requester.email ?? '',
        contact_type: 'chat',
        impact: String(copy.impact),
        urgency: String(copy.urgency),
        ...given('category', categoryFor(settings, copy.category)),
        ...given('assignment_group', settings.groups[copy.group] ?? settings.place),
        ...given('cmdb_ci', copy.asset),
        ...given('location', copy.location),
        correlation_id: copy.idempotencyKey,
        correlation_display: 'Guichet',
      };
      const query = { sysparm_input_display_value: 'true', sysparm_fields: 'sys_id,number,correlation_id' };
      const call = { method: 'POST' as const, path: '/table/incident', query, json, signal };
      const { result } = await http.read(created, call);
      // Fields that its access rules keep from Guichet are left out without a word: this one must be there.
      if (result.correlation_id !== undefined && result.correlation_id !== copy.idempotencyKey) {
        throw new TicketSystemError('refused', `${system} does not keep correlation_id: let Guichet's user write it`);
      }
      return show(result.sys_id, result.number);
    },

    async find(key, signal) {
      const query = {
        sysparm_query: `correlation_id=${key.replace(/[^\w-]/g, '')}^ORDERBYsys_created_on^ORDERBYnumber`,
        sysparm_fields: 'sys_id,number',
        sysparm_limit: '1',
      };
      const [first] = (await http.read(idList, { path: '/table/incident', query, signal })).result;
      return first && show(first.sys_id, first.number);
    },

    async fileNames(id, signal) {
      const query = { sysparm_query: `table_name=incident^table_sys_id=${id}`, sysparm_limit: '1000' };
      return (await http.read(attachments, { path: '/attachment', query, signal })).result.map(
        (each) => each.file_name,
      );
    },

    async attach(id, { name, contentType, content }, signal) {
      const query = { table_name: 'incident', table_sys_id: id, file_name: name };
      const headers = { 'content-type': contentType };
      await http.send({ method: 'POST', path: '/attachment/file', query, body: content, headers, signal });
    },

    async comment(id, { text, marker, isPublic }, signal) {
      const json = { [isPublic ? 'comments' : 'work_notes']: withMarker(text, marker) };
      await http.send({ method: 'PATCH', path: `/table/incident/${id}`, json, signal });
    },

    async setStatus(id, { to, note }, signal) {
      // The base system asks for both before it lets an incident be resolved.
      const closing = to === 'assigned' ? {} : { close_code: 'Solved (Permanently)', close_notes: note };
      const json = { state: states[to], ...closing };
      await http.send({ method: 'PATCH', path: `/table/incident/${id}`, json, signal });
    },

    async get(id, signal) {
      const call = { path: `/table/incident/${id}`, query: whole, signal };
      const found = (await http.read(incidentAnswer, call).catch(ifMissing))?.result;
      if (!found) return undefined;
      const query = {
        sysparm_query: `name=incident^element_id=${id}^elementINcomments,work_notes^ORDERBYsys_created_on`,
        sysparm_fields: 'sys_id,element,value,sys_created_on,sys_created_by',
      };
      const comments = (await list(journal, 'sys_journal_field', query, signal)).map(toComment);
      return {
        ...summarise(found),
        ...given('assignee', found['assigned_to.name'] ?? undefined),
        ...given('resolution', found.close_notes ?? undefined),
        comments,
      };
    },

    async changedSince(instant, signal) {
      const since = new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
      // Guichet's own alone: it has no business with the others.
      const query = {
        sysparm_query: `sys_updated_on>=${since}^correlation_display=Guichet^ORDERBYsys_updated_on`,
        sysparm_fields: 'sys_id,number',
      };
      return (await list(idList, 'incident', query, signal)).map(({ sys_id }) => sys_id);
    },

    async findByRequester({ email }, signal) {
      if (email === undefined) return [];
      const query = {
        ...whole,
        sysparm_query: `caller_id.email=${email.replaceAll('^', '')}^ORDERBYDESCsys_created_on`,
      };
      return (await list(incidentList, 'incident', query, signal)).map(summarise);
    },

    readWebhook(request, secret) {
      const [, signature = ''] = /^sha256=([0-9a-f]{64})$/.exec(headerOf(request, 'x-guichet-signature')) ?? [];
      checkSignature('sha256', secret, request.body, signature);
      return [readNotification(notification, request.body).sys_id];
    },

    async ping(signal) {
      const query = { sysparm_limit: '1', sysparm_fields: 'sys_id' };
      await http.send({ path: '/table/incident', query, signal });
    },
  };
}

function given<Name extends string>(name: Name, value: string | undefined): { [name in Name]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [name in Name]?: string });
}

/** `2026-11-27 19:48:30`, in UTC. */
const instantOf = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);

function toComment(entry: (typeof journal._output)['result'][number]): ExternalComment {
  const { text, marker } = readMarker(entry.value.replaceAll('\r\n', '\n'));
  return {
    id: entry.sys_id,
    at: instantOf(entry.sys_created_on),
    by: entry.sys_created_by,
    text,
    isPublic: entry.element === 'comments',
    ...(marker === undefined ? {} : { marker }),
  };
}

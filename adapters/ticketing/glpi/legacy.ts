import { ifMissing } from '../errors.ts';
import { textToHtml } from '../html.ts';
import { withMarker } from '../marker.ts';
import type { ExternalTicket, TicketCopy, TicketSystem } from '../port.ts';
import { categoryFor, oldest, required, type TicketSystemSettings } from '../settings.ts';
import {
  created,
  document,
  documentLinks,
  found,
  legacyFollowups,
  legacySolutions,
  legacyTicket,
  legacyTickets,
} from './schemas.ts';
import { openSession } from './session.ts';
import { commonFields, idOf, instantOf, richText, states, statuses, toComment } from './values.ts';

/** Columns of GLPI's search, by their numbers. */
const column = { name: '1', id: '2', requester: '4', email: '5', status: '12', opened: '15', changed: '19' } as const;
const range = '0-999';

/** GLPI 9.5 to 11 over the legacy interface, `apirest.php`. */
export function createLegacyGlpi(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', 'GLPI', 'the address of its interface, https://glpi.example.org/apirest.php');
  const root = url.replace(/\/apirest\.php$/, '');
  const http = openSession(url, settings);
  const show = (id: number | string): ExternalTicket => ({
    id: String(id),
    number: String(id),
    url: `${root}/front/ticket.form.php?id=${id}`,
  });
  const post = (path: string, input: object, signal: AbortSignal) =>
    http.read(created, { method: 'POST', path, json: { input }, signal });

  /** Rows of GLPI's search with the columns that are asked for. */
  async function search(
    itemtype: string,
    criterion: Record<string, string>,
    columns: readonly string[],
    signal: AbortSignal,
  ) {
    const query: Record<string, string> = { range };
    for (const [name, value] of Object.entries(criterion)) query[`criteria[0][${name}]`] = value;
    for (const [index, each] of columns.entries()) query[`forcedisplay[${index}]`] = each;
    const { data = [] } = await http.read(found, { path: `/search/${itemtype}`, query, signal });
    return data;
  }
  async function findId(itemtype: string, field: string, value: string | undefined, signal: AbortSignal) {
    if (value === undefined) return undefined;
    const rows = await search(itemtype, { field, searchtype: 'contains', value: `^${value}$` }, [column.id], signal);
    const id = Number(rows[0]?.[column.id]);
    return Number.isInteger(id) ? id : undefined;
  }

  async function inputOf(copy: TicketCopy, signal: AbortSignal): Promise<object> {
    const { email } = copy.requester;
    const requester = await findId('User', column.email, email, signal);
    const location = await findId('Location', column.name, copy.location, signal);
    const computer = await findId('Computer', column.name, copy.asset, signal);
    const given = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });
    const unknown = requester === undefined && email !== undefined;
    return {
      ...commonFields(copy),
      externalid: copy.idempotencyKey,
      ...given('_users_id_requester', requester ?? (unknown ? 0 : undefined)),
      ...(unknown ? { _users_id_requester_notif: { use_notification: [1], alternative_email: [email] } } : {}),
      ...given('_groups_id_assign', idOf(settings.groups[copy.group])),
      ...given('itilcategories_id', idOf(categoryFor(settings, copy.category))),
      ...given('entities_id', idOf(settings.place)),
      ...given('locations_id', location),
      ...(computer === undefined ? {} : { items_id: { Computer: [computer] } }),
    };
  }

  return {
    name: 'glpi',
    settlesIn: settings.settlesIn ?? 30_000,
    finalStatus: 'closed',

    async create(copy, signal) {
      return show((await post('/Ticket', await inputOf(copy, signal), signal)).id);
    },

    async find(key, signal) {
      const query = { 'searchText[externalid]': `^${key.replace(/[^\w-]/g, '')}$`, range };
      const first = oldest(await http.read(legacyTickets, { path: '/Ticket', query, signal }));
      return first && show(first.id);
    },

    async fileNames(id, signal) {
      const links = await http.read(documentLinks, { path: `/Ticket/${id}/Document_Item`, query: { range }, signal });
      const names: string[] = [];
      for (const { documents_id: file } of links) {
        const { filename } = await http.read(document, { path: `/Document/${file}`, signal });
        if (filename) names.push(filename);
      }
      return names;
    },

    async attach(id, { name, contentType, content }, signal) {
      const input = { name, _filename: [name], itemtype: 'Ticket', items_id: Number(id) };
      const body = new FormData();
      body.append('uploadManifest', new Blob([JSON.stringify({ input })], { type: 'application/json' }));
      body.append('filename[0]', new Blob([Uint8Array.from(content)], { type: contentType }), name);
      await http.send({ method: 'POST', path: '/Document', body, signal });
    },

    async comment(id, { text, marker, isPublic }, signal) {
      const content = `<p>${textToHtml(withMarker(text, marker))}</p>`;
      const input = { itemtype: 'Ticket', items_id: Number(id), content, is_private: isPublic ? 0 : 1 };
      await post('/ITILFollowup', input, signal);
    },

    async setStatus(id, { to }, signal) {
      const json = { input: { status: states[to] } };
      await http.send({ method: 'PUT', path: `/Ticket/${id}`, json, signal });
    },

    async get(id, signal) {
      const ticket = await http.read(legacyTicket, { path: `/Ticket/${id}`, signal }).catch(ifMissing);
      if (!ticket) return undefined;
      const query = { range, expand_dropdowns: 'true' };
      const followups = await http.read(legacyFollowups, { path: `/Ticket/${id}/ITILFollowup`, query, signal });
      const solutions = await http.read(legacySolutions, { path: `/Ticket/${id}/ITILSolution`, query, signal });
      const solution = solutions.toSorted((one, other) => one.id - other.id).at(-1);
      return {
        ...show(ticket.id),
        title: ticket.name,
        status: statuses[ticket.status] ?? 'assigned',
        createdAt: instantOf(ticket.date),
        updatedAt: instantOf(ticket.date_mod),
        ...(solution ? { resolution: richText(solution.content) } : {}),
        comments: followups
          .toSorted((one, other) => one.id - other.id)
          .map((each) => toComment({ ...each, isPrivate: each.is_private, by: each.users_id, at: each.date })),
      };
    },

    async changedSince(instant, signal) {
      const value = new Date(instant - 1000).toISOString().slice(0, 19).replace('T', ' ');
      const criterion = { field: column.changed, searchtype: 'morethan', value };
      return (await search('Ticket', criterion, [column.id], signal)).map((row) => String(row[column.id]));
    },

    async findByRequester({ email }, signal) {
      const user = await findId('User', column.email, email, signal);
      if (user === undefined) return [];
      const columns = [column.id, column.name, column.status, column.opened, column.changed];
      const criterion = { field: column.requester, searchtype: 'equals', value: String(user) };
      const rows = await search('Ticket', criterion, columns, signal);
      return rows
        .map((row) => ({
          ...show(String(row[column.id])),
          title: String(row[column.name]),
          status: statuses[Number(row[column.status])] ?? ('assigned' as const),
          createdAt: instantOf(String(row[column.opened])),
          updatedAt: instantOf(String(row[column.changed])),
        }))
        .sort((one, other) => other.createdAt - one.createdAt);
    },

    async ping(signal) {
      await http.send({ path: '/Ticket', query: { range: '0-0' }, signal });
    },
  };
}

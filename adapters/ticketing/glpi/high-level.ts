import { z } from 'zod';
import { ifMissing, TicketSystemError } from '../errors.ts';
import { textToHtml } from '../html.ts';
import { createHttp } from '../http.ts';
import { withMarker } from '../marker.ts';
import type { ExternalTicket, TicketSystem } from '../port.ts';
import { categoryFor, oldest, required, type TicketSystemSettings } from '../settings.ts';
import { checkSignature, headerOf, readNotification } from '../webhook.ts';
import { createLegacyGlpi } from './legacy.ts';
import { accessToken, created, notification, team, ticket, ticketList, timeline } from './schemas.ts';
import { commonFields, idOf, instantOf, richText, states, statuses, toComment } from './values.ts';

/** Roles in a ticket's team, as the interface takes them. */
const role = { requester: 1, assigned: 2 } as const;
const limit = '1000';
const users = z.array(z.object({ id: z.number() }));

/** GLPI 11 over the high-level interface; files go through the legacy one, which alone takes them. */
export function createHighLevelGlpi(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', 'GLPI', 'the address of its interface, https://glpi.example.org/api.php/v2.0');
  const root = url.replace(/\/api\.php(?:\/v[\d.]+)?$/, '');
  const legacy = createLegacyGlpi({ ...settings, url: `${root}/apirest.php` });
  const bearer = createBearer(root, settings);
  const http = createHttp({
    baseUrl: /\/v[\d.]+$/.test(url) ? url : `${root}/api.php/v2.0`,
    headers: async () => ({ authorization: `Bearer ${await bearer()}` }),
    system: 'GLPI',
    deadline: settings.deadline,
  });
  const show = (id: number): ExternalTicket => ({
    id: String(id),
    number: String(id),
    url: `${root}/front/ticket.form.php?id=${id}`,
  });
  const at = (id: string, more = '') => `/Assistance/Ticket/${id}${more}`;

  return {
    name: 'glpi',
    settlesIn: settings.settlesIn ?? 30_000,
    finalStatus: 'closed',

    async create(copy, signal) {
      const category = idOf(categoryFor(settings, copy.category));
      const entity = idOf(settings.place);
      const json = {
        ...commonFields(copy),
        external_id: copy.idempotencyKey,
        ...(category === undefined ? {} : { category: { id: category } }),
        ...(entity === undefined ? {} : { entity: { id: entity } }),
      };
      return show((await http.read(created, { method: 'POST', path: '/Assistance/Ticket', json, signal })).id);
    },

    async complete(id, copy, signal) {
      const members = await http.read(team, { path: at(id, '/TeamMember'), signal });
      const add = async (type: 'User' | 'Group', member: number | undefined, as: keyof typeof role) => {
        if (member === undefined || members.some((each) => each.role === as)) return;
        const json = { type, id: member, role: role[as] };
        await http.send({ method: 'POST', path: at(id, '/TeamMember'), json, signal });
      };
      const { email } = copy.requester;
      if (email !== undefined) {
        const query = { filter: `emails.email==${JSON.stringify(email)}`, limit: '1' };
        const [user] = await http.read(users, { path: '/Administration/User', query, signal });
        await add('User', user?.id, 'requester');
      }
      await add('Group', idOf(settings.groups[copy.group]), 'assigned');
    },

    async find(key, signal) {
      const query = { filter: `external_id==${key.replace(/[^\w-]/g, '')}`, limit };
      const first = oldest(await http.read(ticketList, { path: '/Assistance/Ticket', query, signal }));
      return first && show(first.id);
    },

    fileNames: legacy.fileNames,
    attach: legacy.attach,

    async comment(id, { text, marker, isPublic }, signal) {
      const json = { content: `<p>${textToHtml(withMarker(text, marker))}</p>`, is_private: !isPublic };
      await http.send({ method: 'POST', path: at(id, '/Timeline/Followup'), json, signal });
    },

    async setStatus(id, { to, note }, signal) {
      if (to === 'resolved') {
        const json = { content: `<p>${textToHtml(note)}</p>` };
        await http.send({ method: 'POST', path: at(id, '/Timeline/Solution'), json, signal });
        return;
      }
      const found = await http.read(ticket, { path: at(id), signal });
      // The interface wants both of these with every change.
      const json = { name: found.name, content: found.content ?? '', status: { id: states[to] } };
      await http.send({ method: 'PATCH', path: at(id), json, signal });
    },

    async get(id, signal) {
      const found = await http.read(ticket, { path: at(id), signal }).catch(ifMissing);
      if (!found) return undefined;
      const entries = await http.read(timeline, { path: at(id, '/Timeline'), signal });
      const items = (type: string) =>
        entries.flatMap((each) => (each.type === type ? [each.item] : [])).toSorted((one, other) => one.id - other.id);
      const solution = items('Solution').at(-1)?.content;
      const assigned = found.team.find((each) => each.role === 'assigned');
      const assignee = assigned?.display_name ?? assigned?.name;
      return {
        ...show(found.id),
        title: found.name,
        status: statuses[found.status.id] ?? 'assigned',
        createdAt: instantOf(found.date_creation),
        updatedAt: instantOf(found.date_mod),
        ...(assignee ? { assignee } : {}),
        ...(solution ? { resolution: richText(solution) } : {}),
        comments: items('Followup').map((item) =>
          toComment({
            id: item.id,
            content: item.content ?? '',
            isPrivate: item.is_private ?? false,
            by: item.user?.name ?? '',
            at: item.date_creation ?? found.date_mod,
          }),
        ),
      };
    },

    async changedSince(instant, signal) {
      const query = { filter: `date_mod=ge=${new Date(instant - 1000).toISOString().slice(0, 19)}Z`, limit };
      const changed = await http.read(ticketList, { path: '/Assistance/Ticket', query, signal });
      return changed.map(({ id }) => String(id));
    },

    findByRequester: legacy.findByRequester,

    readWebhook(request, secret) {
      const timestamp = headerOf(request, 'x-glpi-timestamp');
      checkSignature('sha256', secret, `${request.body}${timestamp}`, headerOf(request, 'x-glpi-signature'));
      const { item, parent_item: parent } = readNotification(notification, request.body);
      return [String(parent?.id ?? item.id)];
    },

    async ping(signal) {
      await http.send({ path: '/Assistance/Ticket', query: { limit: '1' }, signal });
    },
  };
}

/** The password grant of a service account: the only one whose tickets are its own. A token is renewed a minute early. */
function createBearer(root: string, settings: TicketSystemSettings): () => Promise<string> {
  const grant = {
    grant_type: 'password',
    client_id: required(settings, 'clientId', 'GLPI', 'the OAuth client of its high-level interface'),
    client_secret: required(settings, 'clientSecret', 'GLPI', 'the secret of TICKET_SYSTEM_CLIENT_ID'),
    username: required(settings, 'user', 'GLPI', 'the account that Guichet uses'),
    password: required(settings, 'password', 'GLPI', 'the password of TICKET_SYSTEM_USER'),
    scope: 'api',
  };
  const http = createHttp({ baseUrl: root, headers: async () => ({}), system: 'GLPI', deadline: settings.deadline });
  let held: { token: string; until: number } | undefined;
  return async () => {
    if (held && Date.now() < held.until) return held.token;
    const signal = AbortSignal.timeout(settings.deadline);
    const call = { method: 'POST' as const, path: '/api.php/token', json: grant, signal };
    try {
      const { access_token: token, expires_in: seconds } = await http.read(accessToken, call);
      held = { token, until: Date.now() + (seconds - 60) * 1000 };
      return token;
    } catch (error) {
      // Asking for a token changes nothing, and what needed it was not asked.
      if (!(error instanceof TicketSystemError)) throw error;
      throw new TicketSystemError('not_done', error.message, { cause: error, status: error.status });
    }
  };
}

import type { GlpiState, GlpiTicket } from './glpi-state.ts';
import type { Handler, SimulatedAnswer, SimulatedInterface } from './simulator.ts';

const stateNames: Readonly<Record<number, string>> = {
  1: 'New',
  2: 'Processing (assigned)',
  4: 'Pending',
  5: 'Solved',
  6: 'Closed',
};
const missing: SimulatedAnswer = { status: 404, body: { status: 'ERROR_ITEM_NOT_FOUND', title: 'Item not found' } };
const iso = (time: string) => `${time.replace(' ', 'T')}+00:00`;

/** `api.php`, version 2.0, with the filters that are asked of it. */
export function highLevelInterface(state: GlpiState): SimulatedInterface & { beside: (readonly [RegExp, Handler])[] } {
  const teams = new Map<number, { role: number }[]>();
  const roles = ['', 'requester', 'assigned', 'observer'] as const;
  const shown = (ticket: GlpiTicket) => ({
    id: ticket.id,
    name: ticket.name,
    content: ticket.content,
    is_deleted: false,
    type: ticket.more.type,
    external_id: ticket.externalid,
    status: { id: ticket.status, name: stateNames[ticket.status] ?? '' },
    category: ticket.more.category ?? null,
    urgency: ticket.more.urgency,
    impact: ticket.more.impact,
    priority: ticket.more.priority,
    date: iso(ticket.date),
    date_creation: iso(ticket.date),
    date_mod: iso(ticket.date_mod),
    team: (teams.get(ticket.id) ?? []).map(({ role }) => ({
      role: roles[role],
      name: 'lmartin',
      display_name: 'Léa Martin',
    })),
  });
  const filtered = (filter: string): GlpiTicket[] => {
    const [, reference] = /^external_id==(\S+)$/.exec(filter) ?? [];
    const [, since] = /^date_mod=ge=(\S+)$/.exec(filter) ?? [];
    if (reference !== undefined) return state.tickets.filter(({ externalid }) => externalid === reference);
    if (since !== undefined) return state.tickets.filter((each) => Date.parse(iso(each.date_mod)) >= Date.parse(since));
    return filter === '' ? state.tickets : [];
  };
  const of = (id: unknown) => (each: { ticket: number }) => each.ticket === Number(id);
  return {
    specification: 'glpi11-hl-subset.openapi.json',
    base: '/api.php/v2.0',
    routes: {
      'GET /Assistance/Ticket': ({ query }) => ({ status: 200, body: filtered(query.get('filter') ?? '').map(shown) }),
      'POST /Assistance/Ticket': ({ body }) => {
        const { external_id: externalid, ...more } = body;
        const { id } = state.create({ ...more, externalid });
        return { status: 201, body: { id, href: `/Assistance/Ticket/${id}` } };
      },
      'GET /Assistance/Ticket/{id}': ({ parameters }) => {
        const ticket = state.find(parameters.id);
        return ticket ? { status: 200, body: shown(ticket) } : missing;
      },
      'PATCH /Assistance/Ticket/{id}': ({ parameters, body }) => {
        state.change(parameters.id, body.status.id);
        return { status: 200, body: shown(state.find(parameters.id)!) };
      },
      'GET /Assistance/Ticket/{id}/TeamMember': ({ parameters }) => ({
        status: 200,
        body: (teams.get(Number(parameters.id)) ?? []).map(({ role }) => ({ role: roles[role], name: 'lmartin' })),
      }),
      'POST /Assistance/Ticket/{id}/TeamMember': ({ parameters, body }) => {
        const id = Number(parameters.id);
        teams.set(id, [...(teams.get(id) ?? []), { role: body.role }]);
        if (body.role === 1) Object.assign(state.find(id)!, { requester: body.id });
        return { status: 201 };
      },
      'GET /Assistance/Ticket/{id}/Timeline': ({ parameters }) => ({
        status: 200,
        body: [
          ...state.followups.filter(of(parameters.id)).map((each) => ({
            type: 'Followup',
            item: {
              id: each.id,
              content: each.content,
              is_private: each.isPrivate,
              user: { name: each.by },
              date_creation: iso(each.at),
            },
          })),
          ...state.solutions
            .filter(of(parameters.id))
            .map(({ id, content }) => ({ type: 'Solution', item: { id, content } })),
        ],
      }),
      'POST /Assistance/Ticket/{id}/Timeline/Followup': ({ parameters, body }) => {
        const { id } = state.write('followups', Number(parameters.id), body.content, body.is_private, 'guichet');
        return { status: 201, body: { id, href: `/Assistance/Ticket/${parameters.id}/Timeline/Followup/${id}` } };
      },
      'POST /Assistance/Ticket/{id}/Timeline/Solution': ({ parameters, body }) => {
        state.write('solutions', Number(parameters.id), body.content, false, 'guichet');
        return { status: 201 };
      },
    },
    beside: [
      [
        /^POST \/api\.php\/token$/,
        ({ body }) =>
          body.grant_type === 'password' && body.client_secret === 'client-secret'
            ? { status: 200, body: { access_token: 'access-of-guichet', token_type: 'Bearer', expires_in: 3600 } }
            : { status: 401, body: { error: 'invalid_client' } },
      ],
      [
        /^GET \/api\.php\/v2\.0\/Administration\/User$/,
        ({ query }) => {
          const email = JSON.parse(/^emails\.email==(.*)$/.exec(query.get('filter') ?? '')?.[1] ?? '""');
          return { status: 200, body: state.users.filter((each) => each.email === email).map(({ id }) => ({ id })) };
        },
      ],
    ],
  };
}

import { type GlpiState, readParts } from './glpi-state.ts';
import type { Handler, SimulatedAnswer, SimulatedInterface, SimulatedRequest } from './simulator.ts';

export const userToken = 'user-token-of-guichet';
export const sessionToken = 'session-of-guichet';

const missing: SimulatedAnswer = { status: 404, body: ['ERROR_ITEM_NOT_FOUND', 'Item not found'] };

/** `apirest.php`, with rich text escaped as GLPI 10 keeps it. */
export function legacyInterface(state: GlpiState): SimulatedInterface & { beside: (readonly [RegExp, Handler])[] } {
  const escaped = (html: string) => html.replaceAll('&', '&#38;').replaceAll('<', '&#60;').replaceAll('>', '&#62;');
  const shown = ({ more, requester: _, ...ticket }: NonNullable<ReturnType<GlpiState['find']>>) => ({
    ...ticket,
    content: escaped(ticket.content),
    type: more.type,
    urgency: more.urgency,
    impact: more.impact,
    priority: more.priority,
  });
  const list = (rows: readonly object[]): SimulatedAnswer => ({ status: 200, body: rows });
  return {
    specification: 'glpi-legacy-apirest.openapi.json',
    base: '/apirest.php',
    routes: {
      'GET /initSession': () => ({ status: 200, body: { session_token: sessionToken } }),
      'GET /killSession': () => ({ status: 200 }),
      'GET /Ticket': ({ query }) => {
        const [, wanted] = /^\^(.*)\$$/.exec(query.get('searchText[externalid]') ?? '') ?? [];
        const found = state.tickets.filter(({ externalid }) => wanted === undefined || externalid === wanted);
        return list(found.map(shown));
      },
      'POST /Ticket': ({ body }) => ({ status: 201, body: { id: state.create(body.input).id, message: '' } }),
      'GET /Ticket/{id}': ({ parameters }) => {
        const ticket = state.find(parameters.id);
        return ticket ? { status: 200, body: shown(ticket) } : missing;
      },
      'PUT /Ticket/{id}': ({ parameters, body }) => {
        state.change(parameters.id, body.input.status);
        return { status: 200, body: [{ [parameters.id!]: true, message: '' }] };
      },
      'POST /ITILFollowup': ({ body }) => {
        const { items_id, content, is_private } = body.input;
        const { id } = state.write('followups', items_id, content, is_private === 1, 'guichet');
        return { status: 201, body: { id, message: '' } };
      },
      'POST /Document': ({ raw, headers }) => {
        const parts = readParts(raw, headers['content-type'] ?? '');
        const { input } = JSON.parse(parts.get('uploadManifest')!.toString('utf8'));
        const id = state.documents.length + 1;
        const content = parts.get('filename[0]')!;
        state.documents.push({ id, filename: input._filename[0], content, ticket: input.items_id });
        return { status: 201, body: { id, message: '', upload_result: {} } };
      },
      'GET /search/{itemtype}': (request: SimulatedRequest) => state.search(request),
    },
    // Lists of what belongs to a ticket: /:itemtype/:id/:sub_itemtype of the same interface.
    beside: [
      [
        /^GET \/apirest\.php\/Ticket\/(?<id>\d+)\/Document_Item$/,
        ({ parameters }) => {
          const own = state.documents.filter(({ ticket }) => ticket === Number(parameters.id));
          return list(own.map(({ id }) => ({ id, documents_id: id })));
        },
      ],
      [
        /^GET \/apirest\.php\/Document\/(?<id>\d+)$/,
        ({ parameters }) => {
          const document = state.documents[Number(parameters.id) - 1];
          return document ? { status: 200, body: { id: document.id, filename: document.filename } } : missing;
        },
      ],
      [
        /^GET \/apirest\.php\/Ticket\/(?<id>\d+)\/ITILFollowup$/,
        ({ parameters }) =>
          list(
            state.followups
              .filter(({ ticket }) => ticket === Number(parameters.id))
              .map((each) => ({
                id: each.id,
                content: escaped(each.content),
                is_private: each.isPrivate ? 1 : 0,
                users_id: each.by,
                date: each.at,
              })),
          ),
      ],
      [
        /^GET \/apirest\.php\/Ticket\/(?<id>\d+)\/ITILSolution$/,
        ({ parameters }) => {
          const own = state.solutions.filter(({ ticket }) => ticket === Number(parameters.id));
          return list(own.map(({ id, content }) => ({ id, content: escaped(content) })));
        },
      ],
    ],
  };
}

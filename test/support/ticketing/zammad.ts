import { type SimulatedRequest, type Simulator, startSimulator } from './simulator.ts';
import type { SystemUnderTest } from './system.ts';

export const zammadToken = 'token-of-an-agent';

interface Article {
  readonly id: number;
  readonly ticket_id: number;
  readonly body: string;
  readonly content_type: string;
  readonly internal: boolean;
  readonly from: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly attachments: readonly { filename: string; data: string; 'mime-type': string }[];
}

export interface ZammadTicket {
  readonly id: number;
  readonly number: string;
  readonly title: string;
  readonly group: string;
  readonly customer: string;
  readonly tags: string;
  readonly created_at: string;
  updated_at: string;
  state: string;
}

export interface SimulatedZammad extends Simulator {
  readonly tickets: ZammadTicket[];
  readonly articles: Article[];
}

const states = ['new', 'open', 'pending reminder', 'closed', 'merged', 'removed', 'pending close'];

/** Zammad's tickets and articles; its search reads the three forms of query that are asked of it. */
export async function startZammad(): Promise<SimulatedZammad> {
  const tickets: ZammadTicket[] = [];
  const articles: Article[] = [];
  const now = () => new Date().toISOString();
  const stateId = (state: string) => states.indexOf(state) + 1;
  const full = (ticket: ZammadTicket) => {
    const { tags: _, ...shown } = ticket;
    const own = articles.filter((article) => article.ticket_id === ticket.id).map(({ id }) => id);
    return { ...shown, state_id: stateId(ticket.state), owner: '-', article_ids: own };
  };
  const find = ({ parameters }: SimulatedRequest) => tickets.find(({ id }) => id === Number(parameters.id));
  const missing = { status: 404, body: { error: "Couldn't find Ticket" } };

  const write = (ticketId: number, given: Partial<Article>, by: string): Article => {
    const { body = '', content_type = 'text/plain', internal = false, attachments = [] } = given;
    const article = { body, content_type, internal, attachments, from: by, created_by: by, created_at: now() };
    const kept = { ...article, id: articles.length + 1, ticket_id: ticketId };
    articles.push(kept);
    const ticket = tickets.find(({ id }) => id === ticketId);
    if (ticket) ticket.updated_at = now();
    return kept;
  };
  const withoutData = (article: Article) => ({
    ...article,
    attachments: article.attachments.map(({ filename, data }, index) => ({
      id: article.id * 100 + index,
      filename,
      size: String(Buffer.from(data, 'base64').length),
    })),
  });

  const search = (query: string): ZammadTicket[] => {
    const title = /^title:"([\w-]+)"$/.exec(query)?.[1];
    const since = /^updated_at:\[(\S+) TO \*\]$/.exec(query)?.[1];
    const email = /^customer\.email:"(.+)"$/.exec(query)?.[1];
    if (title !== undefined) return tickets.filter((ticket) => ticket.title.includes(title));
    if (since !== undefined) return tickets.filter((ticket) => Date.parse(ticket.updated_at) >= Date.parse(since));
    if (email !== undefined) return tickets.filter((ticket) => ticket.customer === email);
    simulator.problems.push(`a search that is not simulated: ${query}`);
    return [];
  };

  const simulator = await startSimulator({
    specification: 'zammad-subset.openapi.json',
    base: '/api/v1',
    refuse: ({ authorization }) =>
      authorization === `Token token=${zammadToken}`
        ? undefined
        : { status: 401, body: { error: 'Invalid BasicAuth credentials' } },
    routes: {
      'POST /tickets': ({ body }) => {
        const id = tickets.length + 1;
        const created_at = now();
        const ticket: ZammadTicket = {
          id,
          number: String(31_000 + id),
          title: body.title,
          group: body.group,
          customer: String(body.customer_id).replace(/^guess:/, ''),
          tags: body.tags ?? '',
          created_at,
          updated_at: created_at,
          state: 'new',
        };
        tickets.push(ticket);
        write(id, body.article, ticket.customer);
        return { status: 201, body: full(ticket) };
      },
      'GET /tickets/{id}': (request) => {
        const ticket = find(request);
        return ticket ? { status: 200, body: full(ticket) } : missing;
      },
      'PUT /tickets/{id}': (request) => {
        const ticket = find(request);
        if (!ticket) return missing;
        if (request.body.state) ticket.state = request.body.state;
        ticket.updated_at = now();
        return { status: 200, body: full(ticket) };
      },
      'GET /tickets/search': ({ query }) => {
        const page = Number(query.get('page') ?? 1);
        const size = Number(query.get('per_page') ?? 50);
        const found = search(query.get('query') ?? '').toReversed();
        return { status: 200, body: found.slice((page - 1) * size, page * size).map(full) };
      },
      'POST /ticket_articles': ({ body }) => ({
        status: 201,
        body: withoutData(write(body.ticket_id, body, 'Guichet')),
      }),
      'GET /ticket_articles/by_ticket/{id}': (request) => ({
        status: 200,
        body: articles.filter(({ ticket_id }) => ticket_id === Number(request.parameters.id)).map(withoutData),
      }),
      'GET /ticket_states': () => ({
        status: 200,
        body: states.map((name, index) => ({ id: index + 1, name })),
      }),
    },
  });
  return Object.assign(simulator, { tickets, articles });
}

export async function zammadUnderTest(): Promise<SystemUnderTest> {
  const zammad = await startZammad();
  const authorization = `Token token=${zammadToken}`;
  const call = async (method: string, route: string, body: unknown) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${zammad.url}/api/v1${route}`, { method, headers, body: JSON.stringify(body) });
    return response.json();
  };
  return {
    settings: {
      url: zammad.url,
      token: zammadToken,
      user: 'guichet@saint-aubin.example',
      groups: {},
      categories: {},
      deadline: 10_000,
      settlesIn: 0,
    },
    // As Zammad's own editor writes it.
    answer: (id, text, isPublic) =>
      call('POST', '/ticket_articles', {
        ticket_id: Number(id),
        body: `<div>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')}</div>`,
        content_type: 'text/html',
        type: 'note',
        internal: !isPublic,
      }),
    resolve: (id) => call('PUT', `/tickets/${id}`, { state: 'closed' }),
    reopen: (id) => call('PUT', `/tickets/${id}`, { state: 'open' }),
    async openByTelephone(email, title) {
      const article = { body: title, type: 'phone', sender: 'Customer', internal: false };
      const json = { title, group: 'Users', customer_id: `guess:${email}`, article };
      return ((await call('POST', '/tickets', json)) as { number: string }).number;
    },
    async download(id, name) {
      const attachments = zammad.articles
        .filter((each) => each.ticket_id === Number(id))
        .flatMap((each) => each.attachments);
      const found = attachments.filter(({ filename }) => filename === name);
      return found.length === 1 ? Buffer.from(found[0]!.data, 'base64') : undefined;
    },
    problems: () => zammad.problems,
    stop: () => zammad.stop(),
  };
}

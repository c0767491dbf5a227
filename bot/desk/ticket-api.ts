import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import type { TicketFilter } from '../../adapters/database/repositories/tickets.ts';
import { type Answer, download, json } from './answers.ts';
import { claimBody, commentBody, listQuery, parse, parseJson, reopenBody, resolveBody } from './bodies.ts';
import type { Identity } from './identity.ts';
import type { DeskRequest, Route } from './routes.ts';
import {
  claimTicket,
  commentTicket,
  copyAgain,
  reopenTicket,
  resolveTicket,
  type TicketActions,
} from './ticket-actions.ts';
import { confidentialTicket, fullTicket, listedTicket } from './ticket-json.ts';
import { getAttachment, getReadableTicket, readTickets, type TicketReading, withItsFile } from './ticket-reading.ts';

export type TicketDesk = TicketActions & TicketReading;

const readers = ['Technician', 'SecurityOfficer'] as const;

/** The JSON API of tickets. Changes answer with the ticket as it then stands. */
export function ticketApi(desk: TicketDesk): Route[] {
  const list = async ({ identity, query }: DeskRequest): Promise<Answer> => {
    const { tickets, next } = await readTickets(desk, identity, listFilter(query));
    const written = tickets.map(({ ticket, readable }) =>
      readable ? listedTicket(ticket) : confidentialTicket(ticket),
    );
    return json({ tickets: written, next: next ?? null });
  };
  const get = async ({ identity, parameters }: DeskRequest): Promise<Answer> =>
    answerWith(await getReadableTicket(desk, identity, parameters.reference!));
  const answerWith = async (ticket: Ticket) => json(fullTicket(await withItsFile(desk, ticket)));

  /** Reads the body before the ticket: a request that makes no sense learns nothing of tickets. */
  const post = (
    verb: string,
    act: (reference: string, body: unknown, request: DeskRequest) => Promise<Ticket>,
  ): Route => ({
    method: 'post',
    path: `/desk/api/tickets/:reference/${verb}`,
    roles: readers,
    handle: async (request) => {
      const body = parseJson(await request.body('application/json'));
      const { reference } = await getReadableTicket(desk, request.identity, request.parameters.reference!);
      return answerWith(await act(reference, body, request));
    },
  });

  return [
    { method: 'get', path: '/desk/api/tickets', roles: readers, handle: list },
    { method: 'get', path: '/desk/api/tickets/:reference', roles: readers, handle: get },
    {
      method: 'get',
      path: '/desk/api/tickets/:reference/attachments/:id',
      roles: readers,
      handle: async ({ identity, parameters }) => {
        const ticket = await getReadableTicket(desk, identity, parameters.reference!);
        const { summary, content } = await getAttachment(desk, ticket, parameters.id!);
        return download(summary.name, summary.contentType, content);
      },
    },
    post('claim', (reference, body, { identity }) =>
      claimTicket(desk, reference, signed(parse(claimBody, body), identity)),
    ),
    post('comment', (reference, body, { identity, headers }) => {
      const { to_employee: toEmployee, ...comment } = signed(parse(commentBody, body), identity);
      // https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
      const key = headers['idempotency-key'];
      return commentTicket(desk, reference, {
        ...comment,
        toEmployee,
        once: typeof key === 'string' ? key : undefined,
      });
    }),
    post('resolve', (reference, body, { identity }) =>
      resolveTicket(desk, reference, signed(parse(resolveBody, body), identity)),
    ),
    post('copy', (reference) => copyAgain(desk, reference)),
    post('reopen', (reference, body, { identity }) =>
      reopenTicket(desk, reference, signed(parse(reopenBody, body), identity)),
    ),
  ];
}

/** In production the token says who acts, whatever the body says. */
export function signed<T extends { by: string }>(body: T, identity: Identity): T {
  return identity.name === undefined ? body : { ...body, by: identity.name };
}

/** What the address narrows the list by; an empty field of the page's form is none. Throws `invalid_request`. */
export function listFilter(query: Readonly<Record<string, string>>): TicketFilter {
  return parse(listQuery, Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')));
}

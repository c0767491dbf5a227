import type { IncomingHttpHeaders } from 'node:http';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import type { Texts } from '../rendering/texts.ts';
import { page, redirect } from './answers.ts';
import { form, parse } from './bodies.ts';
import type { DeskConfig, Identity } from './identity.ts';
import { checkFormToken, formToken } from './origin.ts';
import { preferredLanguage, type Reader, readerOf } from './pages/layout.ts';
import { listPage } from './pages/list-page.ts';
import { ticketForms } from './pages/ticket-forms.ts';
import { ticketPage } from './pages/ticket-page.ts';
import type { DeskRequest, Route } from './routes.ts';
import { claimTicket, commentTicket, copyAgain, reopenTicket, resolveTicket } from './ticket-actions.ts';
import { listFilter, signed, type TicketDesk } from './ticket-api.ts';
import { getReadableTicket, readTickets, withItsFile } from './ticket-reading.ts';

const readers = ['Technician', 'SecurityOfficer'] as const;
const done = ['claim', 'comment', 'resolve', 'reopen', 'copy'];

/** The pages of tickets, and what their forms send. */
export function ticketPages(desk: TicketDesk & { readonly config: DeskConfig; readonly texts: Texts }): Route[] {
  const readerFor = (headers: IncomingHttpHeaders): Reader =>
    readerOf(desk.texts, preferredLanguage(headers['accept-language']), desk.now());

  const list = async ({ identity, query, headers }: DeskRequest) => {
    const filter = listFilter(query);
    return page(listPage(readerFor(headers), await readTickets(desk, identity, filter), filter));
  };

  const show = async ({ identity, parameters, query, headers }: DeskRequest) => {
    const reader = readerFor(headers);
    const ticket = await getReadableTicket(desk, identity, parameters.reference!);
    const token = formToken(desk.config, headers);
    const file = await withItsFile(desk, ticket);
    const markup = ticketPage(reader, desk.organisation, file, {
      notice: done.includes(query.done ?? '') ? reader.text(`desk.done.${query.done}`) : undefined,
      forms: ticketForms(reader, file, token.value, identity.name),
    });
    return page(markup, 200, token.setCookie === undefined ? {} : { 'set-cookie': token.setCookie });
  };

  const post = (verb: string, act: (reference: string, fields: unknown, by: Identity) => Promise<Ticket>): Route => ({
    method: 'post',
    path: `/desk/tickets/:reference/${verb}`,
    roles: readers,
    handle: async ({ identity, parameters, headers, body }) => {
      const fields = Object.fromEntries(new URLSearchParams(await body('application/x-www-form-urlencoded')));
      checkFormToken(desk.config, headers, fields.token ?? '');
      const { reference } = await getReadableTicket(desk, identity, parameters.reference!);
      await act(reference, fields, identity);
      return redirect(`/desk/tickets/${reference}?done=${verb}`);
    },
  });

  return [
    { method: 'get', path: '/desk', roles: readers, handle: list },
    { method: 'get', path: '/desk/tickets/:reference', roles: readers, handle: show },
    post('claim', (reference, fields, by) => claimTicket(desk, reference, signed(parse(form.claim, fields), by))),
    post('comment', (reference, fields, by) => {
      const comment = signed(parse(form.comment, fields), by);
      return commentTicket(desk, reference, { ...comment, toEmployee: comment.to_employee === 'yes' });
    }),
    post('copy', (reference) => copyAgain(desk, reference)),
    post('resolve', (reference, fields, by) => resolveTicket(desk, reference, signed(parse(form.resolve, fields), by))),
    post('reopen', (reference, fields, by) => reopenTicket(desk, reference, signed(parse(form.reopen, fields), by))),
  ];
}

import { randomUUID } from 'node:crypto';
import type { Ticket } from '../../../adapters/database/repositories/ticket-record.ts';
import { html, type Markup } from '../html.ts';
import type { TicketFile } from '../ticket-json.ts';
import type { Reader } from './layout.ts';

/** What may be done to the ticket as it stands; every form works without a script and carries the browser's token. */
export function ticketForms(
  reader: Reader,
  { ticket, copy }: Pick<TicketFile, 'ticket' | 'copy'>,
  token: string,
  name: string | undefined,
): Markup {
  const { text } = reader;
  const form = (verb: string, heading: string, fields: Markup, button: string) => html`<form method="post"
action="/desk/tickets/${ticket.reference}/${verb}" aria-labelledby="do-${verb}"><h3 id="do-${verb}">${text(heading)}</h3>
<input type="hidden" name="token" value="${token}">
${byField(reader, verb, name)}
${fields}
<p><button>${text(button)}</button></p></form>
`;
  const words = (verb: string, field: string, label: string) => html`<p><label for="${verb}-text">${text(label)}</label>
<textarea id="${verb}-text" name="${field}" rows="4" maxlength="4000" required></textarea></p>`;

  const claim = () => form('claim', 'desk.claim', html``, 'desk.claim');
  const comment = () =>
    form(
      'comment',
      'desk.comment',
      html`<input type="hidden" name="once" value="${randomUUID()}">
${words('comment', 'text', 'desk.comment.text')}
<p><input type="checkbox" id="to-employee" name="to_employee" value="yes">
<label for="to-employee" class="beside">${text('desk.comment.toEmployee')}</label></p>`,
      'desk.comment.send',
    );
  const resolve = () =>
    form(
      'resolve',
      'desk.resolve.do',
      html`${words('resolve', 'resolution', 'desk.resolve.text')}
<fieldset><legend>${text('desk.solution')}</legend>${['definitive', 'temporary', 'workaround'].map(
        (solution) => html`<p><input type="radio" id="${solution}" name="solution" value="${solution}" required>
<label for="${solution}" class="beside">${text(`desk.solution.${solution}`)}</label></p>`,
      )}</fieldset>`,
      'desk.resolve.do',
    );
  const reopen = () => form('reopen', 'desk.reopen', words('reopen', 'reason', 'desk.reopen.text'), 'desk.reopen');

  // Whose pressing it is makes no difference: nothing of the ticket changes.
  const again = () => html`<form method="post" action="/desk/tickets/${ticket.reference}/copy">
<input type="hidden" name="token" value="${token}"><p><button>${text('desk.copy.again')}</button></p></form>
`;
  const offered: Readonly<Record<Ticket['status'], readonly (() => Markup)[]>> = {
    new: [claim, comment, resolve],
    assigned: [comment, resolve],
    waiting_employee: [comment, resolve],
    waiting_supplier: [comment, resolve],
    resolved: [reopen, comment],
    closed: [reopen],
    closed_unconfirmed: [reopen],
  };
  return html`<section aria-labelledby="actions" class="actions"><h2 id="actions">${text('desk.actions')}</h2>
${offered[ticket.status].map((make) => make())}${copy?.state === 'refused' && again()}</section>`;
}

/** Whoever has a token is named by it; in local mode people say who they are. */
function byField({ text }: Reader, verb: string, name: string | undefined): Markup {
  if (name !== undefined) return html`<input type="hidden" name="by" value="${name}">`;
  return html`<p><label for="${verb}-by">${text('desk.by')}</label>
<input id="${verb}-by" name="by" autocomplete="name" maxlength="200" required></p>`;
}

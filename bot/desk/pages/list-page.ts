import { inLanguage } from '../../../adapters/database/repositories/ticket-record.ts';
import type { TicketFilter } from '../../../adapters/database/repositories/tickets.ts';
import { statuses } from '../bodies.ts';
import { html, type Markup } from '../html.ts';
import type { ListedTicket } from '../ticket-reading.ts';
import { layout, type Reader } from './layout.ts';

/** The list of tickets, with a form that narrows it. */
export function listPage(
  reader: Reader,
  { tickets, next }: { readonly tickets: readonly ListedTicket[]; readonly next?: string },
  filter: TicketFilter,
): string {
  const { text } = reader;
  return layout(
    reader,
    text('desk.tickets'),
    html`<h1>${text('desk.tickets')}</h1>
${filterForm(reader, filter)}
${tickets.length === 0 ? html`<p>${text('desk.tickets.none')}</p>` : table(reader, tickets)}
${next !== undefined && html`<p><a href="${nextAddress(filter, next)}" rel="next">${text('desk.tickets.next')}</a></p>`}`,
  );
}

function filterForm({ text }: Reader, filter: TicketFilter): Markup {
  const options = statuses.map(
    (status) =>
      html`<option value="${status}"${filter.status === status && html` selected`}>${text(`desk.status.${status}`)}</option>`,
  );
  return html`<form method="get" action="/desk" class="filter" role="search" aria-label="${text('desk.filter')}">
<p><label for="status">${text('desk.status')}</label>
<select id="status" name="status"><option value="">${text('desk.filter.all')}</option>${options}</select></p>
<p><label for="category">${text('desk.category')}</label>
<input id="category" name="category" value="${filter.category}" autocomplete="off"></p>
${filter.requester !== undefined && html`<input type="hidden" name="requester" value="${filter.requester}">`}
<p><button>${text('desk.filter.apply')}</button></p>
</form>`;
}

function table(reader: Reader, tickets: readonly ListedTicket[]): Markup {
  const { text } = reader;
  const columns = ['reference', 'priority', 'category', 'title', 'requester', 'status', 'assignee', 'own', 'resolve'];
  return html`<div class="wide" role="region" tabindex="0" aria-label="${text('desk.tickets')}"><table>
<caption>${text('desk.tickets.caption')}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${text(`desk.${column}`)}</th>`)}</tr></thead>
<tbody>${tickets.map((listed) => row(reader, listed))}</tbody>
</table></div>`;
}

/** A confidential ticket shows its reference and its family, nothing else (R33). */
function row({ text, time, language }: Reader, { ticket: listed, readable }: ListedTicket): Markup {
  const ticket = inLanguage(listed, language);
  if (!readable) {
    return html`<tr><th scope="row">${ticket.reference}</th><td>–</td><td>${ticket.category}</td>
<td colspan="6">${text('desk.tickets.confidential')}</td></tr>
`;
  }
  return html`<tr><th scope="row"><a href="/desk/tickets/${ticket.reference}">${ticket.reference}</a></th>
<td>${ticket.priority}</td><td>${ticket.category}</td>
<td lang="${ticket.wordsLanguage}" dir="auto">${ticket.title}</td><td dir="auto">${ticket.requester.name}</td>
<td>${text(`desk.status.${ticket.status}`)}</td><td dir="auto">${ticket.assignee ?? '–'}</td>
<td>${time(ticket.ownDueAt)}</td><td>${time(ticket.resolveDueAt)}</td></tr>
`;
}

function nextAddress(filter: TicketFilter, next: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, after: next })) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `/desk?${query}`;
}

import { inLanguage, type Ticket } from '../../../adapters/database/repositories/ticket-record.ts';
import type { Organisation } from '../../../knowledge/index.ts';
import { html, type Markup, webAddress } from '../html.ts';
import type { TicketFile } from '../ticket-json.ts';
import { layout, type Reader } from './layout.ts';
import { historySection, transcriptSection } from './ticket-history.ts';

type ReadTicket = ReturnType<typeof inLanguage<Ticket>>;

/** One ticket on one page, in the order in which a technician reads it. */
export function ticketPage(
  reader: Reader,
  organisation: Organisation,
  file: TicketFile,
  { notice, forms }: { readonly notice: string | undefined; readonly forms: Markup },
): string {
  const { text } = reader;
  const ticket = inLanguage(file.ticket, reader.language);
  return layout(
    reader,
    `${ticket.reference} · ${ticket.title}`,
    html`${notice !== undefined && html`<p role="status" class="notice">${notice}</p>`}
<h1 dir="auto">${headingOf(reader, ticket)}</h1>
${copySection(reader, file)}
<section aria-labelledby="summary"><h2 id="summary">${text('desk.summary')}</h2>
<p class="title" lang="${ticket.wordsLanguage}" dir="auto">${ticket.title}</p>
<p class="lines" lang="${ticket.wordsLanguage}" dir="auto">${ticket.summary}</p></section>
${factsSection(reader, ticket)}
${stepsSection(reader, ticket)}
${attachmentsSection(reader, file)}
${detailsSection(reader, organisation, ticket)}
${transcriptSection(reader, file)}
${forms}
${historySection(reader, file)}`,
  );
}

/** What a technician must know of a copy that is not whole: above all that nobody can tell whether it is there (R6). */
function copySection({ text }: Reader, { copy }: TicketFile): Markup | false {
  if (!copy || copy.state === 'whole') return false;
  // An instant after the ticket was sent there is nothing to say.
  if (copy.state === 'pending' && copy.error === undefined) return false;
  const key = { pending: 'waiting', calling: 'unknown', unknown: 'unknown', refused: 'refused', created: 'files' }[
    copy.state
  ];
  return html`<p role="status" class="notice" dir="auto">${text(`desk.copy.${key}`)}
${copy.error !== undefined && text('desk.copy.reason', { reason: { data: copy.error } })}</p>`;
}

/** Files that the employee sent, to save. */
function attachmentsSection({ text, time }: Reader, { ticket, attachments }: TicketFile): Markup | false {
  if (attachments.length === 0) return false;
  const files = attachments.map(
    ({ id, name, size, receivedAt }) =>
      html`<li><a href="/desk/api/tickets/${ticket.reference}/attachments/${id}" dir="auto">${name}</a>
(${text('desk.attachments.size', { kilobytes: Math.ceil(size / 1024) })}, ${time(receivedAt)})</li>`,
  );
  return html`<section aria-labelledby="attachments"><h2 id="attachments">${text('desk.attachments')}</h2>
<ul>${files}</ul></section>`;
}

function headingOf({ text, timeText }: Reader, ticket: Ticket): string {
  return text('desk.heading', {
    reference: ticket.reference,
    priority: ticket.priority,
    category: ticket.category,
    requester: { data: ticket.requester.name },
    own: timeText(ticket.ownDueAt),
    resolve: timeText(ticket.resolveDueAt),
  });
}

function factsSection({ text }: Reader, ticket: ReadTicket): Markup {
  const rows = ticket.facts.map(
    (fact) => html`<tr><th scope="row" dir="auto">${fact.label}</th><td dir="auto" class="lines">${fact.value}</td>
<td>${text(`desk.source.${fact.source}`)}</td></tr>
`,
  );
  return html`<section aria-labelledby="facts"><h2 id="facts">${text('desk.facts')}</h2>
<div class="wide" role="region" tabindex="0" aria-labelledby="facts"><table lang="${ticket.wordsLanguage}">
<caption>${text('desk.facts.caption')}</caption>
<thead><tr><th scope="col">${text('desk.facts.fact')}</th><th scope="col">${text('desk.facts.value')}</th>
<th scope="col">${text('desk.facts.source')}</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function stepsSection({ text }: Reader, ticket: ReadTicket): Markup {
  const tried = ticket.steps
    .filter((step) => step.outcome !== 'could_not')
    .map(
      ({ instruction, outcome, source = 'said' }) =>
        `${instruction} (${text(`desk.outcome.${outcome}`)}, ${text(`desk.step.${source}`)})`,
    );
  const couldNot = ticket.steps.filter((step) => step.outcome === 'could_not').map((step) => step.instruction);
  const list = (key: string, items: readonly string[]) => html`<h3>${text(key)}</h3>
${
  items.length === 0
    ? html`<p>${text('desk.nothing')}</p>`
    : html`<ul lang="${ticket.wordsLanguage}">${items.map((item) => html`<li dir="auto">${item}</li>`)}</ul>`
}
`;
  return html`<section aria-labelledby="steps"><h2 id="steps">${text('desk.steps')}</h2>
${list('desk.tried', tried)}${list('desk.couldNot', couldNot)}${list('desk.offered', ticket.offered)}</section>`;
}

function detailsSection(reader: Reader, organisation: Organisation, ticket: Ticket): Markup {
  const { text, time, language } = reader;
  const group = organisation.groups.find(({ id }) => id === ticket.group)?.name[language] ?? ticket.group;
  const moment = (at: number | undefined) => at !== undefined && time(at);
  const details: readonly (readonly [string, string | Markup | undefined | false])[] = [
    ['status', text(`desk.status.${ticket.status}`)],
    ['assignee', ticket.assignee ?? text('desk.assignee.none')],
    ['group', group],
    ['kind', text(`desk.kind.${ticket.kind}`)],
    ['priority', ticket.priority],
    ['impact', text(`desk.level.${ticket.impact}`)],
    ['urgency', text(`desk.level.${ticket.urgency}`)],
    ['reason', text(`desk.reason.${ticket.reason}`)],
    ['language', text(`desk.language.${ticket.language}`)],
    ['prefers', ticket.preferences.join(', ') || undefined],
    ['created', time(ticket.createdAt)],
    ['own', time(ticket.ownDueAt)],
    ['resolve', time(ticket.resolveDueAt)],
    ['owned', moment(ticket.ownedAt)],
    ['resolvedAt', moment(ticket.resolvedAt)],
    ['closedAt', moment(ticket.closedAt)],
    ['resolution', ticket.resolution],
    ['solution', ticket.solution && text(`desk.solution.${ticket.solution}`)],
    ['linked', linkedTo(ticket.linkedReference)],
    ['external', externalOf(ticket)],
  ];
  const known = details.flatMap(([key, value]) =>
    value === undefined || value === false ? [] : [html`<dt>${text(`desk.${key}`)}</dt><dd dir="auto">${value}</dd>\n`],
  );
  return html`<section aria-labelledby="details"><h2 id="details">${text('desk.details')}</h2><dl>${known}</dl></section>`;
}

function linkedTo(reference: string | undefined): Markup | undefined {
  return reference === undefined ? undefined : html`<a href="/desk/tickets/${reference}">${reference}</a>`;
}

/** The embedded desk's copy is this very page. */
function externalOf({ external }: Ticket): Markup | undefined {
  if (!external || external.system === 'desk') return undefined;
  const address = webAddress(external.url);
  const name = `${external.system} ${external.id}`;
  return address === undefined ? html`${name}` : html`<a href="${address}" rel="noreferrer">${name}</a>`;
}

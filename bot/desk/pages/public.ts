import type { Organisation } from '../../../knowledge/index.ts';
import { html } from '../html.ts';
import { layout, type Reader } from './layout.ts';

/** What is kept, why, for how long and who sees it (GDPR, articles 13 and 30; R36): one row a kind of data. */
const kept = ['messages', 'tickets', 'files', 'actions', 'participation', 'state', 'delivery', 'logs'] as const;

/** What the Teams app's manifest names as its privacy statement: the same facts as the `privacy` command. */
export function privacyPage(reader: Reader, { retention }: Organisation): string {
  const { text } = reader;
  const days: Readonly<Record<(typeof kept)[number], number>> = {
    messages: retention.transcriptDays,
    tickets: retention.ticketDays,
    files: retention.transcriptDays,
    actions: retention.transcriptDays,
    participation: retention.participationDays,
    state: retention.ticketDays,
    delivery: 14,
    logs: 30,
  };
  const rows = kept.map(
    (kind) => html`<tr>
<th scope="row">${text(`desk.privacy.${kind}.what`)}</th>
<td>${text(`desk.privacy.${kind}.why`)}</td>
<td>${text('desk.privacy.days', { days: days[kind] })}</td>
<td>${text(`desk.privacy.${kind}.who`)}</td>
</tr>`,
  );
  return layout(
    reader,
    text('desk.privacy.title'),
    html`<h1>${text('desk.privacy.title')}</h1>
<p>${text('desk.privacy.bot')}</p>
<table>
<caption>${text('desk.privacy.caption')}</caption>
<thead><tr>
<th scope="col">${text('desk.privacy.what')}</th>
<th scope="col">${text('desk.privacy.why')}</th>
<th scope="col">${text('desk.privacy.long')}</th>
<th scope="col">${text('desk.privacy.who')}</th>
</tr></thead>
<tbody>${rows}</tbody>
</table>
<p>${text('desk.privacy.audit')}</p>
<p>${text('desk.privacy.secrets')}</p>
<p>${text('desk.privacy.rights')}</p>`,
  );
}

export function termsPage(reader: Reader): string {
  const { text } = reader;
  return layout(
    reader,
    text('desk.terms.title'),
    html`<h1>${text('desk.terms.title')}</h1>
<p>${text('desk.terms.use')}</p>
<p>${text('desk.terms.human')}</p>
<p>${text('desk.terms.licence')}</p>`,
  );
}

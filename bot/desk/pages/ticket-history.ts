import type { TicketEvent } from '../../../adapters/database/repositories/ticket-changes.ts';
import type { TranscriptLine } from '../../../adapters/database/repositories/transcript.ts';
import { html, type Markup } from '../html.ts';
import type { TicketFile } from '../ticket-json.ts';
import type { Reader } from './layout.ts';

/** What was said, line by line. */
export function transcriptSection(reader: Reader, { ticket, transcript }: TicketFile): Markup {
  const { text } = reader;
  const lines = transcript.map((line) => transcriptLine(reader, line, ticket.language));
  return html`<section aria-labelledby="transcript"><h2 id="transcript">${text('desk.transcript')}</h2>
${lines.length === 0 ? html`<p>${text('desk.transcript.none')}</p>` : html`<ol class="transcript">${lines}</ol>`}</section>`;
}

function transcriptLine({ text, time }: Reader, line: TranscriptLine, language: string): Markup {
  const name = line.authorName ?? text(`desk.transcript.${line.author}`);
  const edited = line.editedAt !== undefined && html` <em>(${text('desk.transcript.edited')})</em>`;
  const said =
    line.deletedAt === undefined
      ? html`<p class="lines" lang="${language}" dir="auto">${line.text}</p>`
      : html`<p><em>${text('desk.transcript.deleted')}</em></p>`;
  return html`<li><p class="who"><strong dir="auto">${name}</strong> ${time(line.at)}${edited}</p>${said}</li>
`;
}

/** What happened to the ticket, oldest first. */
export function historySection(reader: Reader, { events }: TicketFile): Markup {
  return html`<section aria-labelledby="events"><h2 id="events">${reader.text('desk.events')}</h2>
<ol class="transcript">${events.map((event) => eventLine(reader, event))}</ol></section>`;
}

function eventLine({ text, time }: Reader, event: TicketEvent): Markup {
  return html`<li><p class="who"><strong>${text(`desk.event.${event.kind}`)}</strong>
${event.by !== undefined && html`<span dir="auto">${event.by}</span> `}${time(event.at)}
${event.toEmployee && html`<em>(${text('desk.event.toEmployee')})</em>`}</p>
${event.text !== undefined && html`<p class="lines" dir="auto">${event.text}</p>`}</li>
`;
}

import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { escapeHtml, textToHtml } from '../../adapters/ticketing/html.ts';
import type { TextParameters } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';

/** Where tickets come from, for those who read them elsewhere. */
export const ticketSource = 'Microsoft Teams (Guichet)';

export interface BodyOptions {
  readonly organisation: Organisation;
  readonly say: (key: string, parameters?: TextParameters) => string;
  readonly deskUrl: string;
  /** Whether its contents may be shown (R33). */
  readonly open: boolean;
}

/** A heading, and lines of a label and a value under it. */
interface Section {
  readonly heading: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
}

/** The whole ticket in one body, for systems that have no field for most of it; nothing in it is markup (R34). */
export function renderBody(ticket: Ticket, options: BodyOptions): { text: string; html: string } {
  const summary = options.open ? ticket.summary : options.say('copy.confidential.summary');
  const sections = sectionsOf(ticket, options).filter(({ lines }) => lines.length > 0);
  const label = (name: string) => (name === '' ? '' : options.say('copy.label', { label: { data: name } }));
  const text = [
    summary,
    ...sections.map(({ heading, lines }) =>
      [heading, ...lines.map(([name, value]) => `- ${label(name)}${value}`)].join('\n'),
    ),
    options.deskUrl,
  ].join('\n\n');
  const html = [
    `<p>${textToHtml(summary)}</p>`,
    ...sections.map(
      ({ heading, lines }) =>
        `<p><strong>${escapeHtml(heading)}</strong></p><ul>${lines
          .map(
            ([name, value]) =>
              `<li>${name === '' ? '' : `<strong>${escapeHtml(label(name))}</strong>`}${textToHtml(value)}</li>`,
          )
          .join('')}</ul>`,
    ),
    `<p><a href="${escapeHtml(options.deskUrl)}">${escapeHtml(ticket.reference)}</a></p>`,
  ].join('\n');
  return { text, html };
}

function sectionsOf(ticket: Ticket, options: BodyOptions): Section[] {
  const { say, open } = options;
  const details = { heading: say('desk.details'), lines: detailsOf(ticket, options) };
  if (!open) return [details];
  const tried = ticket.steps.filter(({ outcome }) => outcome !== 'could_not');
  const couldNot = ticket.steps.filter(({ outcome }) => outcome === 'could_not');
  const list = (key: string, items: readonly string[]): Section => ({
    heading: say(key),
    lines: items.map((item) => ['', item] as const),
  });
  return [
    {
      heading: say('desk.facts'),
      lines: ticket.facts.map(({ label, value, source }) => [label, `${value} (${say(`desk.source.${source}`)})`]),
    },
    list(
      'desk.tried',
      tried.map(
        ({ instruction, outcome, source }) =>
          `${instruction} (${say(`desk.outcome.${outcome}`)}, ${say(`desk.step.${source ?? 'said'}`)})`,
      ),
    ),
    list(
      'desk.couldNot',
      couldNot.map(({ instruction }) => instruction),
    ),
    list('desk.offered', ticket.offered),
    details,
  ];
}

function detailsOf(ticket: Ticket, { organisation, say, open }: BodyOptions): [string, string][] {
  const group = organisation.groups.find(({ id }) => id === ticket.group)?.name[organisation.deskLanguage];
  const detail = (key: string, value: string): [string, string] => [say(`desk.${key}`), value];
  return [
    ...(open ? [detail('requester', ticket.requester.name)] : []),
    detail('category', ticket.category),
    detail('kind', say(`desk.kind.${ticket.kind}`)),
    detail('priority', ticket.priority),
    detail('impact', say(`desk.level.${ticket.impact}`)),
    detail('urgency', say(`desk.level.${ticket.urgency}`)),
    detail('group', group ?? ticket.group),
    detail('own', say('dateTime', { at: ticket.ownDueAt })),
    detail('resolve', say('dateTime', { at: ticket.resolveDueAt })),
    ...(open && ticket.preferences.length > 0 ? [detail('prefers', ticket.preferences.join(', '))] : []),
    detail('reason', say(`desk.reason.${ticket.reason}`)),
    [say('copy.source'), ticketSource],
    ...(ticket.linkedReference === undefined ? [] : [detail('linked', ticket.linkedReference)]),
  ];
}

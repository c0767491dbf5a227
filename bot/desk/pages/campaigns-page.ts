import { evidenceOf, type Programme } from '../../../dialogs/campaigns/programme.ts';
import { proportion } from '../../../dialogs/campaigns/report/statistics.ts';
import type { Simulation } from '../../../dialogs/campaigns/simulation.ts';
import type { Campaign } from '../../../dialogs/campaigns/types.ts';
import { html, type Markup } from '../html.ts';
import { percent, range } from './campaign-figures.ts';
import { table } from './campaign-report.ts';
import { type Bar, barChart } from './chart.ts';
import { layout, type Reader } from './layout.ts';

export interface CampaignsPage {
  readonly library: readonly Campaign[];
  readonly programme: Programme | undefined;
  readonly simulations: readonly (Simulation & {
    /** Reports made here, and minutes to half of them; absent while they are fewer than ten. */
    readonly here?: { readonly count: number; readonly medianMinutes: number } | undefined;
  })[];
  /** Reported messages by month, `2026-11`: real ones, and simulated ones. */
  readonly reports: readonly { readonly month: string; readonly real: number; readonly simulated: number }[];
}

/** The library, the yearly programme, what it is evidence for, and what became of phishing. */
export function campaignsPage(reader: Reader, page: CampaignsPage): string {
  const { text } = reader;
  return layout(
    reader,
    text('desk.campaigns'),
    html`<h1>${text('desk.campaigns')}</h1>
<p><a href="/desk/campaigns/sent">${text('desk.sent')}</a></p>
<p class="actions"><a href="/desk/campaigns/new">${text('desk.campaign.new')}</a></p>
${libraryPart(reader, page.library)}
${page.programme && programmePart(reader, page.programme, page.library)}
${evidencePart(reader, page.library)}
${phishingPart(reader, page)}`,
  );
}

function libraryPart(reader: Reader, library: readonly Campaign[]): Markup {
  const { text, language } = reader;
  return html`<h2>${text('desk.campaigns.library')}</h2>
<div class="wide" tabindex="0" role="region" aria-label="${text('desk.campaigns.library')}"><table>
<caption>${text('desk.campaigns.library.caption')}</caption>
<thead><tr><th scope="col">${text('desk.campaign.name')}</th><th scope="col">${text('desk.campaign.kind')}</th>
<th scope="col">${text('desk.campaign.length')}</th><th scope="col">${text('desk.campaign.report')}</th></tr></thead>
<tbody>${library.map(
    ({ id, title, kind, minutes }) => html`<tr><th scope="row">${title[language]}</th>
<td>${text(`desk.campaign.kind.${kind}`)}</td><td>${text('desk.campaign.minutesLong', { minutes })}</td>
<td><a href="/desk/campaigns/${id}/report" aria-label="${text('desk.campaign.report.title', { title: title[language] })}">${text('desk.campaign.report')}</a></td></tr>
`,
  )}</tbody></table></div>`;
}

function programmePart(reader: Reader, programme: Programme, library: readonly Campaign[]): Markup {
  const { text, language } = reader;
  const titles = (ids: readonly string[]): string =>
    ids.map((id) => library.find((each) => each.id === id)?.title[language] ?? id).join(' · ') || '–';
  const month = (at: number): string =>
    new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, at - 1, 15));
  return html`<h2>${text('desk.campaigns.programme')}</h2>
${table(
  reader,
  text('desk.campaigns.calendar'),
  [text('desk.campaigns.month'), text('desk.campaigns')],
  programme.calendar.map((each) => [month(each.month), titles(each.campaigns)]),
)}
${table(
  reader,
  text('desk.campaigns.newcomers'),
  [text('desk.campaigns.day'), text('desk.campaigns')],
  programme.newcomers.map(({ day, campaigns }) => [text('desk.campaigns.dayOf', { day }), titles(campaigns)]),
)}
${table(
  reader,
  text('desk.campaigns.paths'),
  [text('desk.campaigns.path'), text('desk.campaigns.why'), text('desk.campaigns')],
  programme.paths.map(({ title, why, campaigns }) => [title[language], why[language], titles(campaigns)]),
)}`;
}

function evidencePart(reader: Reader, library: readonly Campaign[]): Markup {
  const { text, language } = reader;
  return html`<h2>${text('desk.campaigns.evidence')}</h2>
<p>${text('desk.campaigns.evidence.how')}</p>
${table(
  reader,
  text('desk.campaigns.evidence'),
  [text('desk.campaigns.obligation'), text('desk.campaigns')],
  [...evidenceOf(library)].map(([obligation, campaigns]) => [
    obligation,
    campaigns.map(({ title }) => title[language]).join(' · '),
  ]),
)}`;
}

function phishingPart(reader: Reader, { simulations, reports }: CampaignsPage): Markup {
  const { text } = reader;
  const bars = (of: 'reported' | 'clicked') =>
    simulations.map((each): Bar => {
      const interval = proportion(each[of], each.sent);
      return { label: `${each.from} ${each.name}`, interval, value: percent(interval.estimate) };
    });
  return html`<h2>${text('desk.campaigns.phishing')}</h2>
<p>${text('desk.campaigns.phishing.how')}</p>
${
  simulations.length > 0 &&
  html`<h3>${text('desk.campaigns.reported')}</h3>
${barChart('reported', text('desk.campaigns.reported'), text('desk.campaigns.simulations.described'), bars('reported'))}
<h3>${text('desk.campaigns.clicked')}</h3>
${barChart('clicked', text('desk.campaigns.clicked'), text('desk.campaigns.simulations.described'), bars('clicked'))}
${table(
  reader,
  text('desk.campaigns.simulations'),
  ['name', 'sent', 'clicked', 'reported', 'interval', 'median', 'here', 'again'].map((each) =>
    text(`desk.campaigns.simulation.${each}`),
  ),
  simulations.map((each) => {
    const reported = proportion(each.reported, each.sent);
    return [
      `${each.name} (${each.from})`,
      String(each.sent),
      `${each.clicked} (${percent(each.clicked / each.sent)})`,
      `${each.reported} (${percent(reported.estimate)})`,
      range(reader, reported),
      each.medianReportMinutes === undefined
        ? '–'
        : text('desk.campaign.minutesLong', { minutes: Math.round(each.medianReportMinutes) }),
      each.here === undefined
        ? '–'
        : text('desk.campaigns.simulation.hereOf', {
            count: each.here.count,
            minutes: Math.round(each.here.medianMinutes),
          }),
      each.clickedBefore === undefined || each.clicked === 0 ? '–' : percent(each.clickedBefore / each.clicked),
    ];
  }),
)}`
}
${
  reports.length > 0 &&
  table(
    reader,
    text('desk.campaigns.reports'),
    [text('desk.campaigns.month'), text('desk.campaigns.real'), text('desk.campaigns.simulated')],
    reports.map(({ month, real, simulated }) => [month, String(real), String(simulated)]),
  )
}
${simulations.length === 0 && reports.length === 0 && html`<p>${text('desk.campaigns.phishing.none')}</p>`}`;
}

import type { Figures } from '../../../dialogs/campaigns/report/report.ts';
import type { Interval } from '../../../dialogs/campaigns/report/statistics.ts';
import type { PublishedReport } from '../../campaigns/publish.ts';
import type { TicketEffect } from '../../campaigns/ticket-effect.ts';
import { html, type Markup } from '../html.ts';
import {
  dayText,
  groupText,
  ofPeople,
  opinionRows,
  percent,
  points,
  questionText,
  range,
  stageText,
} from './campaign-figures.ts';
import { type Bar, barChart } from './chart.ts';
import { layout, type Reader } from './layout.ts';

export interface TrendPoint {
  readonly title: string;
  readonly at: number;
  readonly after: Interval;
}

export interface ReportPage extends PublishedReport {
  readonly trend: readonly TrendPoint[];
  readonly effect: readonly TicketEffect[];
}

/** One campaign's report: what it reached, what was learnt, and what cannot be shown; prints on its own. */
export function campaignReportPage(reader: Reader, report: ReportPage): string {
  const { text, language } = reader;
  const { campaign, figures, final } = report;
  const title = campaign.title[language];
  return layout(
    reader,
    text('desk.campaign.report.title', { title }),
    html`<h1>${title}</h1>
<p>${text('desk.campaign.report.goal', { goal: campaign.goal[language] })}</p>
<p class="status" role="status">${text(final ? 'desk.campaign.report.final' : 'desk.campaign.report.interim', { at: dayText(reader, figures.at) })}</p>
<p class="actions"><a href="/desk/campaigns/${campaign.id}/report.csv">${text('desk.campaign.report.csv')}</a> ·
<a href="/desk/campaigns/${campaign.id}/works-council">${text('desk.campaign.sheet.title')}</a> ·
<a href="/desk/campaigns">${text('desk.campaigns')}</a></p>
${ledgerPart(reader, figures)}
${figures.finished === undefined ? html`<h2>${text('desk.campaign.answers')}</h2><p>${text('desk.campaign.tooFew')}</p>` : answersPart(reader, report)}
${trendPart(reader, report.trend)}
${effectPart(reader, report.effect)}
<h2>${text('desk.campaign.reading')}</h2>
<p>${text('desk.campaign.reading.intervals')}</p>
<p>${text('desk.campaign.reading.groups')}</p>`,
  );
}

function ledgerPart(reader: Reader, { audience, states }: Figures): Markup {
  const { text } = reader;
  if (audience === undefined || !states)
    return html`<h2>${text('desk.campaign.ledger')}</h2><p>${text('desk.campaign.ledger.none')}</p>`;
  const rows = Object.entries(states).filter(([, count]) => count > 0);
  const sum = rows.reduce((total, [, count]) => total + count, 0);
  return html`<h2>${text('desk.campaign.ledger')}</h2>
<p>${text(sum === audience ? 'desk.campaign.ledger.adds' : 'desk.campaign.ledger.differs', { audience, sum })}</p>
${table(
  reader,
  text('desk.campaign.ledger.caption'),
  [text('desk.campaign.state'), text('desk.campaign.people'), text('desk.campaign.share')],
  rows.map(([state, count]) => [
    text(`desk.campaign.state.${state}`),
    String(count),
    percent(count / Math.max(1, audience)),
  ]),
)}`;
}

function answersPart(reader: Reader, { campaign, figures }: ReportPage): Markup {
  const { text, language } = reader;
  const { completion, score, questions = [], missRate, minutes, hoursToFinish } = figures;
  const facts: [string, string][] = [[text('desk.campaign.finished'), String(figures.finished)]];
  if (completion)
    facts.push([text('desk.campaign.completion'), `${percent(completion.estimate)} (${range(reader, completion)})`]);
  if (minutes) facts.push([text('desk.campaign.minutes'), quartileText(reader, minutes)]);
  if (hoursToFinish) facts.push([text('desk.campaign.hours'), quartileText(reader, hoursToFinish)]);
  if (missRate)
    facts.push([text('desk.campaign.missed'), `${percent(missRate.estimate)} (${range(reader, missRate)})`]);
  if (score?.change) facts.push([text('desk.campaign.change'), points(reader, score.change)]);
  const scores = (['before', 'after', 'retest'] as const).flatMap((stage): Bar[] => {
    const interval = score?.[stage];
    return interval
      ? [{ label: text(`desk.campaign.stage.${stage}`), interval, value: percent(interval.estimate) }]
      : [];
  });
  const bars = questions.map(
    (each): Bar => ({
      label: questionText(campaign, each.screen, language),
      interval: each.right,
      value: percent(each.right.estimate),
    }),
  );
  return html`<h2>${text('desk.campaign.answers')}</h2>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${
  scores.length > 0 &&
  html`<h3>${text('desk.campaign.score')}</h3>
${barChart('scores', text('desk.campaign.score'), describe(reader, scores), scores)}`
}
${
  bars.length > 0 &&
  html`<h3>${text('desk.campaign.questions')}</h3>
${barChart('questions', text('desk.campaign.questions'), text('desk.campaign.questions.described'), bars)}
${table(
  reader,
  text('desk.campaign.questions'),
  [
    text('desk.campaign.question'),
    text('desk.campaign.when'),
    text('desk.campaign.right'),
    text('desk.campaign.interval'),
  ],
  questions.map((each) => [
    questionText(campaign, each.screen, language),
    stageText(reader, each),
    `${percent(each.right.estimate)} (${ofPeople(each.right)})`,
    range(reader, each.right),
  ]),
)}`
}
${opinionsPart(reader, campaign, figures)}
${groupsPart(reader, figures)}`;
}

const describe = (reader: Reader, bars: readonly Bar[]): string =>
  bars.map(({ label, value, interval }) => `${label} : ${value} (${range(reader, interval)})`).join(' ; ');

const quartileText = (reader: Reader, [low, middle, high]: readonly [number, number, number]): string => {
  const short = (value: number) =>
    (value < 10 ? value.toFixed(1) : String(Math.round(value))).replace('.', reader.language === 'fr' ? ',' : '.');
  return reader.text('desk.campaign.quartiles', { middle: short(middle), low: short(low), high: short(high) });
};

function opinionsPart(reader: Reader, campaign: ReportPage['campaign'], { opinions = [], useful }: Figures): Markup {
  const { text, language } = reader;
  const asked = useful && Object.keys(useful).some((answer) => answer !== 'none');
  return html`${opinions.map((opinion) => {
    const rows = opinionRows(campaign, opinion, reader);
    const caption = questionText(campaign, opinion.screen, language);
    return html`<h3>${caption}</h3>
${table(
  reader,
  caption,
  [text('desk.campaign.answer'), text('desk.campaign.people')],
  rows.map(({ label, count }) => [label, String(count)]),
)}`;
  })}
${
  asked &&
  html`<h3>${text('desk.campaign.useful')}</h3>
${table(
  reader,
  text('desk.campaign.useful'),
  [text('desk.campaign.answer'), text('desk.campaign.people')],
  ['yes', 'some', 'no', 'none'].map((answer) => [text(`desk.campaign.useful.${answer}`), String(useful[answer] ?? 0)]),
)}`
}`;
}

function groupsPart(reader: Reader, { groups, withheld }: Figures): Markup {
  const { text } = reader;
  const shown = Object.entries(groups);
  if (shown.length === 0 && withheld.length === 0) return html``;
  return html`<h3>${text('desk.campaign.groups')}</h3>
${shown.map(([dimension, rows]) => {
  const name = text(`desk.campaign.dimension.${dimension}`);
  const bars = rows.flatMap(({ group, after }): Bar[] =>
    after ? [{ label: groupText(reader, group), interval: after, value: percent(after.estimate) }] : [],
  );
  return html`<h4>${name}</h4>
${bars.length > 0 && barChart(`by-${dimension}`, name, describe(reader, bars), bars)}
${table(
  reader,
  name,
  [
    name,
    text('desk.campaign.finished'),
    text('desk.campaign.reached'),
    text('desk.campaign.stage.after'),
    text('desk.campaign.interval'),
  ],
  rows.map(({ group, finished, reached, after }) => [
    groupText(reader, group),
    String(finished),
    reached === undefined ? '–' : String(reached),
    after ? percent(after.estimate) : '–',
    after ? range(reader, after) : '–',
  ]),
)}`;
})}
${withheld.length > 0 && html`<p>${text('desk.campaign.withheld', { dimensions: withheld.map((each) => text(`desk.campaign.dimension.${each}`)).join(', ') })}</p>`}`;
}

function trendPart(reader: Reader, trend: readonly TrendPoint[]): Markup {
  const { text } = reader;
  if (trend.length < 2) return html``;
  const bars = trend.map(
    ({ title, at, after }): Bar => ({
      label: `${new Date(at).toISOString().slice(0, 10)} ${title}`,
      interval: after,
      value: percent(after.estimate),
    }),
  );
  return html`<h2>${text('desk.campaign.trend')}</h2>
${barChart('trend', text('desk.campaign.trend'), describe(reader, bars), bars)}`;
}

function effectPart(reader: Reader, effect: readonly TicketEffect[]): Markup {
  const { text } = reader;
  if (effect.length === 0) return html``;
  const held = effect.some(({ againstHoldout }) => againstHoldout);
  const times = ({ estimate, low, high }: Interval) =>
    text('desk.campaign.times', { by: estimate.toFixed(2), low: low.toFixed(2), high: high.toFixed(2) });
  const headings = ['family', 'beforeIt', 'afterIt', 'ratio', ...(held ? ['againstHoldout'] : [])];
  return html`<h2>${text('desk.campaign.effect')}</h2>
<p>${text('desk.campaign.effect.how')}</p>
${table(
  reader,
  text('desk.campaign.effect'),
  headings.map((each) => text(`desk.campaign.${each}`)),
  effect.map(({ family, before, after, ratio, againstHoldout }) => [
    family[reader.language],
    String(before),
    String(after),
    times(ratio),
    ...(held ? [againstHoldout ? times(againstHoldout) : '–'] : []),
  ]),
)}`;
}

/** A table with its caption; the first cell of a row is its heading. */
export function table(
  _reader: Reader,
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table></div>`;
}

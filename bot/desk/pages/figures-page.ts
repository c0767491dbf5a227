import { type Dimension, dimensions, type Figure, type Measure, measures } from '../../figures/compute.ts';
import type { MonthlyFigures } from '../../figures/index.ts';
import { html, type Markup } from '../html.ts';
import { layout, type Reader } from './layout.ts';

const shares: ReadonlySet<Measure> = new Set([
  'solvedAlone',
  'escalated',
  'abandoned',
  'askedHuman',
  'misrouted',
  'ownedInTime',
  'resolvedInTime',
  'reopened',
  'openWorkarounds',
]);

/** The figures of a month with their formulas beside them; what would expose people is left out, and said so. */
export function figuresPage(reader: Reader, figures: MonthlyFigures, months: readonly string[]): string {
  const { text } = reader;
  const { month } = figures;
  return layout(
    reader,
    text('desk.figures'),
    html`<h1>${text('desk.figures')}</h1>
<p>${text('desk.figures.how')}</p>
<form method="get" action="/desk/figures" class="filter"><p><label for="month">${text('desk.figures.month')}</label>
<select id="month" name="month">${months.map((each) => html`<option value="${each}"${each === month && html` selected`}>${each}</option>`)}</select></p>
<p><button>${text('desk.figures.show')}</button></p></form>
<p><a href="/desk/api/figures.csv?month=${month}">CSV</a> · <a href="/desk/api/figures?month=${month}">JSON</a></p>
<h2>${text('desk.figures.total', { month })}</h2>
${totals(reader, figures)}
<h2>${text('desk.figures.gap')}</h2>
<p>${gap(reader, figures)}</p>
${dimensions.map((dimension) => table(reader, dimension, figures))}
<h2>${text('desk.figures.backlog')}</h2>
${backlog(reader, figures)}`,
  );
}

function totals(reader: Reader, { total }: MonthlyFigures): Markup {
  const { text } = reader;
  return html`<div class="wide" role="region" tabindex="0" aria-label="${text('desk.figures')}"><table>
<thead><tr><th scope="col">${text('desk.figures.measure')}</th><th scope="col">${text('desk.figures.value')}</th>
<th scope="col">${text('desk.figures.formula')}</th></tr></thead>
<tbody>${measures.map(
    (
      measure,
    ) => html`<tr><th scope="row">${text(`desk.figures.${measure}`)}</th><td>${written(reader, measure, total[measure])}</td>
<td>${text(`desk.figures.${measure}.formula`)}</td></tr>`,
  )}</tbody></table></div>`;
}

function table(reader: Reader, dimension: Dimension, { by }: MonthlyFigures): Markup {
  const { text } = reader;
  const title = text(`desk.figures.by.${dimension}`);
  if (by[dimension].length === 0) return html`<h2>${title}</h2><p>${text('desk.figures.tooFew')}</p>`;
  // A column without any figure says nothing.
  const columns = measures.filter((measure) => by[dimension].some(({ figures }) => figures[measure] !== undefined));
  return html`<h2>${title}</h2>
<div class="wide" role="region" tabindex="0" aria-label="${title}"><table>
<thead><tr><th scope="col">${title}</th>${columns.map((measure) => html`<th scope="col">${text(`desk.figures.${measure}`)}</th>`)}</tr></thead>
<tbody>${by[dimension].map(
    ({ key, figures }) =>
      html`<tr><th scope="row">${key}</th>${columns.map(
        (measure) => html`<td>${written(reader, measure, figures[measure])}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}

/** What French speakers get against English speakers, in points of share. */
function gap({ text }: Reader, { by }: MonthlyFigures): string {
  const share = (language: string) => {
    const figure = by.language.find(({ key }) => key === language)?.figures.solvedAlone;
    return figure === undefined || figure.of === 0 ? undefined : figure.value / figure.of;
  };
  const [fr, en] = [share('fr'), share('en')];
  if (fr === undefined || en === undefined) return text('desk.figures.tooFew');
  return text('desk.figures.gap.is', {
    fr: percent(fr),
    en: percent(en),
    points: Math.round(fr * 100) - Math.round(en * 100),
  });
}

function backlog({ text }: Reader, { backlog: rows }: MonthlyFigures): Markup {
  return html`<table><thead><tr><th scope="col">${text('desk.figures.age')}</th><th scope="col">${text('desk.tickets')}</th></tr></thead>
<tbody>${rows.map(({ age, tickets }) => html`<tr><th scope="row">${age}</th><td>${tickets ?? '< 10'}</td></tr>`)}</tbody></table>`;
}

function written({ text }: Reader, measure: Measure, figure: Figure | undefined): string {
  if (figure === undefined) return '–';
  if (measure === 'volume') return String(figure.value);
  if (measure === 'rating') return `${figure.value.toFixed(1)} / 5 (${figure.of})`;
  if (shares.has(measure)) return `${percent(figure.value / Math.max(1, figure.of))} (${figure.value} / ${figure.of})`;
  return text('desk.figures.hours', { hours: (figure.value / 3_600_000).toFixed(1) });
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

import type { Interval } from '../../../dialogs/campaigns/report/statistics.ts';
import { html, type Markup } from '../html.ts';

export interface Bar {
  readonly label: string;
  readonly interval: Interval;
  /** What is written at the end of the bar. */
  readonly value: string;
}

const row = 34;
const left = 230;
const width = 760;
const right = 90;
const longestLabel = 34;

/**
 * Shares as bars from 0 to 100 %, with the confidence interval as a whisker. It says in words what it shows, and the
 * table beside it holds the same figures; nothing depends on colour alone, and no style is inline (strict CSP).
 */
export function barChart(id: string, title: string, description: string, bars: readonly Bar[]): Markup {
  const height = bars.length * row + 34;
  const x = (share: number) => Math.round(left + Math.max(0, Math.min(1, share)) * (width - left - right));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => html`<line x1="${x(share)}" x2="${x(share)}" y1="4" y2="${height - 26}" class="grid"/>
<text x="${x(share)}" y="${height - 8}" text-anchor="middle">${Math.round(share * 100)} %</text>
`,
  );
  const drawn = bars.map(({ label, interval, value }, at) => {
    const y = at * row + 6;
    const shown = label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
    return html`<text x="${left - 8}" y="${y + 16}" text-anchor="end">${shown}</text>
<rect x="${left}" y="${y + 2}" width="${Math.max(0, x(interval.estimate) - left)}" height="20" class="bar"/>
<line x1="${x(interval.low)}" x2="${x(interval.high)}" y1="${y + 12}" y2="${y + 12}" class="whisker"/>
<line x1="${x(interval.low)}" x2="${x(interval.low)}" y1="${y + 6}" y2="${y + 18}" class="whisker"/>
<line x1="${x(interval.high)}" x2="${x(interval.high)}" y1="${y + 6}" y2="${y + 18}" class="whisker"/>
<text x="${width - right + 8}" y="${y + 16}">${value}</text>
`;
  });
  return html`<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-description" viewBox="0 0 ${width} ${height}">
<title id="${id}-title">${title}</title>
<desc id="${id}-description">${description}</desc>
${ticks}${drawn}</svg>`;
}

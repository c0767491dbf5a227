import type { Figures } from '../../dialogs/campaigns/report/report.ts';
import type { PublishedReport } from '../campaigns/publish.ts';

type Cell = string | number | undefined;

/** Cells that a spreadsheet would run as a formula are made texts; the rest follows RFC 4180. */
function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(4);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The figures that the report shows, one a row: what, of which group or question, value, interval, count, of how many. */
export function reportCsv({ campaign, figures, final }: PublishedReport): string {
  const rows: Cell[][] = [
    ['figure', 'about', 'value', 'low', 'high', 'count', 'of'],
    ['campaign', campaign.id, undefined, undefined, undefined, undefined, undefined],
    ['status', final ? 'final' : 'interim', undefined, undefined, undefined, undefined, undefined],
    ...ledgerRows(figures),
    ...answerRows(figures),
    ...groupRows(figures),
  ];
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

const ledgerRows = ({ audience, states }: Figures): Cell[][] =>
  audience === undefined
    ? []
    : [
        ['audience', undefined, audience],
        ...Object.entries(states ?? {}).map(([state, count]): Cell[] => ['state', state, count]),
      ];

function answerRows(figures: Figures): Cell[][] {
  const {
    finished,
    completion,
    score = {},
    questions = [],
    missRate,
    changes = [],
    opinions = [],
    useful = {},
  } = figures;
  if (finished === undefined) return [];
  return [
    ['finished', undefined, finished],
    ...(completion
      ? [
          [
            'completion',
            undefined,
            completion.estimate,
            completion.low,
            completion.high,
            completion.count,
            completion.of,
          ],
        ]
      : []),
    ...Object.entries(score).map(([stage, each]): Cell[] => ['score', stage, each.estimate, each.low, each.high]),
    ...changes.map(({ measures, change }): Cell[] => ['change', measures, change.estimate, change.low, change.high]),
    ...questions.map(({ screen, right }): Cell[] => [
      'question',
      screen,
      right.estimate,
      right.low,
      right.high,
      right.count,
      right.of,
    ]),
    ...(missRate
      ? [['missed clues', undefined, missRate.estimate, missRate.low, missRate.high, missRate.count, missRate.of]]
      : []),
    ...opinions.flatMap(({ screen, counts }) =>
      Object.entries(counts).map(([choice, count]): Cell[] => ['opinion', `${screen}: ${choice}`, count]),
    ),
    ...Object.entries(useful).map(([answer, count]): Cell[] => ['useful', answer, count]),
  ];
}

const groupRows = ({ groups }: Figures): Cell[][] =>
  Object.entries(groups).flatMap(([dimension, rows]) =>
    rows.map(({ group, finished, reached, after }): Cell[] => [
      dimension,
      group,
      after?.estimate,
      after?.low,
      after?.high,
      finished,
      reached,
    ]),
  );

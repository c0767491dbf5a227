import { dimensions, type Figure, type Measure, measures } from '../figures/compute.ts';
import type { Figures, MonthlyFigures } from '../figures/index.ts';
import type { Texts } from '../rendering/texts.ts';
import { json, page } from './answers.ts';
import { figuresPage } from './pages/figures-page.ts';
import { preferredLanguage, readerOf } from './pages/layout.ts';
import { refuse } from './refusal.ts';
import type { DeskRequest, Route } from './routes.ts';

export interface FigureParts {
  readonly figures: Figures;
  readonly texts: Texts;
  readonly now: () => number;
}

/** Those who supervise: figures are of no use to judge a colleague, and hold nobody. */
const roles = ['Administrator', 'Technician', 'SecurityOfficer'] as const;

/** `GET /desk/api/figures?month=2026-10`, the same as CSV, and the page. */
export function figureRoutes({ figures, texts, now }: FigureParts): { api: Route[]; pages: Route[] } {
  const read = async ({ query }: DeskRequest): Promise<MonthlyFigures> => {
    const found = await figures.read(query.month ?? figures.months()[0]!);
    if (!found)
      throw refuse('invalid_request', `month: one that has ended and is kept: ${figures.months().join(', ')}`);
    return found;
  };
  return {
    api: [
      {
        method: 'get',
        path: '/desk/api/figures',
        roles,
        handle: async (request) => json({ months: figures.months(), ...toJson(await read(request)) }),
      },
      {
        method: 'get',
        path: '/desk/api/figures.csv',
        roles,
        handle: async (request) => {
          const found = await read(request);
          return {
            status: 200,
            headers: {
              'content-type': 'text/csv; charset=utf-8',
              'content-disposition': `attachment; filename="guichet-${found.month}.csv"`,
            },
            body: toCsv(found),
          };
        },
      },
    ],
    pages: [
      {
        method: 'get',
        path: '/desk/figures',
        roles,
        handle: async (request) => {
          const reader = readerOf(texts, preferredLanguage(request.headers['accept-language']), now());
          return page(figuresPage(reader, await read(request), figures.months()));
        },
      },
    ],
  };
}

/** How many people stand behind a figure is not told: two of them would be compared. */
const shown = (figure: Figure | undefined) => (figure === undefined ? null : { value: figure.value, of: figure.of });

const figuresOf = (row: Readonly<Record<Measure, Figure | undefined>>) =>
  Object.fromEntries(measures.map((measure) => [measure, shown(row[measure])]));

function toJson({ month, from, until, total, by, backlog }: MonthlyFigures) {
  return {
    month,
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    total: figuresOf(total),
    by: Object.fromEntries(
      dimensions.map((dimension) => [
        dimension,
        by[dimension].map(({ key, figures: row }) => ({ key, ...figuresOf(row) })),
      ]),
    ),
    backlog: backlog.map(({ age, tickets }) => ({ age_days: age, tickets: tickets ?? null })),
  };
}

function toCsv({ month, total, by, backlog }: MonthlyFigures): string {
  const line = (...cells: readonly (string | number)[]) => cells.map(cell).join(',');
  const rows = (dimension: string, key: string, row: Readonly<Record<Measure, Figure | undefined>>) =>
    measures.map((measure) => line(month, dimension, key, measure, row[measure]?.value ?? '', row[measure]?.of ?? ''));
  return [
    line('month', 'dimension', 'key', 'measure', 'value', 'of'),
    ...rows('total', '', total),
    ...dimensions.flatMap((dimension) => by[dimension].flatMap(({ key, figures: row }) => rows(dimension, key, row))),
    ...backlog.map(({ age, tickets }) => line('now', 'backlog', `${age} days`, 'tickets', tickets ?? '', '')),
    '',
  ].join('\r\n');
}

/** A spreadsheet must not take a text for a formula. */
const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

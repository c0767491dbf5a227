import type { StoredRequest } from '../../adapters/database/repositories/request-records.ts';
import {
  type Counted,
  computeFigures,
  type Dimension,
  type Figure,
  type FigureTicket,
  type Measure,
  measures,
} from './compute.ts';

/** No group of fewer people is shown, nor one that subtraction would give (R36). */
export const smallest = 10;

export type Shown = Readonly<Record<Measure, Figure | undefined>>;

export interface Report {
  readonly from: number;
  readonly until: number;
  readonly total: Shown;
  readonly by: Readonly<Record<Dimension, readonly { readonly key: string; readonly figures: Shown }[]>>;
}

/** The figures of a span, whole and by each dimension, with what would expose people left out. */
export function report(counted: Counted): Report {
  const { from, until, requests, tickets, later } = counted;
  const all = [...requests, ...later];
  const total = hideSmall(computeFigures(requests, tickets, all));
  const by: Report['by'] = {
    category: cut(
      counted,
      all,
      total,
      (each) => each.category,
      (ticket) => ticket.category,
    ),
    group: cut(
      counted,
      all,
      total,
      (each) => counted.groupOf(each.category),
      (ticket) => ticket.group,
    ),
    language: cut(
      counted,
      all,
      total,
      (each) => each.language,
      (ticket) => ticket.language,
    ),
    // Tickets are placed by the request that they come from.
    site: cut(
      counted,
      all,
      total,
      (each) => each.site,
      (ticket) => requests.find(({ requestId }) => requestId === ticket.requestId)?.site,
    ),
    hour: cut(
      counted,
      all,
      total,
      (each) => counted.hourOf(each.openedAt),
      (ticket) => counted.hourOf(ticket.createdAt),
    ),
  };
  return { from, until, total, by };
}

type Row = { readonly key: string; readonly figures: Record<Measure, Figure> };

function cut(
  { requests, tickets }: Counted,
  all: readonly StoredRequest[],
  total: Shown,
  ofRequest: (request: StoredRequest) => string | undefined,
  ofTicket: (ticket: FigureTicket) => string | undefined,
): Report['by'][Dimension] {
  const byRequest = Map.groupBy(requests, (each) => ofRequest(each) ?? '');
  const byTicket = Map.groupBy(tickets, (each) => ofTicket(each) ?? '');
  const keys = [...new Set([...byRequest.keys(), ...byTicket.keys()])].toSorted();
  const rows: Row[] = keys.map((key) => ({
    key,
    figures: computeFigures(byRequest.get(key) ?? [], byTicket.get(key) ?? [], all),
  }));
  const hidden = Object.fromEntries(
    measures.map((measure) => [measure, hiddenRows(rows, measure, total[measure])]),
  ) as Record<Measure, ReadonlySet<Row>>;
  return (
    rows
      .map((row) => ({
        key: row.key,
        figures: Object.fromEntries(
          measures.map((each) => [each, hidden[each].has(row) ? undefined : row.figures[each]]),
        ) as Shown,
      }))
      // What fits no group is never a row of its own; it counts among what is hidden.
      .filter(({ key, figures }) => key !== '' && Object.values(figures).some((figure) => figure !== undefined))
  );
}

const hideSmall = (figures: Record<Measure, Figure>): Shown =>
  Object.fromEntries(measures.map((each) => [each, isSmall(figures[each]) ? undefined : figures[each]])) as Shown;

/** Few people behind a figure are exposed by it, however many cases they have. */
const isSmall = ({ people }: Figure): boolean => people < smallest;

/**
 * Rows of a measure that are not shown: the small ones, and, while what is hidden could be worked out from the total, the
 * smallest of the others. A total that is itself hidden gives nothing away.
 */
function hiddenRows(rows: readonly Row[], measure: Measure, total: Figure | undefined): ReadonlySet<Row> {
  const filled = rows.filter(({ figures }) => figures[measure].of > 0);
  const hidden = new Set(filled.filter(({ key, figures }) => key === '' || isSmall(figures[measure])));
  for (const row of rows) if (row.figures[measure].of === 0) hidden.add(row);
  const veiled = () => filled.filter((row) => hidden.has(row));
  const rest = filled
    .filter((row) => !hidden.has(row))
    .toSorted((one, other) => one.figures[measure].people - other.figures[measure].people);
  while (total && veiled().length > 0 && rest.length > 0) {
    // What is hidden is known together, as the difference: large enough if one of its rows is.
    const largest = Math.max(...veiled().map(({ figures }) => figures[measure].people));
    if (largest >= smallest) break;
    hidden.add(rest.shift()!);
  }
  return hidden;
}

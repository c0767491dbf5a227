import type { StoredRequest } from '../../adapters/database/repositories/request-records.ts';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';

/** What a figure is cut by, one at a time: two at once would leave small groups. */
export const dimensions = ['category', 'group', 'language', 'site', 'hour'] as const;
export type Dimension = (typeof dimensions)[number];

/** Everything of a span that figures are counted from. */
export interface Counted {
  /** epoch ms, the end not included. */
  readonly from: number;
  readonly until: number;
  readonly requests: readonly StoredRequest[];
  /** Requests after the span's end, for recurrence. */
  readonly later: readonly StoredRequest[];
  readonly tickets: readonly FigureTicket[];
  readonly groupOf: (category: string | undefined) => string | undefined;
  /** Hour of the day in the organisation's time zone, `09`. */
  readonly hourOf: (at: number) => string;
}

export type FigureTicket = Pick<
  Ticket,
  | 'reference'
  | 'category'
  | 'group'
  | 'language'
  | 'requestId'
  | 'status'
  | 'solution'
  | 'ownDueAt'
  | 'resolveDueAt'
  | 'ownedAt'
  | 'resolvedAt'
  | 'createdAt'
> & {
  readonly requesterId: string;
  /** Reopened by the employee or a technician. */
  readonly reopened: boolean;
  /** Given to another family after it was sent. */
  readonly recategorised: boolean;
  /** 1 to 5, where the employee gave one. */
  readonly rating?: number;
};

/** A share `of` a base, or a duration over `of` cases; `people`: how many different ones stand behind it. */
export interface Figure {
  readonly value: number;
  readonly of: number;
  readonly people: number;
}

export const measures = [
  'volume',
  'solvedAlone',
  'escalated',
  'abandoned',
  'askedHuman',
  'misrouted',
  'ownedInTime',
  'resolvedInTime',
  'timeToOwn',
  'timeToResolve',
  'reopened',
  'openWorkarounds',
  'rating',
] as const;
export type Measure = (typeof measures)[number];

const recurrence = 7 * 24 * 3600_000;

/** The figures of some requests and tickets. Pure; each formula is told beside it on the page. */
export function computeFigures(
  requests: readonly StoredRequest[],
  tickets: readonly FigureTicket[],
  all: readonly StoredRequest[],
): Record<Measure, Figure> {
  const ended = requests.filter(({ outcome }) => outcome !== null);
  const solved = ended.filter((request) => request.outcome === 'resolved' && !comesBack(request, all));
  const owned = tickets.filter(({ ownedAt }) => ownedAt !== undefined);
  const resolved = tickets.filter(({ resolvedAt }) => resolvedAt !== undefined);
  const rated = tickets.filter(({ rating }) => rating !== undefined);
  const known = requests.filter(({ category }) => category !== undefined);
  const misrouted = known.filter(
    ({ category, firstCategory, requestId }) =>
      category !== firstCategory || tickets.some((ticket) => ticket.requestId === requestId && ticket.recategorised),
  );
  return {
    volume: count(requests, requests),
    solvedAlone: count(solved, ended),
    escalated: count(
      ended.filter(({ outcome }) => outcome === 'escalated'),
      ended,
    ),
    abandoned: count(
      ended.filter(({ outcome }) => outcome === 'abandoned'),
      ended,
    ),
    askedHuman: count(
      requests.filter(({ askedHuman }) => askedHuman),
      requests,
    ),
    misrouted: count(misrouted, known),
    ownedInTime: countTickets(
      owned.filter((each) => each.ownedAt! <= each.ownDueAt),
      owned,
    ),
    resolvedInTime: countTickets(
      resolved.filter((each) => each.resolvedAt! <= each.resolveDueAt),
      resolved,
    ),
    timeToOwn: median(owned, (each) => each.ownedAt! - each.createdAt),
    timeToResolve: median(resolved, (each) => each.resolvedAt! - each.createdAt),
    reopened: countTickets(
      resolved.filter(({ reopened }) => reopened),
      resolved,
    ),
    openWorkarounds: countTickets(
      tickets.filter(({ solution }) => solution === 'workaround' || solution === 'temporary'),
      tickets,
    ),
    rating: {
      value: rated.reduce((sum, { rating }) => sum + rating!, 0) / Math.max(1, rated.length),
      of: rated.length,
      people: peopleOf(rated.map(({ requesterId }) => requesterId)),
    },
  };
}

/** The same person with the same family within 7 days of the solution: it was none. */
const comesBack = (solved: StoredRequest, all: readonly StoredRequest[]): boolean =>
  all.some(
    (other) =>
      other.personId === solved.personId &&
      other.category === solved.category &&
      other.requestId !== solved.requestId &&
      other.openedAt >= (solved.endedAt ?? solved.openedAt) &&
      other.openedAt <= (solved.endedAt ?? solved.openedAt) + recurrence,
  );

const peopleOf = (ids: readonly string[]): number => new Set(ids).size;

const count = (some: readonly StoredRequest[], base: readonly StoredRequest[]): Figure => ({
  value: some.length,
  of: base.length,
  people: peopleOf(base.map(({ personId }) => personId)),
});

const countTickets = (some: readonly FigureTicket[], base: readonly FigureTicket[]): Figure => ({
  value: some.length,
  of: base.length,
  people: peopleOf(base.map(({ requesterId }) => requesterId)),
});

function median(tickets: readonly FigureTicket[], duration: (ticket: FigureTicket) => number): Figure {
  const durations = tickets.map(duration).toSorted((one, other) => one - other);
  return {
    value: durations[Math.floor(durations.length / 2)] ?? 0,
    of: tickets.length,
    people: peopleOf(tickets.map(({ requesterId }) => requesterId)),
  };
}

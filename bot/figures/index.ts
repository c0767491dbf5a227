import { DateTime } from 'luxon';
import type { Database } from '../../adapters/database/port.ts';
import { listBacklog, listFigureTickets } from '../../adapters/database/repositories/figures.ts';
import { listRequests } from '../../adapters/database/repositories/request-records.ts';
import type { Kit } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import { type Report, report, smallest } from './disclosure.ts';

export interface FiguresOptions {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly scripts: Kit['scripts'];
  readonly now: () => number;
}

export interface MonthlyFigures extends Report {
  /** `2026-11`. */
  readonly month: string;
  /** Open tickets now, by age in days; undefined where fewer than ten people wait. */
  readonly backlog: readonly { readonly age: string; readonly tickets: number | undefined }[];
}

export interface Figures {
  /** Months that have ended and are still kept, newest first. */
  months(): readonly string[];
  /** undefined when the month has not ended: figures that grow from day to day would tell each day's by subtraction. */
  read(month: string): Promise<MonthlyFigures | undefined>;
}

const day = 24 * 3600_000;
const week = 7 * day;
const ages = [
  { age: '0-1', from: 0, until: 1 },
  { age: '1-3', from: 1, until: 3 },
  { age: '3-7', from: 3, until: 7 },
  { age: '7-30', from: 7, until: 30 },
  { age: '30+', from: 30, until: Number.POSITIVE_INFINITY },
] as const;

/** Figures of whole months, for supervisors: how the service does, never how a person does. */
export function createFigures({ database, organisation, scripts, now }: FiguresOptions): Figures {
  const zone = organisation.timeZone;
  const start = (month: string) => DateTime.fromISO(`${month}-01`, { zone });
  const months = () => {
    const kept = Math.max(1, Math.floor(organisation.retention.transcriptDays / 31));
    const running = DateTime.fromMillis(now(), { zone }).startOf('month');
    return Array.from({ length: kept }, (_, at) => running.minus({ months: at + 1 }).toFormat('yyyy-MM'));
  };
  return {
    months,
    async read(month) {
      if (!months().includes(month)) return undefined;
      const db = database.queries;
      const [from, until] = [start(month).toMillis(), start(month).plus({ months: 1 }).toMillis()];
      const confidential = new Set(organisation.groups.filter((group) => group.confidential).map(({ id }) => id));
      const groupOf = (category: string | undefined) =>
        category === undefined ? undefined : scripts.get(category)?.group;
      const open = (category: string | undefined) => !confidential.has(groupOf(category) ?? '');
      const requests = (await listRequests(db, from, until)).filter(({ category }) => open(category));
      const later = await listRequests(db, until, until + week);
      const tickets = (await listFigureTickets(db, from, until)).filter(({ group }) => !confidential.has(group));
      const hourOf = (at: number) => DateTime.fromMillis(at, { zone }).toFormat('HH');
      const counted = { from, until, requests, later, tickets, groupOf, hourOf };
      return { month, ...report(counted), backlog: await backlog() };
    },
  };

  async function backlog(): Promise<MonthlyFigures['backlog']> {
    const waiting = await listBacklog(database.queries);
    return ages.map(({ age, from, until }) => {
      const those = waiting.filter(({ createdAt }) => {
        const days = (now() - createdAt) / day;
        return days >= from && days < until;
      });
      const people = new Set(those.map(({ personId }) => personId)).size;
      return { age, tickets: people < smallest ? undefined : those.length };
    });
  }
}

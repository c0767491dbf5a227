import { DateTime, type WeekdayNumbers } from 'luxon';
import type { Organisation } from '../../knowledge/index.ts';
import type { Priority } from './types.ts';

type Calendar = Pick<Organisation, 'timeZone' | 'supportHours' | 'closedDays'>;

const minute = 60_000;
const weekdays: Readonly<Record<WeekdayNumbers, Calendar['supportHours']['days'][number]>> = {
  1: 'monday',
  2: 'tuesday',
  3: 'wednesday',
  4: 'thursday',
  5: 'friday',
  6: 'saturday',
  7: 'sunday',
};

/**
 * When a ticket opened at `now` (epoch ms) should be owned, and when resolved (epoch ms). Targets count in minutes of
 * support hours for every priority, P1 included: outside them nobody is at the desk, and a time that nobody watches
 * is not promised. A group that keeps hours of its own is counted on those.
 */
export function dueTimes(
  organisation: Organisation,
  ticket: { readonly priority: Priority; readonly group?: string },
  now: number,
): { own: number; resolve: number } {
  const targets = organisation.serviceLevels[ticket.priority];
  const group = organisation.groups.find((candidate) => candidate.id === ticket.group);
  const calendar = { ...organisation, supportHours: group?.hours ?? organisation.supportHours };
  return {
    own: addSupportMinutes(calendar, now, targets.own),
    resolve: addSupportMinutes(calendar, now, targets.resolve),
  };
}

/**
 * The instant at which `minutes` of support hours have passed since `start` (both epoch ms). Minutes are elapsed ones,
 * so that a clock change inside the hours neither adds nor loses any. Hours that end before they begin run past
 * midnight, and belong to the day on which they begin.
 */
export function addSupportMinutes(calendar: Calendar, start: number, minutes: number): number {
  const first = DateTime.fromMillis(start, { zone: calendar.timeZone });
  if (!first.isValid) throw new RangeError(`cannot count support hours: ${first.invalidExplanation}`);
  let left = minutes * minute;
  for (let day = first.startOf('day').minus({ days: 1 }); ; day = day.plus({ days: 1 })) {
    if (!isWorked(calendar, day)) continue;
    const { opens, closes } = hoursOf(calendar, day);
    const from = Math.max(opens, start);
    if (closes <= from) continue;
    if (closes - from >= left) return from + left;
    left -= closes - from;
  }
}

function isWorked(calendar: Calendar, day: DateTime<true>): boolean {
  return calendar.supportHours.days.includes(weekdays[day.weekday]) && !calendar.closedDays.includes(day.toISODate());
}

function hoursOf(calendar: Calendar, day: DateTime<true>): { opens: number; closes: number } {
  const { from, to } = calendar.supportHours;
  const lastDay = to > from ? day : day.plus({ days: 1 });
  return { opens: atHour(day, from), closes: atHour(lastDay, to) };
}

function atHour(day: DateTime<true>, time: string): number {
  const [hour, minutes] = time.split(':').map(Number) as [number, number];
  return day.set({ hour, minute: minutes }).toMillis();
}

import { hash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Organisation } from '../../knowledge/index.ts';
import type { CampaignSchedule } from './schema.ts';

/** When somebody can be written to without being asked (R41). */
export interface WorkingTime {
  /** IANA name of the person's own zone. */
  readonly timeZone: string;
  /** 1 is Monday. */
  readonly days: readonly number[];
  /** `HH:mm` of the person's own clock. */
  readonly from: string;
  readonly to: string;
  /** `YYYY-MM-DD` */
  readonly holidays: readonly string[];
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Hours at which most people of an office are at work, where support is there longer. */
const earliest = '08:30';
const latest = '18:00';

/** The organisation's own, as nothing better is known of somebody. */
export function workingTimeOf({ timeZone, supportHours, closedDays }: Organisation): WorkingTime {
  return {
    timeZone,
    days: supportHours.days.map((day) => weekdays.indexOf(day) + 1),
    from: supportHours.from > earliest ? supportHours.from : earliest,
    to: supportHours.to < latest ? supportHours.to : latest,
    holidays: closedDays,
  };
}

/**
 * The first moment from `from` (epoch ms) on at which a person may be written to: on a working day, within the working
 * hours and the campaign's, by the person's own clock, whatever that clock does on the last Sunday of March.
 */
export function nextMoment(from: number, hours: CampaignSchedule['hours'], time: WorkingTime): number {
  const begins = hours && hours.from > time.from ? hours.from : time.from;
  const ends = hours && hours.to < time.to ? hours.to : time.to;
  let at = DateTime.fromMillis(from, { zone: time.timeZone });
  // Two weeks hold every run of holidays there is; hours that never meet fall back to the working ones.
  const [opens, closes] = begins < ends ? [begins, ends] : [time.from, time.to];
  for (let day = 0; day < 15; day += 1) {
    const open = clock(at, opens);
    const close = clock(at, closes);
    const works = time.days.includes(at.weekday) && !time.holidays.includes(at.toISODate()!);
    if (works && at < open) return open.toMillis();
    if (works && at < close) return at.toMillis();
    at = at.plus({ days: 1 }).startOf('day');
  }
  return at.toMillis();
}

function clock(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour: hour!, minute: minute!, second: 0, millisecond: 0 });
}

/** The start of a campaign for somebody: its day in their own zone, or now. */
export function startOf(schedule: CampaignSchedule, now: number, timeZone: string): number {
  if (schedule.start === undefined) return now;
  return Math.max(now, DateTime.fromISO(schedule.start, { zone: timeZone }).toMillis());
}

/** Days that a person's wave comes after the start. Who is in which wave is drawn by lot, the same at every look. */
export function waveDelay(schedule: CampaignSchedule, campaign: string, personId: string): number {
  if (!schedule.waves) return 0;
  let passed = lot(`wave ${campaign}`, personId) * 100;
  for (const { percent, afterDays } of schedule.waves) {
    if (passed < percent) return afterDays;
    passed -= percent;
  }
  return schedule.waves.at(-1)!.afterDays;
}

/** Whether the lot put somebody into the part that does not receive a campaign. */
export const isHeldOut = (holdout: number | undefined, campaign: string, personId: string): boolean =>
  holdout !== undefined && lot(`holdout ${campaign}`, personId) * 100 < holdout;

/** 0 to 1, evenly over people, the same for the same person and purpose. */
const lot = (purpose: string, personId: string): number =>
  Number.parseInt(hash('sha256', `${purpose} ${personId}`, 'hex').slice(0, 12), 16) / 16 ** 12;

import { DateTime } from 'luxon';
import type { Organisation } from '../../knowledge/index.ts';
import { dueTimes } from '../escalation/service-level.ts';
import type { TicketDraft } from '../escalation/types.ts';

const otherDay =
  /\b(?:demain|lendemain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|semaine|mois|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month)\b|\d[/.-]\d|\b(?:dans|in)\b/i;
const clocks = [
  /\b(?<hour>\d{1,2}) ?(?:h|heures?)(?: ?(?<minute>[0-5]\d))?(?![\p{L}\d])/iu,
  /\b(?<hour>\d{1,2})(?:[:.](?<minute>[0-5]\d))? ?(?<half>[ap])\.?m\b/iu,
  /\b(?<hour>\d{1,2}):(?<minute>[0-5]\d)\b/u,
];

/** The instant of today that a deadline names (« à 16 h », "by 4pm"), epoch ms; undefined where it names none. */
export function instantToday(deadline: string, timeZone: string, now: number): number | undefined {
  if (otherDay.test(deadline)) return undefined;
  const said = clocks.map((clock) => clock.exec(deadline)?.groups).find(Boolean);
  const noon = /\b(?:midi|noon)\b/i.test(deadline) ? { hour: '12', minute: undefined, half: undefined } : undefined;
  const { hour, minute, half } = said ?? noon ?? {};
  if (hour === undefined) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const at = DateTime.fromMillis(now, { zone: timeZone }).set({ hour: hours, minute: Number(minute ?? 0), second: 0 });
  return hours < 24 ? at.toMillis() : undefined;
}

/** What is said of a deadline once the ticket is sent: nothing is promised that has passed, or that the team aims past. */
export function deadlineKey(organisation: Organisation, draft: TicketDraft, deadline: string, now: number): string {
  const at = instantToday(deadline, organisation.timeZone, now);
  if (at === undefined) return 'ticket.deadline';
  if (at <= now) return 'ticket.deadlinePast';
  return at < dueTimes(organisation, draft, now).own ? 'ticket.deadlineSooner' : 'ticket.deadline';
}

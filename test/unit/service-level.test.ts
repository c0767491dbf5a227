import { describe, expect, test } from 'vitest';
import { addSupportMinutes, dueTimes } from '../../dialogs/escalation/service-level.ts';
import { organisation } from '../fixtures/organisation.ts';

const office = {
  timeZone: 'Europe/Paris',
  supportHours: {
    days: ['monday' as const, 'tuesday' as const, 'wednesday' as const, 'thursday' as const, 'friday' as const],
    from: '08:30',
    to: '18:00',
  },
  closedDays: ['2026-05-01', '2026-07-14'],
};
const due = (calendar: Parameters<typeof addSupportMinutes>[0], start: string, minutes: number) =>
  new Date(addSupportMinutes(calendar, Date.parse(start), minutes)).toISOString();

describe('time within support hours', () => {
  test('counts minutes during the day', () => {
    expect(due(office, '2026-11-23T10:00:00+01:00', 90)).toBe('2026-11-23T10:30:00.000Z');
  });

  test('starts when the desk opens, if it is not open yet', () => {
    expect(due(office, '2026-11-23T06:00:00+01:00', 30)).toBe('2026-11-23T08:00:00.000Z');
  });

  test('goes on the next day after closing', () => {
    expect(due(office, '2026-11-23T17:30:00+01:00', 60)).toBe('2026-11-24T08:00:00.000Z');
  });

  test('may end exactly at closing time', () => {
    expect(due(office, '2026-11-23T17:30:00+01:00', 30)).toBe('2026-11-23T17:00:00.000Z');
  });

  test('skips the weekend', () => {
    expect(due(office, '2026-11-20T17:30:00+01:00', 60)).toBe('2026-11-23T08:00:00.000Z');
  });

  test('skips a closed day and the weekend after it', () => {
    expect(due(office, '2026-04-30T17:30:00+02:00', 60)).toBe('2026-05-04T07:00:00.000Z');
  });

  test('spans several days', () => {
    expect(due(office, '2026-11-23T08:30:00+01:00', 3 * 570)).toBe('2026-11-25T17:00:00.000Z');
  });
});

describe('a clock change', () => {
  const always = {
    ...office,
    supportHours: {
      days: [...office.supportHours.days, 'saturday' as const, 'sunday' as const],
      from: '00:00',
      to: '00:00',
    },
  };

  test('between two days of work moves the due time with the wall clock', () => {
    // Friday is +02:00, Monday +01:00.
    expect(due(office, '2026-10-23T17:30:00+02:00', 60)).toBe('2026-10-26T08:00:00.000Z');
    // Friday is +01:00, Monday +02:00.
    expect(due(office, '2026-03-27T17:30:00+01:00', 60)).toBe('2026-03-30T07:00:00.000Z');
  });

  test('inside the hours neither adds nor loses a minute', () => {
    expect(due(always, '2026-03-29T01:00:00+01:00', 120)).toBe('2026-03-29T02:00:00.000Z');
    expect(due(always, '2026-10-25T01:00:00+02:00', 240)).toBe('2026-10-25T03:00:00.000Z');
  });

  test('keeps the written hours of a shift that crosses it', () => {
    const night = { ...always, supportHours: { ...always.supportHours, from: '22:00', to: '06:00' } };
    // The night of 24 to 25 October is nine hours long.
    expect(due(night, '2026-10-24T21:00:00+02:00', 9 * 60)).toBe('2026-10-25T05:00:00.000Z');
  });
});

test('a night shift belongs to the day on which it begins', () => {
  const night = { ...office, supportHours: { ...office.supportHours, from: '22:00', to: '06:00' } };
  expect(due(night, '2026-11-21T05:00:00+01:00', 30)).toBe('2026-11-21T04:30:00.000Z');
  expect(due(night, '2026-11-22T05:00:00+01:00', 30)).toBe('2026-11-23T21:30:00.000Z');
});

test('an unknown time zone is refused, not counted for ever', () => {
  expect(() => due({ ...office, timeZone: 'Mars/Olympus' }, '2026-11-23T10:00:00Z', 5)).toThrow(RangeError);
});

describe('the targets of a priority', () => {
  const now = Date.parse('2026-11-23T10:00:00+01:00');

  test('give a time to own and a time to resolve', () => {
    expect(dueTimes(organisation, { priority: 'P2' }, now)).toEqual({
      own: Date.parse('2026-11-23T10:30:00+01:00'),
      resolve: Date.parse('2026-11-23T14:00:00+01:00'),
    });
  });

  test('count support hours for P1 as well', () => {
    const evening = Date.parse('2026-11-20T22:00:00+01:00');
    expect(dueTimes(organisation, { priority: 'P1' }, evening).own).toBe(Date.parse('2026-11-23T08:45:00+01:00'));
  });

  test("follow the hours of the ticket's group where it has its own", () => {
    const saturday = Date.parse('2026-11-21T10:00:00+01:00');
    expect(dueTimes(organisation, { priority: 'P1', group: 'security' }, saturday).own).toBe(
      Date.parse('2026-11-21T10:15:00+01:00'),
    );
  });
});

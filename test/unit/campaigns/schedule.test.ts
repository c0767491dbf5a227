import { expect, test } from 'vitest';
import { isHeldOut, nextMoment, startOf, type WorkingTime, waveDelay } from '../../../dialogs/campaigns/schedule.ts';

const paris: WorkingTime = {
  timeZone: 'Europe/Paris',
  days: [1, 2, 3, 4, 5],
  from: '08:30',
  to: '18:00',
  holidays: ['2026-12-25'],
};
const at = (iso: string) => Date.parse(iso);
const shown = (ms: number) => new Date(ms).toISOString();

test('nine o’clock stays nine o’clock on both sides of the change of clocks', () => {
  const hours = { from: '09:00', to: '12:00' };
  // Friday evening; the clocks go forward on Sunday 29 March 2026.
  expect(shown(nextMoment(at('2026-03-27T18:00:00Z'), hours, paris))).toBe('2026-03-30T07:00:00.000Z');
  // And back on Sunday 25 October.
  expect(shown(nextMoment(at('2026-10-23T18:00:00Z'), hours, paris))).toBe('2026-10-26T08:00:00.000Z');
});

test('within working hours it is now; at night, on Sunday and on a closed day it is the next morning', () => {
  expect(nextMoment(at('2026-11-30T09:00:00Z'), undefined, paris)).toBe(at('2026-11-30T09:00:00Z'));
  expect(shown(nextMoment(at('2026-11-29T09:00:00Z'), undefined, paris))).toBe('2026-11-30T07:30:00.000Z');
  expect(shown(nextMoment(at('2026-12-24T20:00:00Z'), undefined, paris))).toBe('2026-12-28T07:30:00.000Z');
});

test('a person’s own zone decides when it is morning', () => {
  const reunion = { ...paris, timeZone: 'Indian/Reunion' };
  expect(shown(nextMoment(at('2026-11-30T00:00:00Z'), undefined, reunion))).toBe('2026-11-30T04:30:00.000Z');
  expect(shown(startOf({ start: '2026-12-01', expiryDays: 5 }, 0, 'Indian/Reunion'))).toBe('2026-11-30T20:00:00.000Z');
});

test('lots are drawn evenly, the same at every look, and independently of each other', () => {
  const people = Array.from({ length: 2000 }, (_, index) => `person-${index}`);
  const waves = {
    expiryDays: 9,
    waves: [
      { percent: 25, afterDays: 0 },
      { percent: 75, afterDays: 2 },
    ],
  };
  const first = people.filter((id) => waveDelay(waves, 'c', id) === 0);
  expect(first.length / people.length).toBeCloseTo(0.25, 1);
  expect(people.filter((id) => waveDelay(waves, 'c', id) === 0)).toEqual(first);
  const held = first.filter((id) => isHeldOut(20, 'c', id));
  expect(held.length / first.length).toBeCloseTo(0.2, 1);
  expect(isHeldOut(undefined, 'c', 'person-1')).toBe(false);
});

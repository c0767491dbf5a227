import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { instantToday } from '../../../dialogs/engine/deadline.ts';
import { draftsOf, EngineChat, shippedContent } from '../../support/engine.ts';

const zone = 'Europe/Paris';
const now = DateTime.fromISO('2026-11-23T16:30', { zone }).toMillis();

describe('the instant of today that a deadline names', () => {
  test.each([
    ['at 4pm', '16:00'],
    ['avant 17h', '17:00'],
    ['à 16 h 45', '16:45'],
    ['by noon', '12:00'],
    ['before 12:15', '12:15'],
    ['avant demain 10h', undefined],
    ['by Friday 4pm', undefined],
    ['dans 2 heures', undefined],
    ['ce soir', undefined],
  ])('« %s »: %s', (words, clock) => {
    const at = instantToday(words, zone, now);
    expect(at && DateTime.fromMillis(at, { zone }).toFormat('HH:mm')).toBe(clock);
  });
});

describe('once the ticket is sent', () => {
  test.each([
    ['9:30am', 'has already passed', 'Your deadline is in it'],
    ['10:45am', 'so as not to wait, call 02 61 91 00 10', 'already passed'],
    ['5:50pm', 'Your deadline is in it', 'later than that'],
  ])('a deadline at %s: %s', async (clock, said, not) => {
    const chat = new EngineChat(await shippedContent(), 'en');
    chat.say(`my outlook keeps crashing on my mac, presentation at ${clock}`);
    chat.say('yes');
    chat.say('a human');
    const effects = chat.play({ type: 'chosen', choice: 'send' });
    expect(draftsOf(effects)[0]?.facts.find(({ id }) => id === 'deadline')?.value).toContain(clock);
    expect(chat.read(effects)).toContain(said);
    expect(chat.read(effects)).not.toContain(not);
  });
});

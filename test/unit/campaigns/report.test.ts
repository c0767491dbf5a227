import { beforeAll, describe, expect, test } from 'vitest';
import { computeFigures, type GivenAnswer, type Participant } from '../../../dialogs/campaigns/report/report.ts';
import type { Campaign } from '../../../dialogs/campaigns/types.ts';
import { shippedContent } from '../../support/engine.ts';

let campaign: Campaign;
beforeAll(async () => {
  campaign = (await shippedContent()).campaigns.find('mfa-fatigue')!;
});

const now = Date.UTC(2026, 10, 27, 9);
const people = (count: number, department = 'Finance', from = 0): Participant[] =>
  Array.from({ length: count }, (_, at) => ({
    pseudonym: `p${from + at}`,
    department,
    site: 'Town hall',
    language: 'fr',
    batch: 1,
    deliveredAt: now - 7200_000,
    begunAt: now - 300_000,
    finishedAt: now - 120_000,
    useful: at % 2 === 0 ? 'yes' : undefined,
  }));
/** The first `right` people are right, the rest are not. */
const answers = (screen: string, all: readonly Participant[], right: number): GivenAnswer[] =>
  all.map(({ pseudonym }, at) => ({ pseudonym, screen, picked: [at < right ? 'good' : 'bad'], right: at < right }));

describe('figures', () => {
  test('nothing of the answers of nine people (R36)', () => {
    const nine = people(9);
    const figures = computeFigures({ campaign, participants: nine, answers: answers('before', nine, 4), at: now });
    expect(figures).toEqual({ at: now, groups: {}, withheld: ['department', 'site', 'language'] });
  });

  test('score before and after with its change, from the people themselves', () => {
    const all = people(20);
    const given = [
      ...answers('before', all, 8),
      ...answers('after-call', all, 16),
      ...answers('after-fatigue', all, 12),
    ];
    const { score, questions, changes, minutes, hoursToFinish, useful } = computeFigures({
      campaign,
      participants: all,
      answers: given,
      at: now,
    });
    expect(score?.before?.estimate).toBeCloseTo(0.4);
    expect(score?.after?.estimate).toBeCloseTo(0.7);
    expect(score?.change?.estimate).toBeCloseTo(0.4);
    expect(score!.change!.low).toBeGreaterThan(0);
    expect(changes).toMatchObject([{ measures: 'unexpected-prompt', change: { estimate: 0.4 } }]);
    expect(questions).toMatchObject([
      { screen: 'before', stage: 'before', right: { count: 8, of: 20 } },
      { screen: 'after-call', stage: 'after', right: { count: 16, of: 20 } },
      { screen: 'after-fatigue', right: { count: 12, of: 20 } },
    ]);
    expect(minutes).toEqual([3, 3, 3]);
    expect(hoursToFinish?.[1]).toBeCloseTo(1.97, 1);
    expect(useful).toEqual({ yes: 10, none: 10 });
  });

  test('where everyone agrees the interval still has a width', () => {
    const all = people(12);
    const { score } = computeFigures({ campaign, participants: all, answers: answers('after-call', all, 12), at: now });
    expect(score?.after?.estimate).toBe(1);
    expect(score!.after!.low).toBeLessThan(0.8);
  });

  test('groups of ten and more, with completion from the ledger; the states add up to the audience', () => {
    const all = [...people(25), ...people(15, 'Registry', 25), ...people(3, 'Legal', 40)];
    const reached = [...people(40), ...people(30, 'Registry', 100), ...people(5, 'Legal', 200)];
    const figures = computeFigures({
      campaign,
      participants: all,
      answers: answers('after-call', all, 30),
      ledger: { audience: 80, states: { delivered: 75, blocked: 3, not_installed: 2 }, reached },
      at: now,
    });
    expect(figures.completion).toMatchObject({ count: 43, of: 75 });
    expect(Object.values(figures.states!).reduce((sum, count) => sum + count, 0)).toBe(figures.audience);
    const departments = figures.groups.department!;
    for (const { finished, reached: sent } of departments) expect([finished >= 10, sent! >= 10]).toEqual([true, true]);
    expect(departments.map(({ group }) => group)).toEqual(['*', 'Finance']);
    expect(departments.reduce((sum, { finished }) => sum + finished, 0)).toBe(43);
    expect(figures.withheld).toEqual(['site', 'language']);
  });

  test('a retest of too few, or of nearly everyone, is not shown', () => {
    const all = people(40);
    const retestOf = (count: number) => {
      const took = all.slice(0, count);
      const retest = {
        pseudonyms: took.map(({ pseudonym }) => pseudonym),
        answers: answers('retest-prompt', took, count),
      };
      return computeFigures({ campaign, participants: all, answers: answers('after-call', all, 20), retest, at: now })
        .score?.retest?.estimate;
    };
    expect([9, 10, 30, 31, 39, 40].map(retestOf)).toEqual([undefined, 1, 1, undefined, undefined, 1]);
  });

  test('clues that were missed', async () => {
    const phish = (await shippedContent()).campaigns.find('phish-spotting')!;
    const all = people(10);
    const given = all.map(({ pseudonym }) => ({
      pseudonym,
      screen: 'mailbox-full',
      picked: ['sender', 'body'],
      right: false,
    }));
    const { missRate } = computeFigures({ campaign: phish, participants: all, answers: given, at: now });
    expect(missRate).toMatchObject({ count: 30, of: 40 });
  });
});

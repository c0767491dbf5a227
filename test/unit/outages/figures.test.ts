import { describe, expect, test } from 'vitest';
import type { StoredRequest } from '../../../adapters/database/repositories/request-records.ts';
import { computeFigures, type FigureTicket, measures } from '../../../bot/figures/compute.ts';
import { report, smallest } from '../../../bot/figures/disclosure.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const from = Date.UTC(2026, 9, 1);
const day = 24 * 3600_000;
const request = (number: number, more: Partial<StoredRequest> = {}): StoredRequest => ({
  requestId: `r${number}`,
  personId: `p${number}`,
  conversationKey: '',
  category: 'printing',
  firstCategory: 'printing',
  language: 'fr',
  site: undefined,
  facts: {},
  askedHuman: false,
  outcome: 'resolved',
  openedAt: from + day,
  endedAt: from + day + 1000,
  ...more,
});
const ticket = (number: number, more: Partial<FigureTicket> = {}): FigureTicket => ({
  reference: `GU-${number}`,
  requestId: `r${number}`,
  requesterId: `p${number}`,
  category: 'printing',
  group: 'workplace',
  language: 'fr',
  status: 'assigned',
  ownDueAt: from + day + 100,
  resolveDueAt: from + day + 1000,
  createdAt: from + day,
  reopened: false,
  recategorised: false,
  ...more,
});

describe('what counts', () => {
  test('solved without a technician: said by the employee, and not back within 7 days; never silence, never a ticket', () => {
    const requests = [
      request(1),
      request(2, { outcome: 'escalated' }),
      request(3, { outcome: null, endedAt: undefined }),
      request(4, { outcome: 'abandoned' }),
      request(5),
    ];
    const back = request(6, { personId: 'p5', openedAt: from + 4 * day, outcome: null });
    const late = request(7, { personId: 'p1', openedAt: from + 9 * day, outcome: null });
    const figures = computeFigures(requests, [], [...requests, back, late]);
    expect(figures.solvedAlone).toMatchObject({ value: 1, of: 4 });
    expect(figures.escalated).toMatchObject({ value: 1, of: 4 });
    expect(figures.abandoned).toMatchObject({ value: 1, of: 4 });
    expect(figures.volume.value).toBe(5);
  });

  test('a family that changed is misrouted, in the conversation or by a technician', () => {
    const requests = [request(1, { firstCategory: 'network.wifi' }), request(2), request(3)];
    expect(computeFigures(requests, [ticket(2, { recategorised: true })], requests).misrouted).toMatchObject({
      value: 2,
      of: 3,
    });
  });

  test("a human's hand against the target, reopened, workarounds", () => {
    const tickets = [
      ticket(1, { ownedAt: from + day + 50, resolvedAt: from + day + 2000, solution: 'workaround', reopened: true }),
      ticket(2, { ownedAt: from + day + 150, resolvedAt: from + day + 500, solution: 'definitive' }),
      ticket(3),
    ];
    expect(computeFigures([], tickets, [])).toMatchObject({
      ownedInTime: { value: 1, of: 2 },
      resolvedInTime: { value: 1, of: 2 },
      reopened: { value: 1, of: 2 },
      openWorkarounds: { value: 1, of: 3 },
      timeToOwn: { value: 150, of: 2 },
    });
  });
});

describe('nobody is exposed (R36)', () => {
  test('nothing is shown of fewer than ten people, however many requests they make', () => {
    const requests = Array.from({ length: 90 }, (_, at) => request(at, { personId: `p${at % 9}` }));
    const shown = report({
      from,
      until: from + 30 * day,
      requests,
      later: [],
      tickets: [],
      groupOf: () => 'workplace',
      hourOf: () => '09',
    });
    expect(shown.total.volume).toBeUndefined();
    expect(Object.values(shown.by).flat()).toEqual([]);
  });

  test('one small group hides the next smallest, so that the total gives nothing away', () => {
    const of = (category: string, count: number, first: number) =>
      Array.from({ length: count }, (_, at) => request(first + at, { category }));
    const requests = [...of('printing', 30, 0), ...of('network.vpn', 20, 100), ...of('telephony', 4, 200)];
    const shown = report({
      from,
      until: from + 30 * day,
      requests,
      later: [],
      tickets: [],
      groupOf: () => 'workplace',
      hourOf: () => '09',
    });
    expect(shown.total.volume?.value).toBe(54);
    expect(shown.by.category.map(({ key }) => key)).toEqual(['printing']);
  });

  test('at random: what is hidden is of at least ten people together, or the total is hidden too', () => {
    const random = seededRandom(7);
    const pick = (count: number) => Math.floor(random() * count);
    for (let run = 0; run < 200; run += 1) {
      const requests = Array.from({ length: pick(150) }, (_, at) =>
        request(at, {
          personId: `p${pick(60)}`,
          category: `f.${'abcdefgh'[pick(pick(8) + 1)]}`,
          site: pick(3) === 0 ? undefined : `s${pick(4)}`,
          language: pick(10) === 0 ? 'en' : 'fr',
        }),
      );
      const hourOf = (at: number) => String(at % 24);
      const shown = report({
        from,
        until: from + 30 * day,
        requests,
        later: [],
        tickets: [],
        groupOf: () => 'g',
        hourOf,
      });
      for (const [dimension, key] of [
        ['category', (each: StoredRequest) => each.category],
        ['site', (each: StoredRequest) => each.site],
        ['language', (each: StoredRequest) => each.language],
      ] as const) {
        for (const measure of measures)
          for (const row of shown.by[dimension])
            expect(row.figures[measure]?.people ?? smallest).toBeGreaterThanOrEqual(smallest);
        if (!shown.total.volume) continue;
        const visible = new Set(shown.by[dimension].filter(({ figures }) => figures.volume).map((row) => row.key));
        const rest = requests.filter((each) => !visible.has(key(each) ?? ''));
        const people = new Set(rest.map(({ personId }) => personId)).size;
        expect(people === 0 || people >= smallest).toBe(true);
      }
    }
  });
});

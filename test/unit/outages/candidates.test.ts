import { describe, expect, test } from 'vitest';
import type { StoredRequest } from '../../../adapters/database/repositories/request-records.ts';
import { findClusters } from '../../../bot/outages/clusters.ts';
import { findCandidates } from '../../../bot/problems/candidates.ts';

const now = Date.UTC(2026, 10, 27, 9);
const day = 24 * 3600_000;
const incident = (number: number, more: object = {}) => ({
  reference: `GU-2026-${String(number).padStart(6, '0')}`,
  category: 'software.office',
  title: 'Excel se ferme à la validation',
  summary: '',
  facts: [
    { id: 'application', label: 'Application', value: 'Excel', source: 'said' as const },
    { id: 'symptom', label: 'Symptôme', value: 'se ferme', source: 'said' as const },
  ],
  requester: { id: `person-${number}`, name: '' },
  createdAt: now - number * day,
  ...more,
});
const word = {
  title: 'Pages en désordre dans le rapport',
  facts: [{ id: 'application', label: 'Application', value: 'Word', source: 'said' as const }],
};

describe('problem candidates', () => {
  test('group what looks alike, say what is shared and how it grows; never fewer than three people', () => {
    const found = findCandidates(
      [1, 2, 9, 3].map((number) => incident(number)).concat([incident(4, word), incident(5, word)] as never),
      now,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      category: 'software.office',
      people: 4,
      trend: { lastWeek: 3, weekBefore: 1 },
      shared: [
        { label: 'Application', value: 'Excel' },
        { label: 'Symptôme', value: 'se ferme' },
      ],
    });
    const same = [1, 2, 3].map((number) => incident(number, { requester: { id: 'one', name: '' } }));
    expect(findCandidates(same, now)).toEqual([]);
  });

  test('keep different error codes apart, and join by the same one', () => {
    const coded = (number: number, code: string) => incident(number, { summary: `erreur ${code}` });
    const found = findCandidates(
      [...[1, 2, 3].map((each) => coded(each, '0x80070005')), ...[4, 5, 6].map((each) => coded(each, '0x8007000E'))],
      now,
    );
    expect(found.map(({ errorCodes }) => errorCodes).toSorted()).toEqual([['0x80070005'], ['0x8007000e']]);
  });

  test('keep their name while others join', () => {
    const three = [1, 2, 3].map((number) => incident(number));
    const before = findCandidates(three, now)[0]!.id;
    expect(findCandidates([incident(0), ...three], now)[0]!.id).toBe(before);
  });
});

describe('a suspected outage', () => {
  const request = (person: number, more: Partial<StoredRequest> = {}): StoredRequest => ({
    requestId: `r${person}`,
    personId: `p${person}`,
    conversationKey: `c${person}`,
    category: 'network.wifi',
    firstCategory: 'network.wifi',
    language: 'fr',
    site: 'mediatheque',
    facts: { symptom: 'no-network' },
    askedHuman: false,
    outcome: null,
    openedAt: now,
    endedAt: undefined,
    ...more,
  });
  test('is several people with the same fact, and their place where they share it', () => {
    const people = [1, 2, 3, 4, 5].map((each) => request(each));
    expect(findClusters(people, 5)).toMatchObject([{ category: 'network.wifi', people: 5, site: 'mediatheque' }]);
    expect(findClusters(people.slice(1), 5)).toEqual([]);
    // One person five times is one person.
    expect(
      findClusters(
        people.map((each) => ({ ...each, personId: 'p1' })),
        5,
      ),
    ).toEqual([]);
    const unlike = people.map((each, at) => ({ ...each, site: undefined, facts: { symptom: `s${at}` } }));
    expect(findClusters(unlike, 5)).toEqual([]);
    const unknown = people.map((each) => ({ ...each, site: undefined, facts: { symptom: 'unknown' } }));
    expect(findClusters(unknown, 5)).toEqual([]);
  });
});

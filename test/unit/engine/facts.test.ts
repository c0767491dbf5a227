import { describe, expect, test } from 'vitest';
import { correctFact, setFact, settleFacts } from '../../../dialogs/engine/facts.ts';
import type { SupportRequest } from '../../../dialogs/engine/types.ts';
import type { QuestioningScript } from '../../../dialogs/scripts/schema.ts';

const both = (text: string) => ({ fr: text, en: text });
const options = (...ids: string[]) => ids.map((id) => ({ id, label: both(id) }));
const script = {
  facts: [
    {
      id: 'symptom',
      label: both('symptom'),
      kind: 'choice',
      ask: both('?'),
      options: options('drops', 'slow', 'full'),
    },
    {
      id: 'link',
      label: both('link'),
      kind: 'choice',
      ask: both('?'),
      options: options('wifi', 'cable'),
      when: { symptom: ['drops', 'slow'] },
    },
    { id: 'box', label: both('box'), kind: 'yes-no', ask: both('?'), when: { link: 'wifi' } },
    { id: 'name', label: both('name'), kind: 'text', ask: both('?'), when: { symptom: 'drops' } },
    { id: 'device', label: both('device'), kind: 'text', lookUp: 'device' },
    { id: 'cause', label: both('cause'), kind: 'text' },
  ],
  infer: [
    { when: { link: 'wifi' }, fact: 'cause', value: 'home' },
    { when: { hotspot: 'yes' }, fact: 'cause', value: 'router' },
  ],
  steps: [
    {
      id: 'try',
      kind: 'test',
      when: { link: 'wifi' },
      instruction: both('…'),
      learns: { worked: { hotspot: 'yes' }, didNotWork: { hotspot: 'no' } },
    },
  ],
} as unknown as QuestioningScript;

const request = (facts: Record<string, string>): SupportRequest => ({
  id: 'r',
  openedAt: 0,
  spent: 0,
  code: 'x',
  words: '',
  facts: Object.entries(facts).map(([id, value]) => ({ id, value, source: 'said', at: 0 })),
  steps: [],
  said: [],
  lookedUp: true,
  budgetWaived: false,
  attachments: [],
  notes: [],
});
const values = ({ facts }: SupportRequest) => Object.fromEntries(facts.map(({ id, value }) => [id, value]));

describe('where a fact comes from', () => {
  test.each([
    ['said', 'looked_up', 'second'],
    ['said', 'inferred', 'second'],
    ['looked_up', 'said', 'first'],
    ['inferred', 'said', 'first'],
    ['inferred', 'looked_up', 'first'],
    ['looked_up', 'inferred', 'second'],
  ] as const)('%s, when it is known as %s: the %s one stays', (source, before, kept) => {
    const open = request({});
    setFact(open, 'device', 'first', before, 0);
    setFact(open, 'device', 'second', source, 1);
    expect(values(open).device).toBe(kept === 'second' ? 'second' : 'first');
  });
});

describe('what is inferred', () => {
  test('follows from answers and from steps, and does not outlive its reason', () => {
    const open = request({ symptom: 'drops', link: 'wifi' });
    settleFacts(open, script, 1);
    expect(open.facts).toContainEqual({ id: 'cause', value: 'home', source: 'inferred', at: 1 });
    open.steps = [{ stepId: 'try', outcome: 'did_not_work', at: 2 }];
    settleFacts(open, script, 2);
    expect(values(open)).toMatchObject({ hotspot: 'no', cause: 'home' });
    correctFact(open, script, 'link', 'cable', 3);
    expect(values(open)).toEqual({ symptom: 'drops', link: 'cable' });
  });
});

describe('a correction', () => {
  const said = { symptom: 'drops', link: 'wifi', box: 'yes', name: 'Livebox' };
  test.each([
    ['what does not depend on it stays', 'link', 'cable', { symptom: 'drops', link: 'cable', name: 'Livebox' }],
    ['what still arises stays', 'symptom', 'slow', { symptom: 'slow', link: 'wifi', box: 'yes', name: 'Livebox' }],
    ['what depends on what goes, goes too; a name stays true', 'symptom', 'full', { symptom: 'full', name: 'Livebox' }],
  ])('%s', (_, id, value, expected) => {
    const open = request(said);
    expect(correctFact(open, script, id, value, 1)).toBe(true);
    expect(Object.fromEntries(open.facts.filter((f) => f.source === 'said').map((f) => [f.id, f.value]))).toEqual(
      expected,
    );
  });

  test('to the same value is none', () => {
    expect(correctFact(request(said), script, 'link', 'wifi', 1)).toBe(false);
  });
});

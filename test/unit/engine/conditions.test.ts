import { expect, test } from 'vitest';
import { holds } from '../../../dialogs/engine/conditions.ts';
import type { Fact } from '../../../dialogs/engine/types.ts';
import type { Condition } from '../../../dialogs/scripts/schema.ts';

const facts = (values: Record<string, string>): Fact[] =>
  Object.entries(values).map(([id, value]) => ({ id, value, source: 'said', at: 0 }));
const known = facts({ symptom: 'pale', scope: 'unknown', usage: '98' });

test.each<[string, Condition | undefined, boolean]>([
  ['no condition', undefined, true],
  ['equals', { symptom: 'pale' }, true],
  ['equals something else', { symptom: 'blank' }, false],
  ['equals, of a fact that is not known', { printer: 'x' }, false],
  ['one of', { symptom: ['blank', 'pale'] }, true],
  ['one of, unknown among them', { scope: ['me', 'unknown'] }, true],
  ['known', { symptom: { known: true } }, true],
  ['« je ne sais pas » is not known', { scope: { known: true } }, false],
  ['not known', { printer: { known: false } }, true],
  ['not, while it is not known', { printer: { not: 'x' } }, true],
  ['not one of', { symptom: { not: ['pale', 'blank'] } }, false],
  ['at least', { usage: { atLeast: 98 } }, true],
  ['at least more', { usage: { atLeast: 99 } }, false],
  ['at least, of what is not known', { printer: { atLeast: 1 } }, false],
  ['both, one of which fails', { symptom: 'pale', scope: 'me' }, false],
  ['either', [{ symptom: 'blank' }, { usage: '98' }], true],
  ['neither', [{ symptom: 'blank' }, { usage: '1' }], false],
])('%s', (_, condition, expected) => {
  expect(holds(condition, known)).toBe(expected);
});

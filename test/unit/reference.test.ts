import { expect, test } from 'vitest';
import { formatReference, parseReference } from '../../dialogs/escalation/reference.ts';

test('a reference holds the year and the number on six digits, or more when there are more', () => {
  expect(formatReference(2026, 123)).toBe('GU-2026-000123');
  expect(formatReference(2026, 1_234_567)).toBe('GU-2026-1234567');
});

test.each([
  'GU-2026-000123',
  'gu-2026-000123',
  'gu 2026 123',
  'GU2026-000123',
  'gu2026000123',
  'GU–2026–000123',
  'où en est mon ticket gu 2026/123 ?',
  '(ref. GU_2026_000123)',
])('« %s » quotes GU-2026-000123', (text) => {
  expect(parseReference(text)).toBe('GU-2026-000123');
});

test.each(['rien', 'GU-2026', 'GU-2026-000000', 'AGU-2026-000123', 'GU-1026-000123', '2026 000123', 'légu 2026 12'])(
  '« %s » quotes none',
  (text) => {
    expect(parseReference(text)).toBeUndefined();
  },
);

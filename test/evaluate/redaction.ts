import { z } from 'zod';
import { findSecrets } from '../../bot/middleware/redaction.ts';
import { share } from './rows.ts';

export const redactionRow = z.object({
  text: z.string(),
  spans: z.array(
    z
      .object({ start: z.int().nonnegative(), end: z.int().positive(), type: z.string() })
      .refine(({ start, end }) => start < end, 'end must come after start'),
  ),
});
export type RedactionRow = z.infer<typeof redactionRow>;

interface Count {
  expected: number;
  found: number;
  masked: number;
  right: number;
}

/**
 * Recall: of the secrets of a type, those masked from end to end. Precision: of what was masked as a type, what touches
 * a secret, whatever its type. Offsets are UTF-16 units, as JavaScript counts them.
 */
export function measureRedaction(rows: readonly RedactionRow[]) {
  const counts = new Map<string, Count>();
  const countOf = (type: string): Count => {
    const known = counts.get(type) ?? { expected: 0, found: 0, masked: 0, right: 0 };
    counts.set(type, known);
    return known;
  };
  for (const { text, spans } of rows) {
    const secrets = findSecrets(text);
    for (const span of spans) {
      const count = countOf(span.type);
      count.expected += 1;
      if (isCovered(span, secrets, text)) count.found += 1;
    }
    for (const secret of secrets) {
      const count = countOf(secret.kind);
      count.masked += 1;
      if (spans.some((span) => span.start < secret.end && secret.start < span.end)) count.right += 1;
    }
  }
  return { ...summary(sum([...counts.values()])), by_type: byType(counts) };
}

/** Spaces and punctuation between two masks tell nothing. */
function isCovered(
  span: { start: number; end: number },
  secrets: readonly { start: number; end: number }[],
  text: string,
): boolean {
  for (let at = span.start; at < span.end; at += 1) {
    if (!/[\p{L}\p{N}]/u.test(text[at]!)) continue;
    if (!secrets.some(({ start, end }) => at >= start && at < end)) return false;
  }
  return true;
}

const summary = ({ expected, found, masked, right }: Count) => ({
  recall: share(found, expected),
  precision: share(right, masked),
});

const sum = (counts: readonly Count[]): Count => ({
  expected: counts.reduce((total, count) => total + count.expected, 0),
  found: counts.reduce((total, count) => total + count.found, 0),
  masked: counts.reduce((total, count) => total + count.masked, 0),
  right: counts.reduce((total, count) => total + count.right, 0),
});

function byType(counts: ReadonlyMap<string, Count>) {
  return Object.fromEntries(
    [...counts].sort(([one], [other]) => one.localeCompare(other)).map(([type, count]) => [type, summary(count)]),
  );
}

/**
 * The reference that an employee can quote, `GU-2026-000123`. Given out by adapters/database/repositories/tickets.ts
 * from a counter a year; this is how it is recognised in what people write.
 */
const quoted = /(?<![\p{L}\p{N}])gu[\s\-‐-―_./#:]*(20\d{2})[\s\-‐-―_./]*(\d{1,9})(?!\d)/iu;

/** How a reference is written: the year, then the number within it on at least six digits. */
export function formatReference(year: number, number: number): string {
  return `GU-${year}-${String(number).padStart(6, '0')}`;
}

/** The first reference quoted in a text, in its one written form: « gu 2026 123 » is GU-2026-000123. */
export function parseReference(text: string): string | undefined {
  const match = quoted.exec(text);
  if (!match) return undefined;
  const number = Number(match[2]);
  return number === 0 ? undefined : formatReference(Number(match[1]), number);
}

import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** A file given to `npm run evaluate` is not as it should be; the message names file and line. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** Reads a JSONL file against a schema. @throws EvaluationError naming file, line and field */
export function readRows<Row>(file: string, schema: z.ZodType<Row>): Row[] {
  return textOf(file)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readRow(line, `${file}:${index + 1}`, schema)]));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EvaluationError(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`, {
      cause,
    });
  }
}

function readRow<Row>(line: string, place: string, schema: z.ZodType<Row>): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new EvaluationError(`${place}: not JSON; one object a line is expected`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EvaluationError(`${place}: ${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'not as expected'}`);
}

export const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));
/** Share of `part` in `whole`, null when there is nothing to share. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole));

import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
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

/** As `readRows`, one row at a time, for files too large to hold. @throws EvaluationError naming file, line and field */
export async function* streamRows<Row>(file: string, schema: z.ZodType<Row>): AsyncGenerator<Row> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() !== '') yield readRow(line, `${file}:${number}`, schema);
    }
  } catch (error) {
    throw error instanceof EvaluationError ? error : unreadable(file, error);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): EvaluationError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === undefined) throw cause;
  return new EvaluationError(`${file}: cannot be read (${code})`, { cause });
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

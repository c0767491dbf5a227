import { randomInt } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/** Whatever somebody logs by mistake under one of these names does not leave the process (R30). */
const personal = [
  'authorization',
  'cookie',
  'token',
  'password',
  'text',
  'value',
  'email',
  'from.name',
  'from',
  'body',
];

/**
 * JSON lines without personal data. Failures are logged under `error`, with the `id` that the caller was told; an
 * `activity` becomes its type and ids.
 */
export function createLogger(options: { level: LogLevel; destination?: DestinationStream }): Logger {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: personal.flatMap((name) => [name, `*.${name}`]), censor: '[removed]' },
    serializers: { error: (error: unknown) => describeError(error), activity: describeActivity },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

/** A name for one failure, short enough to be read out over the telephone: no 0 or O, no 1 or I. */
export function failureId(): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: LoggedError;
}

/** Only what is named here: drivers hang the values of a row, and clients whole requests, on their errors. */
function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an Error' };
  const { code, status } = error as { code?: unknown; status?: unknown };
  return {
    name: error.name,
    message: error.message.slice(0, 500),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    stack: error.stack?.split('\n').slice(1, 12).join('\n'),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

function describeActivity(activity: unknown): unknown {
  const { type, name, id, channelId } = (activity ?? {}) as Record<string, unknown>;
  return { type, name, id, channelId };
}

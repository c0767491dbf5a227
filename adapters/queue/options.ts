/** The part of a pino logger that a queue uses. */
export interface QueueLogger {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface QueueOptions {
  readonly logger?: QueueLogger | undefined;
  /** ms between looks when nothing wakes the queue. */
  readonly pollInterval?: number;
  /** Jobs run at once by this node. */
  readonly concurrency?: number;
  /** ms that a job may run; whoever still holds it afterwards has lost it. pg-boss counts in whole seconds. */
  readonly lease?: number;
  /** Tries before a job is a dead letter. */
  readonly maxAttempts?: number;
  /** ms before the second try; doubles with each, with jitter. pg-boss counts in whole seconds. */
  readonly retryDelay?: number;
  /** ms that two tries are apart at most. */
  readonly maxRetryDelay?: number;
}

export type QueueSettings = Required<Omit<QueueOptions, 'logger'>> & { readonly logger: QueueLogger };

const SILENT: QueueLogger = { warn: () => {}, error: () => {} };

/** Twenty tries spread over about two hours: an outage of an afternoon costs nobody a click. */
export function queueSettings(options: QueueOptions): QueueSettings {
  return {
    logger: options.logger ?? SILENT,
    pollInterval: options.pollInterval ?? 1_000,
    concurrency: options.concurrency ?? 8,
    lease: options.lease ?? 60_000,
    maxAttempts: options.maxAttempts ?? 20,
    retryDelay: options.retryDelay ?? 1_000,
    maxRetryDelay: options.maxRetryDelay ?? 15 * 60_000,
  };
}

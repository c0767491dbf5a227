import type { Queries } from '../database/port.ts';

/** A unit of work done later, at least once. Handlers must be idempotent. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  /** 1 on the first try. */
  readonly attempt: number;
}

export interface NewJob {
  readonly kind: string;
  /** Two jobs with the same key are one, for as long as the first is not done. */
  readonly dedupeKey: string;
  /** Jobs with the same key run one at a time, first in first out; a failing one holds the others back until it is done or dead. */
  readonly orderKey?: string;
  readonly payload: unknown;
  /** epoch ms; not before. */
  readonly runAt?: number;
}

export interface DeadLetter {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly lastError: string;
  readonly diedAt: number;
}

export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

export interface Queue {
  /** Written in the caller's transaction: the job exists if and only if the transaction commits. */
  enqueue(transaction: Queries, job: NewJob): Promise<void>;
  /** One handler a kind; call before start. */
  handle(kind: string, handler: JobHandler): void;
  start(): Promise<void>;
  /** Stops taking jobs, waits for running ones up to the deadline (ms), then hands them back. */
  stop(deadline: number): Promise<void>;
  deadLetters(limit: number): Promise<DeadLetter[]>;
  retry(deadLetterId: string): Promise<void>;
  /** Jobs waiting or running, for /metrics. */
  depth(): Promise<number>;
  /** Hint that a job was just committed: an embedded queue looks at once instead of at its next poll. */
  wake(): void;
}

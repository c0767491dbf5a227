import type { Job } from './port.ts';

/** What a worker needs of either queue. Each call commits by itself, and does nothing once the lease has lapsed. */
export interface JobStore<Taken extends Job> {
  /** Leases up to `limit` jobs that may run now, oldest first. */
  take(limit: number): Promise<Taken[]>;
  complete(job: Taken): Promise<void>;
  /** To be tried again after a delay that grows with the attempts. */
  retryLater(job: Taken, error: string): Promise<void>;
  /** Its last try is over: visible in the desk, and out of the way of those behind it. */
  bury(job: Taken, error: string): Promise<void>;
  /** Not done, through no fault of its own: somebody else may take it at once. */
  giveBack(job: Taken): Promise<void>;
}

/** What goes wrong on demand, until told otherwise. */
export interface Behaviour {
  /** Refuses with this status. */
  readonly status?: number;
  /** Seconds of `Retry-After` with a refusal. */
  readonly retryAfter?: number;
  /** ms before each answer. */
  readonly delay?: number;
  /** Cuts the connection instead of answering. */
  readonly hangUp?: boolean;
  /** Cuts the connection after the work is done: whoever asked cannot know whether it was. */
  readonly hangUpAfter?: boolean;
  /** Sends this instead of what was asked. */
  readonly body?: string;
  /** Entities of a collection in one answer. */
  readonly pageSize?: number;
  /** How many requests it holds for; all of them when absent. */
  readonly times?: number;
  /** Only requests whose `METHOD /path` fits; inside a batch too, so that half of one can fail. */
  readonly only?: RegExp;
}

/** Which behaviour holds for a request, counted down as they come. */
export function createBehaviours() {
  let behaviour: Behaviour = {};
  let left = Number.POSITIVE_INFINITY;
  return {
    behave(next: Behaviour): void {
      behaviour = next;
      left = next.times ?? Number.POSITIVE_INFINITY;
    },
    take(request: string): Behaviour {
      if (behaviour.only && !behaviour.only.test(request)) return {};
      left -= 1;
      return left >= 0 ? behaviour : {};
    },
  };
}

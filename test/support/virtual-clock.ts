/** Time that passes only when nobody has anything left to do: hours of waiting in a second. */
export interface VirtualClock {
  now(): number;
  sleep(ms: number): Promise<void>;
  stop(): void;
}

export function startVirtualClock(start: number): VirtualClock {
  let now = start;
  let sleepers: { at: number; order: number; wake: () => void }[] = [];
  let count = 0;
  let seen = -1;
  let stopped = false;
  const turn = () => {
    if (stopped) return;
    // Work between two waits is promises alone: a turn of the loop in which nobody began to wait means that all do.
    if (seen === count && sleepers.length > 0) {
      const next = sleepers.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
      sleepers = sleepers.filter((each) => each !== next);
      now = Math.max(now, next.at);
      next.wake();
      seen = -1;
    } else seen = count;
    setImmediate(turn);
  };
  setImmediate(turn);
  return {
    now: () => Math.round(now),
    sleep(ms) {
      count += 1;
      const order = count;
      return new Promise((wake) => {
        sleepers.push({ at: now + Math.max(0, ms), order, wake });
      });
    },
    stop() {
      stopped = true;
    },
  };
}

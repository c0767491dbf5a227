import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type TurnOutcome = 'done' | 'refused' | 'failed';

export interface Metrics {
  turn(outcome: TurnOutcome, seconds: number): void;
  /** What the channel answered: a status, or `unreachable`. */
  outgoing(outcome: string): void;
  /** The Prometheus text. */
  render(): Promise<{ contentType: string; text: string }>;
}

/** Counts nothing about anybody in particular. `queueDepth` is asked when the figures are. */
export function createMetrics(options: { queueDepth?: () => Promise<number> } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Event loop lag, memory, CPU.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 });
  const turns = new Counter({
    name: 'guichet_turns_total',
    help: 'Activities received, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'guichet_turn_seconds',
    help: 'Time from the receipt of an activity to its acknowledgement',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 5, 10],
    registers,
  });
  const outgoing = new Counter({
    name: 'guichet_outgoing_total',
    help: 'Calls to the channel, by status',
    labelNames: ['status'],
    registers,
  });
  const { queueDepth } = options;
  if (queueDepth) {
    new Gauge({
      name: 'guichet_queue_jobs',
      help: 'Jobs waiting or running',
      registers,
      async collect() {
        // A database that is down must not take the other figures with it: the gauge then says so.
        this.set(await queueDepth().catch(() => Number.NaN));
      },
    });
  }
  return {
    turn(outcome, duration) {
      turns.inc({ outcome });
      if (outcome === 'done') seconds.observe(duration);
    },
    outgoing: (status) => outgoing.inc({ status }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

export interface Usage {
  /** CPU ms, user and system, of the whole process so far. */
  readonly cpu: number;
  /** Resident memory, MB. */
  readonly memory: number;
}

/** Tells the parent what the process has used, whenever it asks. */
export function answerUsage(): void {
  process.on('message', (message) => {
    if (message === 'stop') process.exit(0);
    if (message !== 'usage') return;
    const { user, system } = process.cpuUsage();
    const usage: Usage = { cpu: (user + system) / 1000, memory: process.memoryUsage().rss / 1e6 };
    process.send!({ usage });
  });
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** ms between looks. */
const interval = 3000;
/** Bytes of garbage that are worth a collection. */
const worthCollecting = 6 * 1024 * 1024;

/**
 * Gives memory back when nobody is waiting. Starting up and every burst of messages leave tens of megabytes of garbage
 * that V8 keeps as room to grow; a full collection takes a tenth of a second, and is done only while nothing runs.
 * Returns what ends it.
 */
export function collectWhenIdle(isIdle: () => boolean): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => Promise<void>;
  let floor = 0;
  let wasIdle = false;
  const timer = setInterval(async () => {
    const idle = isIdle();
    // Idle at two looks in a row: between two messages of a burst is no pause.
    const quiet = idle && wasIdle;
    wasIdle = idle;
    if (!quiet || process.memoryUsage().heapUsed < floor + worthCollecting) return;
    await collect({ type: 'major', execution: 'async', flavor: 'last-resort' });
    floor = process.memoryUsage().heapUsed;
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}

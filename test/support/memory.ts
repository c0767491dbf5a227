import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is really held, once the garbage is gone (bytes). */
export function memoryHeld(): { heap: number; buffers: number } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers };
}

import { randomBytes } from 'node:crypto';

let last = 0;
let count = 0;

/**
 * A UUID version 7 (RFC 9562) greater than every one before it in this process. pg-boss orders jobs of the same
 * transaction, which share a time, by id.
 */
export function orderedId(now: number = Date.now()): string {
  if (now > last) {
    last = now;
    count = 0;
  } else if (++count > 0xfff) {
    last += 1;
    count = 0;
  }
  const time = last.toString(16).padStart(12, '0');
  const random = randomBytes(8);
  random[0] = (random[0]! & 0x3f) | 0x80;
  const tail = random.toString('hex');
  const counter = count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

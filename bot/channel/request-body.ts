import type { IncomingMessage } from 'node:http';
import { RequestRefused } from '../request-refused.ts';

/** R25. Teams' own messages are at most 100 KB in UTF-16. */
export const bodyLimit = 256 * 1024;
/** A sender who is refused may finish up to this (bytes); past it the connection is cut. */
const patience = 64 * 1024 * 1024;

/**
 * The body as text, never more than `bodyLimit` in memory. What is refused is read to its end and dropped before the
 * answer goes out: clients that write before they read then see the answer, and the connection stays usable.
 * @throws RequestRefused 413, 415 or 400
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > bodyLimit) return refuse(request, announced, tooLarge);
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type) || request.headers['content-encoding']) {
    return refuse(request, announced, unsupported);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const whole = await read(request, (chunk) => {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
    else chunks.length = 0;
    return size <= patience;
  });
  if (size > bodyLimit) throw tooLarge(!whole);
  return Buffer.concat(chunks).toString('utf8');
}

async function refuse(request: IncomingMessage, announced: number, why: (cut: boolean) => Error): Promise<never> {
  if (announced > patience) throw why(true);
  let dropped = 0;
  const whole = await read(request, (chunk) => {
    dropped += chunk.length;
    return dropped <= patience;
  });
  throw why(!whole);
}

/** Resolves with true at the end, or with false as soon as `take` wants no more. */
function read(request: IncomingMessage, take: (chunk: Buffer) => boolean): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cut = () => reject(new RequestRefused(400, 'incomplete', 'The body ended too early.'));
    request.on('data', (chunk: Buffer) => {
      if (!take(chunk)) resolve(false);
    });
    request.once('end', () => resolve(true));
    request.once('error', cut);
    request.once('close', cut);
  });
}

const close = { connection: 'close' };

function tooLarge(cut: boolean): RequestRefused {
  return new RequestRefused(413, 'too_large', `The body is over ${bodyLimit} bytes.`, cut ? close : {});
}

function unsupported(cut: boolean): RequestRefused {
  const message = 'The body must be application/json in UTF-8.';
  return new RequestRefused(415, 'unsupported_media_type', message, cut ? close : {});
}

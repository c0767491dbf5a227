import type { IncomingMessage } from 'node:http';
import { RequestRefused } from '../request-refused.ts';

/** R25. Teams' own messages are at most 100 KB in UTF-16. */
export const bodyLimit = 256 * 1024;
/** A sender who goes on past this after being refused is cut off (bytes). */
const patience = 64 * 1024 * 1024;

/**
 * The body as text, never more than `bodyLimit` in memory. A body that is too large is refused at once; what still
 * comes is read and dropped, so that the sender gets to see the answer and the connection stays usable.
 * @throws RequestRefused 413, 415 or 400
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw tooLarge(request);
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type) || request.headers['content-encoding']) {
    drop(request);
    throw new RequestRefused(415, 'unsupported_media_type', 'The body must be application/json in UTF-8.');
  }
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= bodyLimit) return;
      request.off('data', take);
      chunks.length = 0;
      reject(tooLarge(request));
    };
    const cut = () => reject(new RequestRefused(400, 'incomplete', 'The body ended too early.'));
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', cut);
    request.once('close', cut);
  });
}

function tooLarge(request: IncomingMessage): RequestRefused {
  drop(request);
  return new RequestRefused(413, 'too_large', `The body is over ${bodyLimit} bytes.`);
}

function drop(request: IncomingMessage): void {
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > patience) request.destroy();
  });
  request.on('error', () => undefined);
}

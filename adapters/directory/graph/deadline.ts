import { unreachable } from './errors.ts';

/**
 * Runs a call under a deadline (ms) and the caller's signal (R7). It returns on time even where the work sleeps on, as
 * the Graph client's retry does.
 * @throws SupportError directory_unreachable when either ends first
 */
export async function underDeadline<T>(
  deadline: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(deadline);
  const either = AbortSignal.any([signal, late]);
  const why = () => (signal.aborted ? 'the caller gave up' : `no answer within ${deadline} ms`);
  if (either.aborted) throw unreachable(why(), either.reason);

  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(unreachable(why(), either.reason));
  either.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work(either), ended.promise]);
  } catch (error) {
    throw either.aborted ? unreachable(why(), error) : error;
  } finally {
    either.removeEventListener('abort', end);
  }
}

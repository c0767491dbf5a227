import { expect, test } from 'vitest';
import { SupportError } from '../../../adapters/support-error.ts';
import { createBreaker } from '../../../bot/self-service/breaker.ts';

const down = () => Promise.reject(new SupportError('directory_unreachable', 'down', { retryable: true }));
const refused = () => Promise.reject(new SupportError('directory_refused', 'no'));

test('R31: a system that keeps failing is left alone for a moment, then tried once', async () => {
  let now = 0;
  let calls = 0;
  const breaker = createBreaker({ now: () => now, failures: 3, rest: 1_000 });
  const call = (work: () => Promise<unknown>) =>
    breaker.call(() => {
      calls += 1;
      return work();
    });
  for (let time = 0; time < 3; time += 1)
    await expect(call(down)).rejects.toMatchObject({ code: 'directory_unreachable' });
  expect(breaker.isOpen()).toBe(true);
  await expect(call(down)).rejects.toMatchObject({ code: 'system_resting', retryable: true });
  expect(calls).toBe(3);
  now = 1_000;
  await expect(call(down)).rejects.toMatchObject({ code: 'directory_unreachable' });
  expect(breaker.isOpen()).toBe(true);
  now = 2_000;
  expect(await call(async () => 'up')).toBe('up');
  await expect(call(down)).rejects.toMatchObject({ code: 'directory_unreachable' });
  expect(breaker.isOpen()).toBe(false);
});

test('R31: a refusal is an answer, and no reason to stop asking', async () => {
  const breaker = createBreaker({ now: () => 0, failures: 2 });
  for (let time = 0; time < 5; time += 1)
    await expect(breaker.call(refused)).rejects.toMatchObject({ code: 'directory_refused' });
  expect(breaker.isOpen()).toBe(false);
});

import { expect, test } from 'vitest';
import { startChannel } from '../support/channel.ts';
import { killAtRandom } from '../support/kill-random.ts';

test('R9 twenty kills at random moments of several conversations', { timeout: 300_000 }, async () => {
  const channel = await startChannel();
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`kill at random: seed ${seed}; a longer run: npm run prove -- kill --seed ${seed}`);
  expect(await killAtRandom(channel, { kills: 20, seed })).toMatchObject({ faults: [], kills: 20 });
  expect(channel.problems).toEqual([]);
  await channel.close();
});

import { startChannel } from '../support/channel.ts';
import { killAtRandom } from '../support/kill-random.ts';
import type { Proof } from './proof.ts';

const kills = 200;

export const proveKill: Proof = {
  title: `R9: ${kills} kills at random moments of several conversations lose and double nothing`,
  async run({ seed }) {
    const channel = await startChannel();
    try {
      const { faults, conversations } = await killAtRandom(channel, { kills, seed, report: console.log });
      for (const fault of faults) console.error(`- ${fault}`);
      console.log(`${kills} kills, ${conversations} conversations, ${faults.length} faults`);
      return faults.length === 0 && channel.problems.length === 0;
    } finally {
      await channel.close();
    }
  },
};

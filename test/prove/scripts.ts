import { proveScripts } from '../support/random-player.ts';
import type { Proof } from './proof.ts';

const runs = 10_000;

export const proveConversations: Proof = {
  title: `${runs.toLocaleString('en')} random conversations with every script end, ask nothing twice and contradict nothing`,
  async run({ seed }) {
    try {
      const { turns, longest, outcomes } = await proveScripts({ runs, seed });
      console.log(`${runs} conversations, ${turns} turns, at most ${longest}; ${JSON.stringify(outcomes)}`);
      return true;
    } catch (error) {
      console.error((error as Error).message);
      return false;
    }
  },
};

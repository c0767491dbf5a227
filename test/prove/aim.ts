import { aimElsewhere } from '../support/aim-elsewhere.ts';
import type { Proof } from './proof.ts';

const tries = 10_000;

export const proveAim: Proof = {
  title: `R27: ${tries.toLocaleString('en')} tries to aim an action at somebody else reach nobody but whoever tries`,
  async run({ seed }) {
    try {
      const { moves, requests, changes } = await aimElsewhere({ tries, seed });
      console.log(`${tries} tries, ${moves} messages, ${requests} requests to the tenant, ${changes} of them changes`);
      return changes > 0;
    } catch (error) {
      console.error((error as Error).message);
      return false;
    }
  },
};

import { escalateUnderFaults } from '../support/ticket-faults.ts';
import type { Proof } from './proof.ts';

const tickets = 1000;

export const proveTickets: Proof = {
  title: `R6, R8, R9: ${tickets} escalations to a ticket system that fails, with kills, make exactly ${tickets} tickets`,
  async run({ seed }) {
    const found = await escalateUnderFaults({ seed, tickets, report: console.log });
    for (const fault of found.faults) console.error(`- ${fault}`);
    console.log(JSON.stringify(found.counts));
    const again = await escalateUnderFaults({ seed, tickets });
    for (const fault of again.faults) console.error(`- again: ${fault}`);
    const same = found.trace === again.trace;
    console.log(`${tickets} escalations, ${found.kills} kills, ${found.faults.length} faults; trace ${found.trace}`);
    console.log(same ? 'the same seed gave the same trace again' : `the same seed gave another trace: ${again.trace}`);
    return found.faults.length === 0 && again.faults.length === 0 && same;
  },
};

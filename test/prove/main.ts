import { parseArgs } from 'node:util';
import { proveAim } from './aim.ts';
import { proveCampaign } from './campaign.ts';
import { proveKill } from './kill.ts';
import type { Proof } from './proof.ts';
import { proveRetrievalScale } from './retrieval-scale.ts';
import { proveConversations } from './scripts.ts';
import { proveTickets } from './tickets.ts';

const proofs: Readonly<Record<string, Proof>> = {
  aim: proveAim,
  campaign: proveCampaign,
  kill: proveKill,
  scripts: proveConversations,
  'retrieval-scale': proveRetrievalScale,
  tickets: proveTickets,
};

const usage = [
  'npm run prove -- NAME [--seed N]',
  '',
  ...Object.entries(proofs).map(([name, { title }]) => `  ${name.padEnd(16)} ${title}`),
].join('\n');

async function main(): Promise<number> {
  const read = readArguments();
  if (typeof read === 'string') {
    console.error(`${read}\n\n${usage}`);
    return 2;
  }
  const { proof, seed } = read;
  console.log(`seed ${seed}`);
  return (await proof.run({ seed })) ? 0 : 1;
}

/** What is asked for, or what is wrong with it. */
function readArguments(): { proof: Proof; seed: number } | string {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } });
    const [name, ...more] = positionals;
    if (name === undefined) return 'Name what to prove.';
    if (more.length > 0) return `One proof at a time: ${positionals.join(', ')}.`;
    const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined;
    if (!proof) return `There is no proof named "${name}".`;
    const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
    return Number.isSafeInteger(seed) && seed >= 0 ? { proof, seed } : `--seed ${values.seed} is not a whole number.`;
  } catch (error) {
    return (error as Error).message;
  }
}

process.exitCode = await main();

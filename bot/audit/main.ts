import { parseArgs } from 'node:util';
import { openReadOnly } from '../../adapters/database/registry.ts';
import { type AuditHead, listAuditHeads, readAuditLog } from '../../adapters/database/repositories/audit.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { ConfigError, loadConfig } from '../config.ts';
import { show } from './show.ts';
import { type AuditFault, verifyAudit } from './verify.ts';

const usage = [
  'npm run audit -- verify [--head CHAIN:SEQUENCE:HASH]…',
  'npm run audit -- show [--request ID] [--last N]',
  '',
  'verify  finds edits, deletions, reorderings and truncations; --head is one that was written down elsewhere',
  '        (the log line "audit heads"). Ends with 1 when there are any.',
  'show    prints the entries, oldest first, as JSON lines.',
].join('\n');

const explanations: Readonly<Record<AuditFault['problem'], string>> = {
  altered: 'the entry does not give its hash: it, or one before it, was changed',
  missing: 'an entry is missing or out of its place',
  truncated: 'the chain ends before a recorded head: entries were cut off',
  'head-differs': 'the entry is not the one that was recorded as the head',
  'unknown-chain': 'the chain and its recorded head do not go together: one of them is gone',
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      head: { type: 'string', multiple: true },
      request: { type: 'string' },
      last: { type: 'string' },
    },
  });
  const [command] = positionals;
  if ((command !== 'verify' && command !== 'show') || positionals.length > 1) {
    console.error(usage);
    return 2;
  }
  const recorded = (values.head ?? []).map(readHead);
  const config = loadConfig(process.env);
  const { queries, close } = await openReadOnly({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder });
  try {
    if (command === 'show') {
      await show(readAuditLog(queries), { request: values.request, last: values.last }, console.log);
      return 0;
    }
    const began = performance.now();
    const heads = await listAuditHeads(queries);
    const { entries, chains, faults } = await verifyAudit({ pages: readAuditLog(queries), heads, recorded });
    for (const { chain, sequence, problem } of faults) console.error(`${chain} ${sequence}: ${explanations[problem]}`);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${entries} entries, ${chains} chains, ${faults.length} faults, ${seconds} s`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

/** @throws when it is not three parts */
function readHead(text: string): AuditHead {
  const [, chain, sequence, hash] = /^([^:]+):(\d+):([\w-]+)$/.exec(text) ?? [];
  if (!chain || !sequence || !hash)
    throw new SupportError('head_malformed', `--head ${text}: write CHAIN:SEQUENCE:HASH`);
  return { chain, sequence: Number(sequence), hash };
}

try {
  process.exitCode = await main();
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof SupportError;
  console.error(
    expected || (error as { code?: string }).code?.startsWith('ERR_PARSE') ? (error as Error).message : error,
  );
  process.exitCode = 2;
}

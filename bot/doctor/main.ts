import { pino } from 'pino';
import { ConfigError, loadConfig } from '../config.ts';
import { diagnose } from './diagnose.ts';
import { print } from './print.ts';

/** `npm run doctor`: ends with 1 when something is wrong, with 0 when Guichet can run, warnings or not. */
async function main(): Promise<number> {
  try {
    const findings = await diagnose({ config: loadConfig(process.env), logger: pino({ level: 'silent' }) });
    console.log(print(findings));
    return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const what = error.problems.map((problem) => ({ area: 'Configuration', state: 'wrong' as const, what: problem }));
    console.log(print(what));
    return 1;
  }
}

process.exit(await main());

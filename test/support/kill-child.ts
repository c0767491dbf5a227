// A whole service in a process of its own, which ends itself without a word at the checkpoint KILL_AT, the KILL_NTH time
// that it is reached.
import { pino } from 'pino';
import { loadConfig } from '../../bot/config.ts';
import { startService } from '../../bot/service.ts';

const target = process.env.KILL_AT ?? '';
let left = Number(process.env.KILL_NTH ?? 1);

// A test that is stopped half-way leaves nothing behind.
process.stdin.resume().once('end', () => process.exit());

const service = await startService({
  config: loadConfig({
    PORT: '0',
    GUICHET_PLAYGROUND: 'off',
    GUICHET_DATA: process.env.GUICHET_DATA,
    GUICHET_DESK_TOKEN: process.env.GUICHET_DESK_TOKEN,
  }),
  logger: pino({ level: 'error' }, pino.destination(2)),
  checkpoint: (name) => {
    if (name !== target) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`${JSON.stringify({ port: service.port })}\n`);

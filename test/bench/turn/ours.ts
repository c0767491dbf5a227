import { pino } from 'pino';
import type { Config } from '../../../bot/config.ts';
import { startService } from '../../../bot/service.ts';
import { answerUsage } from './usage.ts';

/** Guichet as it runs in production, its database embedded, against a loopback Bot Framework. */
process.once('message', async (config: Config) => {
  const service = await startService({ config, logger: pino({ level: 'error' }) });
  process.send!({ port: service.port });
  answerUsage();
});

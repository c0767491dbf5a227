import type { Logger } from 'pino';
import { createEntraAccess } from './entra-access.ts';
import type { DeskAccess, DeskConfig } from './identity.ts';
import { createLocalAccess } from './local-access.ts';

/** Production asks Entra, local mode its own token and one-time links. Throws nothing; reads no environment. */
export function createDeskAccess(config: DeskConfig, logger: Logger): DeskAccess {
  if (config.local) return createLocalAccess(config.deskToken);
  return {
    identify: createEntraAccess(config, logger),
    open: () => undefined,
    oneTimeLink: () => '/desk',
    token: undefined,
  };
}

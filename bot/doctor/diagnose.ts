import type { Logger } from 'pino';
import { createGraphToken } from '../../adapters/directory/graph/token.ts';
import { openDirectory } from '../../adapters/directory/registry.ts';
import type { Config } from '../config.ts';
import { checkConfiguration } from './configuration.ts';
import { checkBotCredentials, checkPermissions, checkSignIn } from './credentials.ts';
import { type Check, type Finding, notNeeded, reasonOf, wrong } from './finding.ts';
import { checkCache, checkDatabase, checkDataFolder } from './machine.ts';
import { checkContent, checkDirectory, checkLanguageModel, checkTeamsApp, checkTicketSystem } from './services.ts';

export interface DiagnoseOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** A token of Graph as the application; from Entra ID by default. */
  readonly readToken?: () => Promise<string>;
  /** Only these areas; all of them when absent. */
  readonly areas?: readonly string[];
}

/** Everything that Guichet needs, looked at once, in the order in which one thing rests on another. Changes nothing. */
export async function diagnose({ config, logger, readToken, areas }: DiagnoseOptions): Promise<readonly Finding[]> {
  const { app, cloud } = config;
  const token = readToken ?? (app && createGraphToken({ app, graphUrl: cloud.graphUrl, loginUrl: cloud.loginUrl }));
  const directory = await openDirectory({ app, graphUrl: cloud.graphUrl, loginUrl: cloud.loginUrl, token });
  const checks: readonly [area: string, check: Check][] = [
    ['Configuration', async () => checkConfiguration(config)],
    ['Data folder', () => checkDataFolder(config)],
    ['Database', () => checkDatabase(config)],
    ['Cache', () => checkCache(config)],
    ['Content', () => checkContent(config)],
    ['Bot credentials', () => checkBotCredentials(config)],
    ['Directory', () => checkDirectory(directory.directory)],
    ['Graph permissions', async () => (token ? checkPermissions(config, token) : [localPermissions])],
    ['Sign-in', () => checkSignIn(config, directory.tokenServiceUrl, logger)],
    ['Teams app', () => checkTeamsApp(config)],
    ['Ticket system', () => checkTicketSystem(config)],
    ['Language model', () => checkLanguageModel(config)],
  ];
  const findings: Finding[] = [];
  try {
    for (const [area, check] of checks) {
      if (!areas || areas.includes(area)) findings.push(...(await safely(area, check)));
    }
  } finally {
    await directory.close();
  }
  return findings;
}

const localPermissions = notNeeded('Graph permissions', 'the sandbox tenant has given them all');

/** A check that breaks is a finding, and the others still run. */
async function safely(area: string, check: Check): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [
      wrong(
        area,
        `could not be looked at (${reasonOf(error)})`,
        'Run it again; if it stays, tell whoever maintains Guichet.',
      ),
    ];
  }
}

import { z } from 'zod';
import {
  applicationPermissions,
  delegatedPermissions,
  optionalPermissions,
} from '../../adapters/directory/graph/permissions.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { createAppToken } from '../channel/app-token.ts';
import { ConnectorRefused } from '../channel/connector-errors.ts';
import { botIdentity, createUserTokenClient } from '../channel/user-token-client.ts';
import type { Config } from '../config.ts';
import { createSignIn } from '../sign-in.ts';
import { type Finding, notNeeded, ok, reasonOf, warning, wrong } from './finding.ts';
import { within } from './machine.ts';

const credentialMend =
  'Compare MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppType with the app registration, and make a new client ' +
  'secret if the old one expired (Certificates & secrets).';

/** The bot's own token, with which it posts to Teams. */
export async function checkBotCredentials(config: Config): Promise<Finding[]> {
  const area = 'Bot credentials';
  if (!config.app) return [notNeeded(area, 'local mode has none')];
  try {
    await createAppToken(config).get();
    return [ok(area, 'Entra ID gives the bot its token')];
  } catch (error) {
    if (error instanceof ConnectorRefused) {
      return [wrong(area, `Entra ID refuses the bot its token (${error.status})`, credentialMend)];
    }
    const mend = `Let this machine reach ${new URL(config.cloud.tokenUrl).host} over https.`;
    return [wrong(area, `Entra ID cannot be reached (${reasonOf(error)})`, mend)];
  }
}

/** Which permissions an administrator consented to, as the token itself says. */
export async function checkPermissions(config: Config, readToken: () => Promise<string>): Promise<Finding[]> {
  const area = 'Graph permissions';
  let token: string;
  try {
    token = await readToken();
  } catch (error) {
    const refused = error instanceof SupportError && error.code === 'directory_refused';
    const mend = refused ? credentialMend : `Let this machine reach ${new URL(config.cloud.loginUrl).host} over https.`;
    return [wrong(area, `there is no token for Microsoft Graph: ${reasonOf(error)}`, mend)];
  }
  const roles = rolesOf(token);
  if (!roles) return [warning(area, 'the token does not say what it allows', 'Look at the consents in Entra ID.')];
  return [...missing(area, config, roles), ...unasked(area, roles)];
}

function missing(area: string, { app, cloud }: Config, roles: readonly string[]): Finding[] {
  const lacking = Object.entries(applicationPermissions).filter(([name]) => !roles.includes(name));
  if (lacking.length === 0) return [ok(area, `all ${Object.keys(applicationPermissions).length} are consented to`)];
  const link = app ? `${cloud.loginUrl}/${app.tenantId ?? 'organizations'}/adminconsent?client_id=${app.id}` : '';
  return lacking.map(([name, why]) => {
    const mend = `Add the application permission ${name} to the app registration, then let an administrator consent: ${link}`;
    // Without it Guichet knows nobody; without the others it asks, or passes on.
    const lacks = name === 'User.Read.All' ? wrong : warning;
    return lacks(area, `${name} is not consented to (${why})`, mend);
  });
}

/** More than is asked for is a risk, and most of all what opens every mailbox or file. */
function unasked(area: string, roles: readonly string[]): Finding[] {
  const asked = new Set<string>([...Object.keys(applicationPermissions), ...Object.keys(optionalPermissions)]);
  return roles
    .filter((role) => !asked.has(role))
    .map((role) => {
      const delegated = role in delegatedPermissions;
      const mend = delegated
        ? 'Remove it as an application permission: it is needed as a delegated one only.'
        : 'Remove it from the app registration, unless something else uses it.';
      return warning(area, `${role} is consented to, and Guichet never asks for it`, mend);
    });
}

function rolesOf(token: string): readonly string[] | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return z.object({ roles: z.array(z.string()).default([]) }).parse(claims).roles;
  } catch {
    return undefined;
  }
}

/** Whether the OAuth connection is there: the token service makes a sign-in link of it. */
export async function checkSignIn(
  config: Config,
  tokenServiceUrl: string | undefined,
  logger: Logger,
): Promise<Finding[]> {
  const area = 'Sign-in';
  const connectionName = config.signInConnection;
  if (!connectionName) return [notNeeded(area, 'no connection is set')];
  const client = createUserTokenClient(config, botIdentity(config), tokenServiceUrl);
  const signIn = createSignIn({ client, connectionName, logger });
  try {
    const { signInLink } = await within(5_000, signIn.start(nobody(config)));
    if (signInLink) return [ok(area, `the connection ${connectionName} gives a sign-in link`)];
  } catch {
    // Said below: refused and unreachable are mended alike.
  }
  return [
    wrong(
      area,
      `the token service gives no sign-in link for the connection ${connectionName}`,
      'In the Azure Bot, under Configuration, add an OAuth connection of that very name (Azure AD v2, token exchange ' +
        `URL api://botid-${config.app?.id ?? '…'}), or correct GUICHET_SIGN_IN_CONNECTION.`,
    ),
  ];
}

type Logger = Parameters<typeof createSignIn>[0]['logger'];

const nobody = (config: Config) => ({
  conversationKey: 'doctor',
  channelId: 'msteams',
  serviceUrl: config.cloud.serviceOrigins[0] ?? '',
  conversationId: 'doctor',
  conversationType: 'personal',
  tenantId: config.app?.tenantId ?? '',
  botId: `28:${config.app?.id ?? 'doctor'}`,
  userId: '29:doctor',
  personId: '',
  userName: 'npm run doctor',
  locale: 'en-GB',
  installed: true,
  updatedAt: 0,
});

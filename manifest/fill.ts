/** What only the organisation that deploys Guichet knows. */
export interface Deployment {
  readonly appId: string;
  /** Host name, and port where there is one, of the public address. */
  readonly host: string;
  readonly version: string;
}

/** Stands for a deployment where there is none: enough to check the manifest, not to install it. */
export const sample = { appId: '00000000-0000-4000-8000-000000000000', host: 'guichet.example' };

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const emptyGuid = /^[0-]+$/;

/** The names are those that the service itself reads, in bot/config.ts. */
export interface DeploymentEnvironment {
  readonly MicrosoftAppId?: string | undefined;
  readonly GUICHET_PUBLIC_URL?: string | undefined;
}

export type ReadDeployment =
  | { readonly deployment: Omit<Deployment, 'version'> }
  | { readonly problems: string[] }
  | 'none';

/** `none` when nothing is set at all; `problems` name the variable, what is wrong and the mend. */
export function readDeployment(environment: DeploymentEnvironment): ReadDeployment {
  const appId = environment.MicrosoftAppId?.trim() ?? '';
  const address = environment.GUICHET_PUBLIC_URL?.trim() ?? '';
  if (!appId && !address) return 'none';

  const problems: string[] = [];
  if (!guid.test(appId) || emptyGuid.test(appId)) {
    problems.push(`MicrosoftAppId is ${quote(appId)}: set it to the application (client) id of the bot, a GUID.`);
  }
  const host = URL.parse(address);
  if (host?.protocol !== 'https:') {
    problems.push(
      `GUICHET_PUBLIC_URL is ${quote(address)}: set it to where Guichet is reached, such as https://guichet.example.org`,
    );
  }
  if (problems.length > 0 || !host) return { problems };
  return { deployment: { appId: appId.toLowerCase(), host: host.host } };
}

/** Puts the deployment's values in place of `${{Name}}`. Throws on a name it does not know. */
export function fillManifest(template: string, { appId, host, version }: Deployment): string {
  const values: Record<string, string> = { MicrosoftAppId: appId, HOST: host, VERSION: version };
  return template.replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`manifest.json asks for \${{${name}}}, which nothing gives a value`);
    return value;
  });
}

function quote(value: string): string {
  return value ? `"${value}"` : 'not set';
}

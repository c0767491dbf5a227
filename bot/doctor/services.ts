import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Directory } from '../../adapters/directory/port.ts';
import { openTicketSystem, ticketSystems } from '../../adapters/ticketing/registry.ts';
import type { Config } from '../config.ts';
import { loadContent } from '../content.ts';
import { type Finding, notNeeded, ok, reasonOf, warning, wrong } from './finding.ts';
import { within } from './machine.ts';

export async function checkDirectory(directory: Directory): Promise<Finding[]> {
  const area = 'Directory';
  try {
    await within(5_000, directory.ping(AbortSignal.timeout(5_000)));
    return [ok(area, 'Microsoft Graph answers')];
  } catch (error) {
    const mend = 'Look at the Graph permissions below, and that this machine reaches Microsoft Graph over https.';
    return [wrong(area, `Microsoft Graph does not answer as it should: ${reasonOf(error)}`, mend)];
  }
}

/** The package that is uploaded to Teams, and the address that it sends people to. */
export async function checkTeamsApp(config: Config): Promise<Finding[]> {
  const area = 'Teams app';
  const manifest = fileURLToPath(new URL('../../manifest/check.ts', import.meta.url));
  const found: Finding[] = [];
  if (!existsSync(manifest)) found.push(notNeeded(area, 'the package is not built on this machine'));
  else {
    const checked = spawnSync(process.execPath, [manifest], { encoding: 'utf8' });
    if (checked.status === 0) found.push(ok(area, 'its manifest is valid'));
    else if (/ERR_MODULE_NOT_FOUND/.test(checked.stderr)) {
      found.push(notNeeded(area, 'checking the manifest needs the development dependencies'));
    } else
      found.push(
        wrong(area, `its manifest is not valid: ${checked.stderr.trim()}`, 'Mend it, then run npm run check.'),
      );
  }
  if (config.local) return found;
  return [...found, await checkPublicAddress(config)];
}

/** Asked from here, which says that the name and the certificate are right, not that Microsoft gets through. */
async function checkPublicAddress({ publicUrl }: Config): Promise<Finding> {
  const area = 'Public address';
  const endpoint = `${publicUrl}/api/messages`;
  try {
    const response = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    const answered = response.ok && ((await response.json()) as { status?: string }).status === 'ok';
    if (answered) return ok(area, `Guichet answers there; the Azure Bot's messaging endpoint must be ${endpoint}`);
    const mend = 'Let the proxy pass /healthz and /api/messages on to Guichet unchanged.';
    return warning(area, `${publicUrl} answers ${response.status}, and not as Guichet`, mend);
  } catch (error) {
    const mend = `Start Guichet, then look at the name, the certificate and the proxy. The Azure Bot must post to ${endpoint}.`;
    return warning(area, `${publicUrl} does not answer (${reasonOf(error)})`, mend);
  }
}

export async function checkTicketSystem(config: Config): Promise<Finding[]> {
  const { ticketSystem } = config;
  const area = 'Ticket system';
  if (!Object.hasOwn(ticketSystems, ticketSystem)) {
    const known = Object.keys(ticketSystems).join(', ');
    return [wrong(area, `TICKET_SYSTEM is ${ticketSystem}, which there is not`, `Set it to one of: ${known}.`)];
  }
  if (ticketSystem === 'desk') return [ok(area, 'the desk that is built in; it lives in the database')];
  return askTicketSystem(area, config);
}

async function askTicketSystem(area: string, config: Config): Promise<Finding[]> {
  const { ticketSystem, ticketSystemSettings: settings, publicUrl, ticketWebhookSecret } = config;
  try {
    // The desk alone uses a database, and was dealt with above.
    const system = openTicketSystem(ticketSystem, { settings, publicUrl, database: undefined as never });
    await within(10_000, system.ping(AbortSignal.timeout(10_000)));
    const followed = `${ticketSystem} answers and takes Guichet's credentials; it is followed every ${config.ticketPollInterval / 1000} s`;
    const pushed = system.readWebhook !== undefined && ticketWebhookSecret !== undefined;
    return [ok(area, pushed ? `${followed}, and by signed notifications` : followed)];
  } catch (error) {
    const readme = `adapters/ticketing/${ticketSystem}/README.md`;
    const mend = `Compare the variables TICKET_SYSTEM_… with ${readme}. Until it answers, tickets wait and none is lost.`;
    return [wrong(area, reasonOf(error), mend)];
  }
}

/** Scripts, articles and texts, the organisation's own included. */
export async function checkContent({ contentFolder }: Config): Promise<Finding[]> {
  const area = 'Content';
  if (contentFolder && !existsSync(contentFolder)) {
    return [wrong(area, `there is no folder ${contentFolder}`, 'Correct GUICHET_CONTENT, or make the folder.')];
  }
  try {
    const { kit, knowledge } = await loadContent(contentFolder);
    return [
      ok(
        area,
        `${kit.scripts.size} scripts and ${new Set(knowledge.articles.map(({ id }) => id)).size} articles can be read`,
      ),
    ];
  } catch (error) {
    const problems = (error as { problems?: readonly unknown[] }).problems?.length ?? 1;
    return [
      wrong(
        area,
        `${problems} things in scripts, articles or texts are wrong`,
        'Run npm run check: it names file, line and mend.',
      ),
    ];
  }
}

const modelDeadline = 5_000;

export async function checkLanguageModel({ languageModel }: Config): Promise<Finding[]> {
  const area = 'Language model';
  if (!languageModel) return [notNeeded(area, 'none is set, and none is needed')];
  const base = (languageModel.baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '');
  if (languageModel.provider === 'azure_openai') {
    return [
      ok(area, `${new URL(base).host}, deployment ${languageModel.model}; off until accepted in /desk/language-model`),
    ];
  }
  const mend = 'Look at OPENAI_BASE_URL and OPENAI_API_KEY. Guichet goes on without a model.';
  try {
    const response = await fetch(`${base}/models`, {
      headers: { authorization: `Bearer ${languageModel.apiKey}` },
      signal: AbortSignal.timeout(modelDeadline),
      redirect: 'error',
    });
    if (response.ok)
      return [
        ok(
          area,
          `${new URL(base).host} answers and takes the key; off until an administrator accepts it in /desk/language-model`,
        ),
      ];
    return [warning(area, `${new URL(base).host} answers ${response.status}`, mend)];
  } catch (error) {
    return [warning(area, `${new URL(base).host} cannot be reached (${reasonOf(error)})`, mend)];
  }
}

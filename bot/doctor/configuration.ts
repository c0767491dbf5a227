import type { Config } from '../config.ts';
import { type Finding, ok, warning, wrong } from './finding.ts';

const area = 'Configuration';

/** What the variables together mean; that each is well written was read before. */
export function checkConfiguration(config: Config): Finding[] {
  if (config.local) {
    return [ok(area, 'local mode: this machine alone, the sandbox tenant, nothing else to set')];
  }
  const found: Finding[] = [];
  if (!config.publicUrl.startsWith('https:')) {
    found.push(
      wrong(
        area,
        'GUICHET_PUBLIC_URL is not set',
        'Set it to the https address at which people reach Guichet: cards link there.',
      ),
    );
  }
  if (!config.noticesFrom) {
    found.push(
      warning(
        area,
        'GUICHET_NOTICES_FROM is not set: self-service changes nothing of importance, as it cannot tell people by mail',
        'Set it to the address of a shared mailbox, and limit Mail.Send to that one with Exchange RBAC for Applications.',
      ),
    );
  }
  if (!config.signInConnection) {
    found.push(
      warning(
        area,
        'GUICHET_SIGN_IN_CONNECTION is not set: what is done as the employee goes to a technician',
        'Add an OAuth connection (Azure AD v2) to the Azure Bot and give its name.',
      ),
    );
  }
  if (config.app?.type === 'MultiTenant') {
    found.push(
      warning(
        area,
        'MicrosoftAppType is MultiTenant: new bots of that kind can no longer be made',
        'Prefer SingleTenant or UserAssignedMSI.',
      ),
    );
  }
  return found.length > 0 ? found : [ok(area, 'complete')];
}

import type { Database } from '../../adapters/database/port.ts';
import type { TicketSystem } from '../../adapters/ticketing/port.ts';
import { openTicketSystem } from '../../adapters/ticketing/registry.ts';
import type { TicketSystemSettings } from '../../adapters/ticketing/settings.ts';
import { requestTrackerMissing, startRequestTracker } from './request-tracker.ts';
import { highLevelGlpiUnderTest, legacyGlpiUnderTest } from './ticketing/glpi.ts';
import { jiraUnderTest } from './ticketing/jira-service-management.ts';
import { serviceNowUnderTest } from './ticketing/servicenow.ts';
import type { SystemUnderTest } from './ticketing/system.ts';
import { zammadUnderTest } from './ticketing/zammad.ts';

export interface SystemForTests {
  /** Its line in the registry. */
  readonly name: string;
  readonly title: string;
  /** Why it cannot be tried here. */
  readonly missing?: string | undefined;
  start(): Promise<SystemUnderTest>;
}

export const noSettings: TicketSystemSettings = { groups: {}, categories: {}, deadline: 10_000, settlesIn: 0 };

export const openForTest = (name: string, database: Database, settings: TicketSystemSettings): TicketSystem =>
  openTicketSystem(name, { database, publicUrl: 'http://127.0.0.1:3978', settings });

export const systemsForTests: readonly SystemForTests[] = [
  {
    name: 'request-tracker',
    title: 'Request Tracker 5, the real one',
    missing: requestTrackerMissing(),
    start: () => requestTrackerUnderTest(true),
  },
  { name: 'zammad', title: 'Zammad, simulated', start: zammadUnderTest },
  { name: 'glpi', title: 'GLPI 10, legacy, simulated', start: legacyGlpiUnderTest },
  { name: 'glpi', title: 'GLPI 11, high-level, simulated', start: highLevelGlpiUnderTest },
  { name: 'jira-service-management', title: 'Jira SM, simulated', start: jiraUnderTest },
  { name: 'servicenow', title: 'ServiceNow, simulated', start: serviceNowUnderTest },
];

/** @param customFields whether custom-fields.pl was run */
export async function requestTrackerUnderTest(customFields: boolean): Promise<SystemUnderTest> {
  const rt = await startRequestTracker({ customFields });
  return {
    settings: { ...noSettings, url: rt.url, user: rt.user, password: rt.password },
    async answer(id, text, isPublic) {
      const message = { Content: text, ContentType: 'text/plain' };
      await rt.rest(`/ticket/${id}/${isPublic ? 'correspond' : 'comment'}`, message);
    },
    async resolve(id) {
      await rt.rest(`/ticket/${id}`, { Status: 'resolved' }, 'PUT');
    },
    async reopen(id) {
      await rt.rest(`/ticket/${id}`, { Status: 'open' }, 'PUT');
    },
    async openByTelephone(email, title) {
      const created = await rt.rest('/ticket', { Queue: 'General', Subject: title, Requestor: email, Content: title });
      return created.id;
    },
    async download(id, name) {
      const { items } = await rt.rest(`/ticket/${id}/attachments?fields=Filename&per_page=100`);
      const found = items.find((item: { Filename: string }) => item.Filename === name);
      return found && Buffer.from((await rt.rest(`/attachment/${found.id}`)).Content, 'base64');
    },
    problems: () => [],
    stop: () => rt.stop(),
  };
}

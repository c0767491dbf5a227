import { SupportError } from '../support-error.ts';
import { createDesk, type DeskOptions } from './desk/index.ts';
import { createGlpi } from './glpi/index.ts';
import { createJiraServiceManagement } from './jira-service-management/index.ts';
import type { TicketSystem } from './port.ts';
import { createRequestTracker } from './request-tracker/index.ts';
import { createServiceNow } from './servicenow/index.ts';
import type { TicketSystemSettings } from './settings.ts';
import { createZammad } from './zammad/index.ts';

export interface TicketSystemOptions extends DeskOptions {
  readonly settings: TicketSystemSettings;
}

/** One line a ticket system; the key is the name of its folder and the value of TICKET_SYSTEM. */
export const ticketSystems: Readonly<Record<string, (options: TicketSystemOptions) => TicketSystem>> = {
  desk: createDesk,
  glpi: ({ settings }) => createGlpi(settings),
  'jira-service-management': ({ settings }) => createJiraServiceManagement(settings),
  'request-tracker': ({ settings }) => createRequestTracker(settings),
  servicenow: ({ settings }) => createServiceNow(settings),
  zammad: ({ settings }) => createZammad(settings),
};

/**
 * The ticket system of that name. Throws `ticket_system_unknown`, naming those there are, and `ticket_system_unset`,
 * naming the variable that it lacks.
 */
export function openTicketSystem(name: string, options: TicketSystemOptions): TicketSystem {
  const open = Object.hasOwn(ticketSystems, name) ? ticketSystems[name] : undefined;
  if (open) return open(options);
  const known = Object.keys(ticketSystems).join(', ');
  throw new SupportError('ticket_system_unknown', `TICKET_SYSTEM is ${name}; the ticket systems are: ${known}`);
}

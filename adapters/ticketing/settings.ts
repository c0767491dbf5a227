import { SupportError } from '../support-error.ts';

/** What an administrator sets of a ticket system; each says in its README which of these it needs. */
export interface TicketSystemSettings {
  /** Its address; what exactly, its README says. */
  readonly url?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** Where tickets go that `groups` sends nowhere else: a queue, a group, a service desk. */
  readonly place?: string | undefined;
  /** Guichet's group or category to the system's own name or number; a category covers those below it. */
  readonly groups: Readonly<Record<string, string>>;
  readonly categories: Readonly<Record<string, string>>;
  /** ms for one call (R7). */
  readonly deadline: number;
  /** Shortens what the system takes to show what was written to it; for tests. */
  readonly settlesIn?: number | undefined;
}

const variables = {
  url: 'TICKET_SYSTEM_URL',
  user: 'TICKET_SYSTEM_USER',
  password: 'TICKET_SYSTEM_PASSWORD',
  token: 'TICKET_SYSTEM_TOKEN',
  clientId: 'TICKET_SYSTEM_CLIENT_ID',
  clientSecret: 'TICKET_SYSTEM_CLIENT_SECRET',
  place: 'TICKET_SYSTEM_PLACE',
} as const;

/** The setting, without a trailing slash. @throws `ticket_system_unset`, naming the variable and what it is for */
export function required(
  settings: TicketSystemSettings,
  name: keyof typeof variables,
  system: string,
  what: string,
): string {
  const value = settings[name];
  if (!value) {
    throw new SupportError('ticket_system_unset', `${variables[name]} is missing: ${system} needs ${what}.`);
  }
  return value.replace(/\/+$/, '');
}

/** The system's own name for a category, or for the nearest one above it. */
export function categoryFor(settings: TicketSystemSettings, category: string): string | undefined {
  for (let code = category; code !== ''; code = code.slice(0, Math.max(0, code.lastIndexOf('.')))) {
    const found = settings.categories[code];
    if (found !== undefined) return found;
  }
  return undefined;
}

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The oldest, by the number that systems count up. */
export const oldest = <T extends { readonly id: string | number }>(tickets: readonly T[]): T | undefined =>
  tickets.toSorted((one, other) => Number(one.id) - Number(other.id))[0];

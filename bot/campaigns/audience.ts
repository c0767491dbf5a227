import type { Queries } from '../../adapters/database/port.ts';
import { findRequesters } from '../../adapters/database/repositories/tickets.ts';
import type { AudienceDirectory, Colleague } from '../../adapters/directory/port.ts';
import type { Campaign } from '../../dialogs/campaigns/types.ts';
import type { Organisation } from '../../knowledge/index.ts';

/** Somebody in an audience, and the id of the site where they work, where their office names one. */
export interface Recipient extends Colleague {
  readonly site: string | undefined;
  /** Why nothing can be sent to them (R10), where that is so. */
  readonly ineligible: 'guest' | 'disabled' | undefined;
}

export interface Audience {
  readonly people: readonly Recipient[];
  readonly unknownGroups: readonly string[];
  readonly unknownDepartments: readonly string[];
}

export interface AudienceOptions {
  readonly directory: AudienceDirectory;
  readonly organisation: Organisation;
  readonly queries: Queries;
  readonly now: () => number;
}

const day = 24 * 3600_000;

/**
 * Everybody whom a campaign is for, as the directory knows them now. `since`: the launch, from which newcomers count.
 * @throws SupportError when the directory cannot be read: nobody is guessed
 */
export async function resolveAudience(
  { directory, organisation, queries, now }: AudienceOptions,
  { audience }: Campaign,
  since: number,
  signal: AbortSignal,
): Promise<Audience> {
  const colleagues = await directory.listPeople(signal);
  const unknownGroups: string[] = [];
  const membersOf = async (names: readonly string[] = []) => {
    const ids = new Set<string>();
    for (const name of names) {
      const members = await directory.findGroupMembers(name, signal);
      if (members) for (const id of members) ids.add(id);
      else unknownGroups.push(name);
    }
    return ids;
  };
  const inGroups = await membersOf(audience.groups);
  const outGroups = await membersOf(audience.exclude?.groups);
  const met = audience.met
    ? await findRequesters(queries, audience.met.families, now() - audience.met.withinDays * day)
    : new Set<string>();
  const departments = new Set(colleagues.map(({ department }) => department));
  const named = [...(audience.departments ?? []), ...(audience.exclude?.departments ?? [])];
  const people = colleagues
    .map((each): Recipient => ({ ...each, site: siteOf(each, organisation), ineligible: whyNot(each) }))
    .filter((each) => {
      const id = each.id.toLowerCase();
      const included =
        audience.everyone === true ||
        inGroups.has(id) ||
        met.has(id) ||
        audience.departments?.includes(each.department ?? '') === true ||
        audience.sites?.includes(each.site ?? '') === true ||
        (audience.newcomers !== undefined && (each.joinedAt ?? 0) >= since);
      const excluded =
        outGroups.has(id) ||
        audience.exclude?.departments?.includes(each.department ?? '') === true ||
        audience.exclude?.sites?.includes(each.site ?? '') === true;
      return included && !excluded;
    });
  return { people, unknownGroups, unknownDepartments: named.filter((name) => !departments.has(name)) };
}

const whyNot = ({ guest, accountEnabled }: Colleague): Recipient['ineligible'] =>
  guest ? 'guest' : accountEnabled === false ? 'disabled' : undefined;

/** The site that an office is named after. */
function siteOf({ officeLocation }: Colleague, { sites }: Organisation): string | undefined {
  if (!officeLocation) return undefined;
  const office = officeLocation.toLowerCase();
  return sites.find(({ name, words }) => [name, ...words].some((word) => word.toLowerCase() === office))?.id;
}

import { DateTime } from 'luxon';
import type { Logger } from 'pino';
import type { Device, Directory, Person } from '../../adapters/directory/port.ts';
import type { LookUpKind } from '../../dialogs/scripts/schema.ts';
import type { Language } from '../../knowledge/index.ts';

/** All look-ups of a turn share one deadline, ms: what is not known by then is asked instead. */
const deadline = 900;

export type LookUp = (
  personId: string,
  what: readonly LookUpKind[],
  language: Language,
) => Promise<Partial<Record<LookUpKind, string>>>;

interface Sources {
  readonly person: Person | undefined;
  readonly device: Device | undefined;
  readonly outage: string | undefined;
  readonly timeZone: string;
}

export interface LookUpOptions {
  readonly directory: Directory;
  readonly logger: Logger;
  /** IANA time zone of the organisation: times are told in it, as everywhere on a ticket. */
  readonly timeZone: string;
}

/** What the directory tells about the person who writes, and about them alone (R27). A failure tells nothing. */
export function createLookUp({ directory, logger, timeZone }: LookUpOptions): LookUp {
  return async (personId, what, language) => {
    const signal = AbortSignal.timeout(deadline);
    const quietly = async <T>(wanted: boolean, find: () => Promise<T>): Promise<T | undefined> => {
      if (!wanted) return undefined;
      try {
        return await find();
      } catch (cause) {
        logger.warn({ code: (cause as { code?: string }).code ?? 'unknown' }, 'look-up failed');
        return undefined;
      }
    };
    const [person, devices, issues] = await Promise.all([
      quietly(
        what.some((kind) => ofPerson.has(kind)),
        () => directory.findPerson(personId, signal),
      ),
      quietly(what.includes('device') || what.includes('operating-system'), () =>
        directory.findDevices(personId, signal),
      ),
      quietly(what.includes('known-outage'), () => directory.findServiceIssues(signal)),
    ]);
    const sources: Sources = {
      person,
      device: latest(devices ?? []),
      outage: issues?.map((issue) => issue.title).join(' ; '),
      timeZone,
    };
    const found: Partial<Record<LookUpKind, string>> = {};
    for (const kind of what) {
      const value = readers[kind]?.(sources, language);
      if (value !== undefined && value !== '') found[kind] = value;
    }
    return found;
  };
}

const ofPerson: ReadonlySet<LookUpKind> = new Set(['site', 'department', 'account-enabled']);

const latest = (devices: readonly Device[]): Device | undefined =>
  devices.toSorted((one, other) => (other.lastSync ?? 0) - (one.lastSync ?? 0))[0];

const readers: Readonly<Partial<Record<LookUpKind, (sources: Sources, language: Language) => string | undefined>>> = {
  device: ({ device, timeZone }, language) => device && describeDevice(device, timeZone, language),
  'operating-system': ({ device }) => device && [device.operatingSystem, device.osVersion].filter(Boolean).join(' '),
  site: ({ person }) => person?.officeLocation,
  department: ({ person }) => person?.department,
  'account-enabled': ({ person }) =>
    person?.accountEnabled === undefined ? undefined : person.accountEnabled ? 'yes' : 'no',
  'known-outage': ({ outage }) => outage,
};

/** « LT-0231, Windows 11 24H2, vu le 23/11/2026 à 11:42 ». */
function describeDevice(device: Device, timeZone: string, language: Language): string {
  const system = [device.operatingSystem, device.osVersion].filter(Boolean).join(' ');
  return [device.name, system, lastSeen(device, timeZone, language)].filter(Boolean).join(', ');
}

function lastSeen({ lastSync }: Device, timeZone: string, language: Language): string | undefined {
  if (lastSync === undefined) return undefined;
  const at = DateTime.fromMillis(lastSync, { zone: timeZone });
  if (language === 'fr') return at.toFormat("'vu le' dd/MM/yyyy 'à' HH:mm");
  return at.toFormat("'last seen' dd/MM/yyyy 'at' HH:mm");
}

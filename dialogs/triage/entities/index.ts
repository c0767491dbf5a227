import type { EntityKind } from '../../scripts/schema.ts';
import { readApplication } from './applications.ts';
import { readPast } from './moment.ts';
import { readPeople, readPersons } from './people.ts';
import { readFloor, readRoom, readSite, type SiteNames } from './places.ts';
import { readDevice, readEmailAddress, readErrorCode, readFile, readHost, readPhone, readPrinter } from './things.ts';
import { readDate, readDeadline, readSince } from './time.ts';

export type { SiteNames } from './places.ts';

const recognisers: Readonly<Record<EntityKind, (text: string, sites: readonly SiteNames[]) => string | undefined>> = {
  printer: readPrinter,
  site: readSite,
  floor: readFloor,
  room: readRoom,
  device: readDevice,
  since: readSince,
  deadline: readDeadline,
  'error-code': readErrorCode,
  people: readPeople,
  persons: readPersons,
  past: readPast,
  host: readHost,
  application: readApplication,
  phone: readPhone,
  'email-address': readEmailAddress,
  file: readFile,
  date: readDate,
};

const longestRead = 2000;

/** The value of that kind which the text holds, as said and tidied; undefined when it holds none. */
export function readEntity(kind: EntityKind, text: string, sites: readonly SiteNames[] = []): string | undefined {
  return recognisers[kind](text.slice(0, longestRead), sites);
}

/** What Guichet may know of the person who writes. Read only here; actions come with self-service. */
export interface Person {
  /** Entra object id (`aadObjectId`). */
  readonly id: string;
  readonly displayName: string;
  readonly givenName?: string;
  readonly preferredLanguage?: 'fr' | 'en';
  readonly department?: string;
  readonly officeLocation?: string;
  readonly jobTitle?: string;
  /** Their address, by which ticket systems know them. */
  readonly mail?: string;
  readonly accountEnabled?: boolean;
  readonly timeZone?: string;
}

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly operatingSystem: string;
  readonly osVersion?: string;
  readonly compliant?: boolean;
  /** epoch ms */
  readonly lastSync?: number;
}

export interface ServiceIssue {
  readonly id: string;
  readonly service: string;
  readonly title: string;
  /** epoch ms */
  readonly since: number;
  readonly updated: number;
}

/** Every call has a deadline of its own and the caller's signal (R7); refusals and failures are SupportErrors. */
export interface Directory {
  findPerson(id: string, signal: AbortSignal): Promise<Person | undefined>;
  findDevices(personId: string, signal: AbortSignal): Promise<readonly Device[]>;
  findServiceIssues(signal: AbortSignal): Promise<readonly ServiceIssue[]>;
  /** Whether the person owns the team's group (Graph /groups/{id}/owners): who may choose a support channel. */
  isTeamOwner(teamGroupId: string, personId: string, signal: AbortSignal): Promise<boolean>;
  /** For /readyz. */
  ping(signal: AbortSignal): Promise<void>;
}

/** Somebody whom a campaign may be for. */
export interface Colleague extends Person {
  /** Invited from another organisation. */
  readonly guest: boolean;
  /** When the account was made, epoch ms. */
  readonly joinedAt?: number;
}

/** Who is in the organisation, for campaigns. */
export interface AudienceDirectory {
  listPeople(signal: AbortSignal): Promise<readonly Colleague[]>;
  /** Object ids, lower case, of everybody in a group by display name or object id; undefined where there is no such group. */
  findGroupMembers(group: string, signal: AbortSignal): Promise<readonly string[] | undefined>;
}

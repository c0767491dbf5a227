import type { Entity } from './entity.ts';
import type { MadeWhenRead } from './made-when-read.ts';

export interface Mailbox {
  readonly settings: Entity;
  readonly folders: Entity[];
  readonly messages: Entity[];
  readonly calendarPermissions: Entity[];
}

/** A site with a library: what shared folders and articles kept in SharePoint look like. */
export interface Library {
  readonly site: Entity;
  readonly drive: Entity;
  readonly items: Map<string, Entity>;
}

/** What the sandbox serves: kept in memory in Graph's shapes, changed by what is written, the same again after each start. */
export interface Tenant {
  readonly id: string;
  readonly domain: string;
  /** By object id, lower case, as everything below that is somebody's. */
  readonly users: Map<string, Entity>;
  readonly managers: Map<string, string>;
  readonly methods: Map<string, Entity[]>;
  /** Intune's, by id; `userId` says whose. */
  readonly managedDevices: Map<string, Entity>;
  /** Entra's, by object id; `$owner` says whose. */
  readonly devices: Map<string, Entity>;
  readonly recoveryKeys: Map<string, Entity>;
  readonly mailboxes: MadeWhenRead<Mailbox>;
  readonly drives: Map<string, Entity>;
  /** By drive id. */
  readonly libraries: Map<string, Library>;
  readonly groups: Map<string, Entity>;
  readonly members: Map<string, string[]>;
  readonly owners: Map<string, string[]>;
  readonly roles: Map<string, Entity>;
  /** Ids of people and groups, by role id. */
  readonly roleMembers: Map<string, string[]>;
  readonly skus: Entity[];
  /** Newest first. */
  readonly signIns: Entity[];
  readonly riskyUsers: Map<string, Entity>;
  readonly methodPolicies: Map<string, Entity>;
  readonly issues: Entity[];
  readonly assessments: Map<string, Entity>;
  /** Mails that were sent, newest last. */
  readonly sent: { readonly from: string; readonly message: Entity }[];
  /** Gives an unknown person a department, an office and a computer; a known one stays as they are. */
  admit(person: { readonly id: string; readonly displayName: string }): void;
}

/**
 * Through this self-service reads and changes the tenant. A `PersonalTenant` is bound to one person when it is made: no
 * method takes a person, so nothing that is said, pressed, forged or generated can aim an action at somebody else
 * (R27). Things are named by ids that the same binding has listed; one of another person's is `not_yours`.
 *
 * Every call has a deadline of its own and the caller's signal (R7). Refusals and failures are SupportErrors:
 * `directory_refused` (and `status`), `directory_unreachable`, `directory_unreadable`, `permission_missing`,
 * `sign_in_required`, `not_yours`.
 */
export interface Tenant {
  /** `signIn` is what Teams single sign-on gave for this very person; needed by what is done as the employee. */
  as(personId: string, signIn?: SignIn): PersonalTenant;
}

/** A delegated token of the person: used at once, never stored. */
export interface SignIn {
  readonly token: string;
}

export interface PersonalTenant extends Account, AuthenticationMethods, Devices, Access, Mailbox {
  readonly personId: string;
  /** A mail to the person, from the service's mailbox: the notice outside the chat (R28). */
  notify(notice: { readonly subject: string; readonly text: string }, signal: AbortSignal): Promise<void>;
}

// Account -------------------------------------------------------------------------------------------------------------

interface Account {
  readAccount(signal: AbortSignal): Promise<AccountState>;
  /** Directory roles, direct or through a group. Anyone who has one is refused high-impact actions (R28). */
  readRoles(signal: AbortSignal): Promise<readonly DirectoryRole[]>;
  /** Newest first. */
  readSignIns(limit: number, signal: AbortSignal): Promise<readonly SignInAttempt[]>;
  readManager(signal: AbortSignal): Promise<Approver | undefined>;
  /** Every session, on every device. Access tokens live on for up to an hour. */
  revokeSessions(signal: AbortSignal): Promise<void>;
  /** The next sign-in asks for a new password. Off unless the organisation gave the role that it needs (R29). */
  requirePasswordChange(signal: AbortSignal): Promise<void>;
  /** Tells Entra ID Protection; `false` where the tenant has no such licence. */
  confirmCompromised(signal: AbortSignal): Promise<boolean>;
}

export interface AccountState {
  readonly enabled: boolean;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** epoch ms */
  readonly passwordChangedAt?: number;
  /** epoch ms; absent where passwords do not expire. */
  readonly passwordExpiresAt?: number;
  /** Sessions begun before are no longer accepted, epoch ms. */
  readonly sessionsValidFrom?: number;
}

export interface DirectoryRole {
  readonly id: string;
  readonly name: string;
}

export interface SignInAttempt {
  readonly id: string;
  /** epoch ms */
  readonly at: number;
  /** AADSTS number; 0 when it succeeded. */
  readonly errorCode: number;
  readonly failureReason?: string;
  readonly application?: string;
  readonly place?: string;
  /** Names of the conditional access policies that stopped it. */
  readonly blockedBy: readonly string[];
}

/** Someone who may decide on a request of this person; never a target. */
export interface Approver {
  readonly id: string;
  readonly displayName: string;
}

// Authentication methods ----------------------------------------------------------------------------------------------

interface AuthenticationMethods {
  readMethods(signal: AbortSignal): Promise<readonly AuthenticationMethod[]>;
  /** What the tenant lets this person do about a forgotten password. */
  readResetPolicy(signal: AbortSignal): Promise<ResetPolicy>;
  removeMethod(id: string, signal: AbortSignal): Promise<void>;
  /** The answer is the only copy: shown once in the one-to-one chat, kept nowhere (R29). */
  createPass(options: { readonly minutes: number }, signal: AbortSignal): Promise<TemporaryPass>;
  /** Every pass of the person, for when it is unknown whether one was shown. */
  deletePasses(signal: AbortSignal): Promise<void>;
}

export type MethodKind =
  | 'password'
  | 'phone'
  | 'authenticator'
  | 'passkey'
  | 'hello'
  | 'oath'
  | 'email'
  | 'platform'
  | 'pass'
  | 'other';

export interface AuthenticationMethod {
  readonly id: string;
  readonly kind: MethodKind;
  /** A device's name, a number whose middle is hidden. */
  readonly label?: string;
  /** epoch ms */
  readonly addedAt?: number;
}

export interface ResetPolicy {
  /** Registered for, and allowed to use, Entra self-service password reset. */
  readonly selfService: boolean;
  /** The Temporary Access Pass policy includes this person. */
  readonly pass: boolean;
  readonly passMinutes?: number;
}

export interface TemporaryPass {
  readonly id: string;
  readonly pass: string;
  /** epoch ms */
  readonly expiresAt: number;
}

// Devices -------------------------------------------------------------------------------------------------------------

interface Devices {
  readDevices(signal: AbortSignal): Promise<readonly ManagedDevice[]>;
  syncDevice(id: string, signal: AbortSignal): Promise<void>;
  restartDevice(id: string, signal: AbortSignal): Promise<void>;
  lockDevice(id: string, signal: AbortSignal): Promise<void>;
  locateDevice(id: string, signal: AbortSignal): Promise<void>;
  /** Takes the organisation's data off; a personal device keeps everything else. There is no wipe. */
  retireDevice(id: string, signal: AbortSignal): Promise<void>;
  renameDevice(id: string, name: string, signal: AbortSignal): Promise<void>;
  /** Keys of one device, without their values. */
  readRecoveryKeys(deviceId: string, signal: AbortSignal): Promise<readonly RecoveryKey[]>;
  /** The value: shown once in the one-to-one chat, kept nowhere. Entra audits every such read. */
  readRecoveryKeyValue(keyId: string, signal: AbortSignal): Promise<string>;
}

export interface ManagedDevice {
  readonly id: string;
  readonly name: string;
  readonly system: string;
  readonly version?: string;
  readonly model?: string;
  readonly compliant?: boolean;
  readonly encrypted?: boolean;
  readonly ownedBy: 'organisation' | 'person' | 'unknown';
  /** bytes */
  readonly storageTotal?: number;
  readonly storageFree?: number;
  /** epoch ms */
  readonly lastSync?: number;
  /** The newest order given to it: what was asked, and what became of it. */
  readonly lastOrder?: { readonly name: string; readonly state: 'pending' | 'done' | 'failed'; readonly at: number };
}

export interface RecoveryKey {
  readonly id: string;
  readonly createdAt: number;
  readonly volume: 'system' | 'data' | 'removable' | 'unknown';
}

// Licences, groups ----------------------------------------------------------------------------------------------------

interface Access {
  readLicences(signal: AbortSignal): Promise<readonly Licence[]>;
  /** What the organisation owns, and how many are free. */
  readAvailableLicences(signal: AbortSignal): Promise<readonly (Licence & { readonly free: number })[]>;
  assignLicence(skuId: string, signal: AbortSignal): Promise<void>;
  releaseLicence(skuId: string, signal: AbortSignal): Promise<void>;
  readGroups(signal: AbortSignal): Promise<readonly Group[]>;
  /** Groups that have an owner and may be asked for: no role group, no dynamic membership, no on-premises one. */
  findGroups(name: string, signal: AbortSignal): Promise<readonly Group[]>;
  readGroupOwners(groupId: string, signal: AbortSignal): Promise<readonly Approver[]>;
  joinGroup(groupId: string, signal: AbortSignal): Promise<void>;
  leaveGroup(groupId: string, signal: AbortSignal): Promise<void>;
}

export interface Licence {
  readonly skuId: string;
  readonly name: string;
  /** Through a group: it comes and goes with the group alone. */
  readonly throughGroup?: boolean;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Whether it may be left and joined one by one. */
  readonly assignable: boolean;
}

// Mail and files ------------------------------------------------------------------------------------------------------

interface Mailbox {
  readMailbox(signal: AbortSignal): Promise<MailboxUse>;
  readDrive(signal: AbortSignal): Promise<DriveUse>;
  readAutomaticReplies(signal: AbortSignal): Promise<AutomaticReplies>;
  setAutomaticReplies(replies: AutomaticReplies, signal: AbortSignal): Promise<void>;
  /** Who may see the person's calendar: all that Graph v1.0 tells of delegates. */
  readDelegates(signal: AbortSignal): Promise<readonly Delegate[]>;
  /** As the employee: subjects and senders of the newest messages, to choose one from. */
  listMessages(limit: number, signal: AbortSignal): Promise<readonly MessageSummary[]>;
  /** As the employee: one message as it travelled (RFC 5322), the one they chose. */
  readMessage(id: string, signal: AbortSignal): Promise<string>;
  /** As the employee: submits the message for analysis; the id of the assessment. */
  submitMessage(id: string, signal: AbortSignal): Promise<string>;
}

export interface MailboxUse {
  /** Biggest first. */
  readonly folders: readonly { readonly name: string; readonly items: number; readonly bytes: number }[];
  readonly bytes: number;
  readonly quota?: number;
}

export interface DriveUse {
  readonly used: number;
  readonly total: number;
  readonly deleted: number;
}

export interface AutomaticReplies {
  readonly status: 'off' | 'on' | 'scheduled';
  readonly internal: string;
  readonly external: string;
  /** epoch ms; scheduled only. */
  readonly from?: number;
  readonly until?: number;
}

export interface Delegate {
  readonly name: string;
  readonly right: string;
}

export interface MessageSummary {
  readonly id: string;
  readonly subject: string;
  readonly sender: string;
  readonly at: number;
}

import type {
  AccountState,
  Approver,
  AuthenticationMethod,
  AutomaticReplies,
  DirectoryRole,
  DriveUse,
  Group,
  Licence,
  MailboxUse,
  ManagedDevice,
  MessageSummary,
  PersonalTenant,
  RecoveryKey,
  ResetPolicy,
  SignInAttempt,
  Tenant,
} from '../../adapters/directory/actions-port.ts';
import { SupportError } from '../../adapters/support-error.ts';

/** Somebody of a tenant that lives in memory; everything may be set by a test. */
export interface MemoryPerson {
  account: AccountState;
  roles: DirectoryRole[];
  signIns: SignInAttempt[];
  manager: Approver | undefined;
  methods: AuthenticationMethod[];
  policy: ResetPolicy;
  devices: ManagedDevice[];
  keys: Map<string, RecoveryKey[]>;
  licences: Licence[];
  groups: Group[];
  replies: AutomaticReplies;
  mailbox: MailboxUse;
  drive: DriveUse;
  messages: (MessageSummary & { source: string })[];
  mails: { subject: string; text: string }[];
}

export interface MemoryTenant extends Tenant {
  person(id: string): MemoryPerson;
  /** Every call, in order: who it was bound to, what it was, what it named. */
  readonly calls: { readonly personId: string; readonly call: string; readonly about: readonly unknown[] }[];
  /** What the next calls of that name do instead, so many times. */
  fail(call: string, error: SupportError, times?: number): void;
  readonly requestable: Group[];
  readonly owners: Map<string, Approver[]>;
  readonly sold: (Licence & { free: number })[];
  /** Every pass and key that was given out: they must be nowhere else. */
  readonly secrets: string[];
}

export function createMemoryTenant(now: () => number = Date.now): MemoryTenant {
  const people = new Map<string, MemoryPerson>();
  const failures = new Map<string, { error: SupportError; times: number }>();
  const calls: MemoryTenant['calls'] = [];
  const requestable: Group[] = [];
  const owners = new Map<string, Approver[]>();
  const sold: MemoryTenant['sold'] = [];
  const secrets: string[] = [];
  let counter = 0;
  const person = (id: string): MemoryPerson => {
    const known = people.get(id) ?? newPerson(id, now);
    people.set(id, known);
    return known;
  };
  const notYours = () => new SupportError('not_yours', 'this is not yours');
  return {
    calls,
    person,
    requestable,
    owners,
    sold,
    secrets,
    fail: (call, error, times = 1) => failures.set(call, { error, times }),
    as(personId) {
      const own = person(personId);
      const device = (id: string) => {
        const found = own.devices.find((each) => each.id === id);
        if (!found) throw notYours();
        return found;
      };
      const order = (id: string, name: string) => {
        const found = device(id);
        own.devices = own.devices.map((each) =>
          each === found ? { ...each, lastOrder: { name, state: 'pending' as const, at: now() } } : each,
        );
      };
      const methods: Omit<PersonalTenant, 'personId'> = {
        notify: async (notice) => void own.mails.push(notice),
        readAccount: async () => own.account,
        readRoles: async () => own.roles,
        readSignIns: async (limit) => own.signIns.slice(0, limit),
        readManager: async () => own.manager,
        revokeSessions: async () => {
          own.account = { ...own.account, sessionsValidFrom: now() };
        },
        requirePasswordChange: async () => {},
        confirmCompromised: async () => true,
        readMethods: async () => own.methods,
        readResetPolicy: async () => own.policy,
        removeMethod: async (id) => {
          if (!own.methods.some((each) => each.id === id)) throw notYours();
          own.methods = own.methods.filter((each) => each.id !== id);
        },
        createPass: async ({ minutes }) => {
          counter += 1;
          const pass = `Tap-${personId.slice(0, 4)}!${counter}${Math.floor(Math.random() * 1e9)}`;
          secrets.push(pass);
          own.methods = [...own.methods, { id: `pass-${counter}`, kind: 'pass' }];
          return { id: `pass-${counter}`, pass, expiresAt: now() + minutes * 60_000 };
        },
        deletePasses: async () => {
          own.methods = own.methods.filter(({ kind }) => kind !== 'pass');
        },
        readDevices: async () => own.devices,
        syncDevice: async (id) => order(id, 'syncDevice'),
        restartDevice: async (id) => order(id, 'rebootNow'),
        lockDevice: async (id) => order(id, 'remoteLock'),
        locateDevice: async (id) => order(id, 'locateDevice'),
        retireDevice: async (id) => order(id, 'retire'),
        renameDevice: async (id, name) => {
          const found = device(id);
          own.devices = own.devices.map((each) => (each === found ? { ...each, name } : each));
        },
        readRecoveryKeys: async (deviceId) => {
          device(deviceId);
          return own.keys.get(deviceId) ?? [];
        },
        readRecoveryKeyValue: async (keyId) => {
          if (![...own.keys.values()].flat().some(({ id }) => id === keyId)) throw notYours();
          const key = Array.from({ length: 8 }, () => String(100_000 + Math.floor(Math.random() * 899_999))).join('-');
          secrets.push(key);
          return key;
        },
        readLicences: async () => own.licences,
        readAvailableLicences: async () => sold,
        assignLicence: async (skuId) => {
          const licence = sold.find((each) => each.skuId === skuId);
          if (licence) own.licences = [...own.licences, { skuId, name: licence.name }];
        },
        releaseLicence: async (skuId) => {
          own.licences = own.licences.filter((each) => each.skuId !== skuId);
        },
        readGroups: async () => own.groups,
        findGroups: async (name) => requestable.filter((each) => each.name.toLowerCase().includes(name.toLowerCase())),
        readGroupOwners: async (groupId) => owners.get(groupId) ?? [],
        joinGroup: async (groupId) => {
          const group = requestable.find(({ id }) => id === groupId);
          if (group) own.groups = [...own.groups, group];
        },
        leaveGroup: async (groupId) => {
          own.groups = own.groups.filter(({ id }) => id !== groupId);
        },
        readMailbox: async () => own.mailbox,
        readDrive: async () => own.drive,
        readAutomaticReplies: async () => own.replies,
        setAutomaticReplies: async (replies) => {
          own.replies = replies;
        },
        readDelegates: async () => [],
        listMessages: async () => own.messages,
        readMessage: async (id) => {
          const found = own.messages.find((each) => each.id === id);
          if (!found) throw notYours();
          return found.source;
        },
        submitMessage: async () => 'assessment-1',
      };
      const watched = Object.entries(methods).map(([call, method]) => [
        call,
        async (...about: unknown[]) => {
          calls.push({ personId, call, about: about.filter((each) => !(each instanceof AbortSignal)) });
          const failure = failures.get(call);
          if (failure && failure.times > 0) {
            failure.times -= 1;
            throw failure.error;
          }
          return (method as (...given: unknown[]) => Promise<unknown>)(...about);
        },
      ]);
      return { personId, ...Object.fromEntries(watched) } as PersonalTenant;
    },
  };
}

function newPerson(id: string, now: () => number): MemoryPerson {
  const day = 24 * 3600_000;
  return {
    account: { enabled: true, displayName: id, userPrincipalName: `${id}@saint-aubin.example` },
    roles: [],
    signIns: [],
    manager: undefined,
    methods: [
      { id: 'password', kind: 'password' },
      { id: 'phone-1', kind: 'phone', label: '+33 •• •• •• 42', addedAt: now() - 400 * day },
      { id: 'app-1', kind: 'authenticator', label: 'iPhone 12', addedAt: now() - 200 * day },
    ],
    policy: { selfService: false, pass: true, passMinutes: 60 },
    devices: [
      {
        id: `device-${id}`,
        name: 'LT-0231',
        system: 'Windows',
        version: '11 24H2',
        model: 'ThinkPad T14 Gen 5',
        compliant: true,
        encrypted: true,
        ownedBy: 'organisation',
        storageTotal: 512e9,
        storageFree: 180e9,
        lastSync: now() - 12 * 60_000,
      },
      {
        id: `phone-${id}`,
        name: 'PH-0231',
        system: 'iOS',
        version: '18.6',
        ownedBy: 'person',
        compliant: true,
        encrypted: true,
        lastSync: now() - 3600_000,
      },
    ],
    keys: new Map([[`device-${id}`, [{ id: `key-${id}`, createdAt: now() - 100 * day, volume: 'system' as const }]]]),
    licences: [{ skuId: 'e3', name: 'Microsoft 365 E3', throughGroup: true }],
    groups: [{ id: 'agents', name: 'Agents', assignable: false }],
    replies: { status: 'off', internal: '', external: '' },
    mailbox: {
      folders: [
        { name: 'Boîte de réception', items: 18_000, bytes: 31e9 },
        { name: 'Éléments envoyés', items: 9_000, bytes: 14e9 },
      ],
      bytes: 45e9,
      quota: 50e9,
    },
    drive: { used: 820e9, total: 1_000e9, deleted: 40e9 },
    messages: [],
    mails: [],
  };
}

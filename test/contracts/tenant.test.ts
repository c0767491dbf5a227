import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonalTenant, Tenant } from '../../adapters/directory/actions-port.ts';
import { graphPermissions, graphScopes } from '../../adapters/directory/graph/permissions.ts';
import { createGraphTenant } from '../../adapters/directory/graph/tenant.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';

const person = (number: number) => `7f3b5c1e-0000-4000-8000-000000000${number}`;
const odile = person(101);
const priya = person(102);
const minute = 60_000;
const day = 24 * 60 * minute;

let sandbox: Sandbox;
let tenant: Tenant;
let mine: PersonalTenant;
const signal = () => AbortSignal.timeout(10_000);

const open = (fetchTimeoutMs = 5_000) =>
  createGraphTenant({
    baseUrl: sandbox.baseUrl,
    token: async () => sandbox.token,
    fetchTimeoutMs,
    noticesFrom: sandbox.noticesFrom,
  });
const signedIn = (id: string, scopes: readonly string[] = graphScopes) =>
  tenant.as(id, { token: sandbox.access.issueForPerson(id, scopes) });

beforeAll(async () => {
  sandbox = await openSandbox();
  tenant = open();
});
beforeEach(() => {
  mine = signedIn(odile);
});
afterEach(() => {
  sandbox.behave({});
  sandbox.access.restore();
});
afterAll(() => sandbox.close());

describe('the account', () => {
  it('says when its password was changed, and when it expires', async () => {
    const state = await mine.readAccount(signal());
    expect(state).toMatchObject({ enabled: true, displayName: 'Odile Marchand' });
    expect(state.passwordExpiresAt! - state.passwordChangedAt!).toBe(180 * day);
    expect((await tenant.as(person(109)).readAccount(signal())).passwordExpiresAt).toBeLessThan(Date.now());
    expect((await tenant.as(person(124)).readAccount(signal())).enabled).toBe(false);
  });

  it('has no expiry where the account says never', async () => {
    sandbox.tenant.users.get(person(126))!.passwordPolicies = 'DisablePasswordExpiration, DisableStrongPassword';
    expect(await tenant.as(person(126)).readAccount(signal())).not.toHaveProperty('passwordExpiresAt');
  });

  it('has roles, of its own and through a group (R28)', async () => {
    expect(await mine.readRoles(signal())).toEqual([]);
    const roles = await tenant.as(person(138)).readRoles(signal());
    expect(roles.map(({ name }) => name).sort()).toEqual(['Global Administrator', 'User Administrator']);
  });

  it.each([
    [108, 50053, []],
    [109, 50055, []],
    [111, 53000, ['Appareil conforme exigé']],
    [115, 500121, []],
    [117, 53003, ['Blocage hors de France']],
    [124, 50057, []],
    [151, 50126, []],
  ])('of %i cannot sign in: %i', async (number, errorCode, blockedBy) => {
    const [newest, second] = await tenant.as(person(number)).readSignIns(2, signal());
    expect(newest).toMatchObject({ errorCode, blockedBy, application: 'Microsoft Teams' });
    expect(newest!.failureReason).toBeTruthy();
    expect(newest!.at).toBeGreaterThan(second!.at);
  });

  it('signed in well lately, from a place', async () => {
    const [newest] = await mine.readSignIns(1, signal());
    expect(newest).toMatchObject({ errorCode: 0, place: 'Saint-Aubin-sur-Loire, FR' });
    expect(newest).not.toHaveProperty('failureReason');
  });

  it('has a manager, or none', async () => {
    expect(await mine.readManager(signal())).toEqual({ id: person(127), displayName: 'Véronique Masson' });
    expect(await tenant.as(person(107)).readManager(signal())).toBeUndefined();
  });

  it('loses its sessions', async () => {
    const before = Date.now();
    await mine.revokeSessions(signal());
    expect((await mine.readAccount(signal())).sessionsValidFrom).toBeGreaterThanOrEqual(before - 1);
  });

  it('is told to be compromised, where there is a licence for it', async () => {
    expect(await mine.confirmCompromised(signal())).toBe(true);
    expect(sandbox.tenant.riskyUsers.get(odile)).toMatchObject({ riskState: 'confirmedCompromised' });
    const premium = sandbox.tenant.skus.splice(1, 1);
    expect(await mine.confirmCompromised(signal())).toBe(false);
    sandbox.tenant.skus.splice(1, 0, ...premium);
  });

  it('asks for a new password only with a permission that is off by default (R29)', async () => {
    await expect(mine.requirePasswordChange(signal())).rejects.toMatchObject({ code: 'permission_missing' });
    const token = sandbox.access.issueForApplication([...graphPermissions, 'User-PasswordProfile.ReadWrite.All']);
    const allowed = {
      baseUrl: sandbox.baseUrl,
      token: async () => token,
      fetchTimeoutMs: 5000,
      noticesFrom: undefined,
    };
    await createGraphTenant(allowed).as(odile).requirePasswordChange(signal());
    expect(sandbox.tenant.users.get(odile)).toMatchObject({ passwordProfile: { forceChangePasswordNextSignIn: true } });
    await expect(createGraphTenant(allowed).as(person(138)).requirePasswordChange(signal())).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });
});

describe('sign-in methods', () => {
  it('are listed by kind, numbers and addresses half hidden', async () => {
    sandbox.tenant.methods.get(odile)!.push(
      { '@odata.type': '#microsoft.graph.phoneAuthenticationMethod', id: 'p', phoneNumber: '+33 639981234' },
      {
        '@odata.type': '#microsoft.graph.emailAuthenticationMethod',
        id: 'e',
        emailAddress: 'odile@courriel.example',
      },
      { '@odata.type': '#microsoft.graph.somethingNewAuthenticationMethod', id: 'n' },
    );
    const methods = await mine.readMethods(signal());
    expect(methods.find(({ kind }) => kind === 'password')).toBeDefined();
    expect(methods.find(({ kind }) => kind === 'authenticator')?.addedAt).toBeLessThan(Date.now());
    expect(methods.find(({ id }) => id === 'p')?.label).toBe('+33 6 … 34');
    expect(methods.find(({ id }) => id === 'e')?.label).toBe('od…@courriel.example');
    expect(methods.find(({ id }) => id === 'n')?.kind).toBe('other');
    await mine.removeMethod('e', signal());
    expect((await mine.readMethods(signal())).map(({ id }) => id)).not.toContain('e');
  });

  it('of somebody else, a password and an unknown kind are not removed', async () => {
    const others = sandbox.tenant.methods.get(priya)!.filter(({ id }) => id !== '28c10230-6103-485e-b985-444c60001490');
    for (const id of [String(others[0]!.id), 'n', '28c10230-6103-485e-b985-444c60001490', '..']) {
      await expect(mine.removeMethod(id, signal())).rejects.toMatchObject({ code: 'not_yours' });
    }
  });

  it('include a pass, seen once, where the policy allows it', async () => {
    expect(await mine.readResetPolicy(signal())).toMatchObject({ pass: true, passMinutes: 60 });
    expect(await tenant.as(person(138)).readResetPolicy(signal())).toMatchObject({ pass: false });
    const pass = await mine.createPass({ minutes: 60 }, signal());
    expect(pass.pass.length).toBeGreaterThanOrEqual(8);
    expect(Math.abs(pass.expiresAt - Date.now() - 60 * minute)).toBeLessThan(minute);
    expect(JSON.stringify(await mine.readMethods(signal()))).not.toContain(pass.pass);
    await expect(mine.createPass({ minutes: 60 }, signal())).rejects.toMatchObject({ status: 400 });
    await mine.deletePasses(signal());
    expect((await mine.readMethods(signal())).some(({ kind }) => kind === 'pass')).toBe(false);
    sandbox.tenant.methodPolicies.get('temporaryaccesspass')!.state = 'disabled';
    expect(await mine.readResetPolicy(signal())).toMatchObject({ pass: false });
    sandbox.tenant.methodPolicies.get('temporaryaccesspass')!.state = 'enabled';
  });

  it('two of them open self-service reset', async () => {
    const able = await Promise.all([...sandbox.people.keys()].map((id) => tenant.as(id).readResetPolicy(signal())));
    expect(new Set(able.map(({ selfService }) => selfService))).toEqual(new Set([true, false]));
  });
});

describe('devices', () => {
  const first = async () => (await mine.readDevices(signal()))[0]!;

  it('are described in the words that people use', async () => {
    const devices = await signedIn(priya).readDevices(signal());
    expect(devices[0]).toMatchObject({
      name: 'LT-0231',
      system: 'Windows 11',
      version: '24H2',
      compliant: true,
      encrypted: true,
      ownedBy: 'organisation',
    });
    expect(devices[0]!.storageFree).toBeLessThan(devices[0]!.storageTotal!);
    const phones = await tenant.as(person(152)).readDevices(signal());
    expect(phones.find(({ name }) => name === 'PP-0152')?.ownedBy).toBe('person');
  });

  it('take orders, and say what became of them', async () => {
    const { id } = await first();
    await mine.syncDevice(id, signal());
    expect(await first()).toMatchObject({ lastOrder: { name: 'syncDevice', state: 'done' } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await mine.lockDevice(id, signal());
    expect(await first()).toMatchObject({ lastOrder: { name: 'remoteLock', state: 'pending' } });
    for (const order of [mine.restartDevice, mine.locateDevice, mine.retireDevice]) await order(id, signal());
    expect(sandbox.tenant.managedDevices.get(id)).toMatchObject({ managementState: 'retirePending' });
    await mine.renameDevice(id, 'Poste de Odile', signal());
    expect((await first()).name).toBe('Poste de Odile');
  });

  it('of somebody else take none, and nothing is sent about them (R27)', async () => {
    const [theirs] = await signedIn(priya).readDevices(signal());
    const before = sandbox.requests.length;
    const { syncDevice, restartDevice, lockDevice, locateDevice, retireDevice } = mine;
    for (const order of [syncDevice, restartDevice, lockDevice, locateDevice, retireDevice]) {
      await expect(order(theirs!.id, signal())).rejects.toMatchObject({ code: 'not_yours' });
    }
    await expect(mine.renameDevice(theirs!.id, 'x', signal())).rejects.toMatchObject({ code: 'not_yours' });
    await expect(mine.readRecoveryKeys(theirs!.id, signal())).rejects.toMatchObject({ code: 'not_yours' });
    expect(sandbox.requests.slice(before).filter((line) => line.includes(theirs!.id))).toEqual([]);
  });

  it('have a recovery key, given to their owner alone, as the owner', async () => {
    const { id } = await first();
    const [key] = await mine.readRecoveryKeys(id, signal());
    expect(key).toMatchObject({ volume: 'system' });
    expect(await mine.readRecoveryKeyValue(key!.id, signal())).toMatch(/^(\d{6}-){7}\d{6}$/);
    await expect(signedIn(priya).readRecoveryKeyValue(key!.id, signal())).rejects.toMatchObject({
      code: 'permission_missing',
    });
    await expect(tenant.as(odile).readRecoveryKeys(id, signal())).rejects.toMatchObject({ code: 'sign_in_required' });
  });
});

describe('licences', () => {
  const visio = () => String(sandbox.tenant.skus.find(({ skuPartNumber }) => skuPartNumber === 'VISIOCLIENT')!.skuId);

  it('are held through a group or directly, and named as people name them', async () => {
    const licences = await tenant.as(person(113)).readLicences(signal());
    expect(licences).toContainEqual({ skuId: visio(), name: 'Visio Plan 2' });
    expect(licences).toContainEqual(expect.objectContaining({ name: 'Microsoft 365 E3', throughGroup: true }));
  });

  it('are given while there are some, and released', async () => {
    const free = async () => (await mine.readAvailableLicences(signal())).find(({ skuId }) => skuId === visio())!.free;
    expect(await free()).toBe(1);
    await mine.assignLicence(visio(), signal());
    expect(await free()).toBe(0);
    await expect(signedIn(priya).assignLicence(visio(), signal())).rejects.toMatchObject({ status: 400 });
    await mine.releaseLicence(visio(), signal());
    expect(await free()).toBe(1);
    expect((await mine.readLicences(signal())).map(({ skuId }) => skuId)).not.toContain(visio());
  });
});

describe('groups', () => {
  it('that may be asked for are found by name: owned, and given one by one', async () => {
    const names = async (words: string) => (await mine.findGroups(words, signal())).map(({ name }) => name);
    expect(await names('coeur')).toEqual([]);
    expect(await names('projet')).toEqual(['Projet Cœur de ville']);
    expect(await names('administrateurs')).toEqual([]);
    expect(await names('imprimantes')).toEqual([]);
    expect(await names('sans propriétaire')).toEqual([]);
    expect(await names('ville tous')).toEqual([]);
    expect(await names('" OR "')).toEqual([]);
    expect(await names('  ')).toEqual([]);
  });

  it('are joined and left', async () => {
    const budget = person(205);
    expect(await mine.readGroupOwners(budget, signal())).toEqual([{ id: person(126), displayName: 'Julien Roche' }]);
    await mine.joinGroup(budget, signal());
    expect((await mine.readGroups(signal())).map(({ id }) => id)).toContain(budget);
    await expect(mine.joinGroup(budget, signal())).rejects.toMatchObject({ status: 400 });
    await mine.leaveGroup(budget, signal());
    expect(sandbox.tenant.members.get(budget)).not.toContain(odile);
    await expect(mine.leaveGroup(budget, signal())).rejects.toMatchObject({ code: 'not_yours' });
  });

  it('of roles, rules and other directories are neither', async () => {
    for (const number of [202, 210, 211]) {
      await expect(mine.joinGroup(person(number), signal())).rejects.toMatchObject({ code: 'not_assignable' });
    }
    await expect(mine.leaveGroup(person(202), signal())).rejects.toMatchObject({ code: 'not_assignable' });
  });

  it('half a batch is no answer', async () => {
    sandbox.behave({ status: 503, only: /owners/ });
    await expect(mine.findGroups('projet', signal())).rejects.toMatchObject({ code: 'directory_refused', status: 503 });
  });
});

describe('mail and files', () => {
  it('say what fills them, as the employee', async () => {
    const mailbox = await mine.readMailbox(signal());
    expect(mailbox.folders.map(({ bytes }) => bytes)).toEqual(
      mailbox.folders.map(({ bytes }) => bytes).toSorted((a, b) => b - a),
    );
    expect(mailbox.bytes).toBeGreaterThan(0);
    expect(mailbox.folders.map(({ name }) => name)).toContain('Éléments supprimés');
    const drive = await mine.readDrive(signal());
    expect(drive.used).toBeLessThan(drive.total);
    const { readMailbox, readDrive, readDelegates, listMessages } = tenant.as(odile);
    for (const read of [readMailbox, readDrive, readDelegates]) {
      await expect(read(signal())).rejects.toMatchObject({ code: 'sign_in_required' });
    }
    await expect(listMessages(1, signal())).rejects.toMatchObject({ code: 'sign_in_required' });
    expect((await mine.readDelegates(signal())).map(({ name, right }) => `${name}: ${right}`)).toContain(
      'Véronique Masson: read',
    );
  });

  it('set automatic replies, for a time, and off again', async () => {
    expect(await mine.readAutomaticReplies(signal())).toEqual({ status: 'off', internal: '', external: '' });
    const from = Date.UTC(2026, 11, 24, 17);
    const replies = {
      status: 'scheduled' as const,
      internal: 'Absente <jusqu’au 2> & après.\nÀ bientôt',
      external: 'Away',
      from,
      until: from + 9 * day,
    };
    await mine.setAutomaticReplies(replies, signal());
    expect(await mine.readAutomaticReplies(signal())).toEqual(replies);
    await mine.setAutomaticReplies({ status: 'off', internal: '', external: '' }, signal());
    expect(await mine.readAutomaticReplies(signal())).toMatchObject({ status: 'off' });
  });

  it('give the one message that was chosen, and submit it', async () => {
    const messages = await mine.listMessages(5, signal());
    expect(messages[0]).toMatchObject({ sender: 'Service informatique <support@micros0ft-securite.example>' });
    const mime = await mine.readMessage(messages[0]!.id, signal());
    expect(mime).toContain('Authentication-Results: mx.saint-aubin.example; spf=fail');
    const assessment = await mine.submitMessage(messages[0]!.id, signal());
    expect(sandbox.tenant.assessments.get(assessment)).toMatchObject({ status: 'pending', category: 'phishing' });
    const [theirs] = await signedIn(priya).listMessages(1, signal());
    await expect(mine.submitMessage(theirs!.id, signal())).rejects.toMatchObject({ code: 'not_yours' });
    await expect(mine.readMessage(theirs!.id, signal())).rejects.toMatchObject({ status: 404 });
  });

  it('carry a notice to the person alone, from the mailbox of the service (R28)', async () => {
    await mine.notify({ subject: 'Vos sessions', text: 'Vous avez été déconnectée partout.' }, signal());
    expect(sandbox.tenant.sent.at(-1)).toMatchObject({
      from: 'guichet.assistance@saint-aubin.example',
      message: { toRecipients: [{ emailAddress: { address: 'odile.marchand@saint-aubin.example' } }] },
    });
    const without = createGraphTenant({
      baseUrl: sandbox.baseUrl,
      token: async () => sandbox.token,
      fetchTimeoutMs: 5000,
      noticesFrom: undefined,
    });
    await expect(without.as(odile).notify({ subject: 's', text: 't' }, signal())).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });
});

describe('what is not allowed or not there', () => {
  it('a permission that was never given, or taken back', async () => {
    sandbox.access.withdraw('User.RevokeSessions.All');
    await expect(mine.revokeSessions(signal())).rejects.toMatchObject({ code: 'permission_missing', retryable: false });
    await expect(signedIn(odile, ['User.Read']).listMessages(1, signal())).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });

  it('a sign-in that is over', async () => {
    const stale = tenant.as(odile, { token: 'over' });
    await expect(stale.listMessages(1, signal())).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  it('a sign-in with another account, of which nothing is read (R27)', async () => {
    const before = sandbox.requests.length;
    const strange = tenant.as(odile, { token: sandbox.access.issueForPerson(priya, graphScopes) });
    for (const read of [strange.readDrive, strange.readMailbox]) {
      await expect(read(signal())).rejects.toMatchObject({ code: 'sign_in_of_another' });
    }
    await expect(strange.listMessages(1, signal())).rejects.toMatchObject({ code: 'sign_in_of_another' });
    expect(new Set(sandbox.requests.slice(before))).toEqual(new Set(['GET /v1.0/me?$select=id']));
  });

  it('Graph down, throttled, slow or cut: told apart, and no change is sent twice (R6, R7)', async () => {
    const changes: [string, () => Promise<unknown>][] = [
      ['revokeSignInSessions', () => mine.revokeSessions(signal())],
      ['temporaryAccessPassMethods', () => mine.createPass({ minutes: 60 }, signal())],
      ['sendMail', () => mine.notify({ subject: 's', text: 't' }, signal())],
      ['mailboxSettings', () => mine.setAutomaticReplies({ status: 'off', internal: '', external: '' }, signal())],
    ];
    for (const [path, change] of changes) {
      const only = new RegExp(`^(POST|PATCH) .*${path}$`);
      const sent = () => sandbox.requests.filter((line) => only.test(line)).length;
      for (const failure of [{ status: 503 }, { status: 429, retryAfter: 1 }, { status: 504 }, { hangUp: true }]) {
        const before = sent();
        sandbox.behave({ ...failure, only });
        await expect(change()).rejects.toMatchObject({ retryable: true });
        expect([path, sent() - before]).toEqual([path, 1]);
      }
    }
    sandbox.behave({ delay: 60_000 });
    await expect(open(50).as(odile).revokeSessions(signal())).rejects.toMatchObject({ code: 'directory_unreachable' });
  });

  it('cut after the work was done: looking tells whether it was (R6)', async () => {
    sandbox.behave({ hangUpAfter: true, only: /^POST/ });
    await expect(mine.joinGroup(person(204), signal())).rejects.toMatchObject({ code: 'directory_unreachable' });
    expect((await mine.readGroups(signal())).map(({ id }) => id)).toContain(person(204));
  });
});

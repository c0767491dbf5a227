import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGraphDirectory } from '../../adapters/directory/graph/index.ts';
import type { Directory } from '../../adapters/directory/port.ts';
import { directories } from '../../adapters/directory/registry.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';

const odile = '7f3b5c1e-0000-4000-8000-000000000101';
const priya = '7f3b5c1e-0000-4000-8000-000000000102';
const karim = '7f3b5c1e-0000-4000-8000-000000000103';
const team = '7f3b5c1e-0000-4000-8000-000000000201';
const nobody = '00000000-0000-4000-8000-000000000000';

let sandbox: Sandbox;
let directory: Directory;
const signal = () => new AbortController().signal;
const reading = (fetchTimeoutMs = 5_000) =>
  createGraphDirectory({ baseUrl: sandbox.baseUrl, token: async () => sandbox.token, fetchTimeoutMs });

beforeAll(async () => {
  sandbox = await openSandbox();
  directory = reading();
});
afterEach(() => {
  sandbox.behave({});
  sandbox.resolveIssues();
});
afterAll(() => sandbox.close());

/** Every read of the port, so that a failure is proved to be told alike by all. */
const reads: [string, (from: Directory, signal: AbortSignal) => Promise<unknown>][] = [
  ['findPerson', (from, signal) => from.findPerson(odile, signal)],
  ['findDevices', (from, signal) => from.findDevices(odile, signal)],
  ['findServiceIssues', (from, signal) => from.findServiceIssues(signal)],
  ['isTeamOwner', (from, signal) => from.isTeamOwner(team, karim, signal)],
  ['ping', (from, signal) => from.ping(signal)],
];

describe('a directory finds', () => {
  it('a person, with what Graph calls by other names', async () => {
    expect(await directory.findPerson(priya, signal())).toEqual({
      id: priya,
      displayName: 'Priya Nair',
      givenName: 'Priya',
      preferredLanguage: 'en',
      department: 'Research',
      officeLocation: 'Harbour Lab Lyon',
      jobTitle: 'Research Lead',
      mail: 'priya.nair@saint-aubin.example',
      accountEnabled: true,
    });
  });

  it('devices, with the names that people give to systems', async () => {
    const before = Date.now();
    const devices = await directory.findDevices(priya, signal());
    expect(
      devices.map(({ name, operatingSystem, osVersion, compliant }) => ({
        name,
        operatingSystem,
        osVersion,
        compliant,
      })),
    ).toEqual([
      { name: 'LT-0231', operatingSystem: 'Windows 11', osVersion: '24H2', compliant: true },
      { name: 'PH-0231', operatingSystem: 'iOS', osVersion: '18.6', compliant: true },
    ]);
    expect(devices[0]?.lastSync).toBeLessThan(before);
    expect(devices[0]?.lastSync).toBeGreaterThan(before - 24 * 3_600_000);
  });

  it('open incidents alone', async () => {
    expect(await directory.findServiceIssues(signal())).toEqual([]);
    const id = sandbox.openIssue({ service: 'Exchange Online', title: 'Some mailboxes cannot be opened' });
    const [issue, ...more] = await directory.findServiceIssues(signal());
    expect(issue).toMatchObject({ id, service: 'Exchange Online', title: 'Some mailboxes cannot be opened' });
    expect(issue?.since).toBeGreaterThan(0);
    expect(more).toEqual([]);
  });

  it('who owns a team', async () => {
    expect(await directory.isTeamOwner(team, karim.toUpperCase(), signal())).toBe(true);
    expect(await directory.isTeamOwner(team, odile, signal())).toBe(false);
  });

  it('nothing where there is nothing, and an account that is closed', async () => {
    expect(await directory.findPerson(nobody, signal())).toBeUndefined();
    expect(await directory.findDevices(nobody, signal())).toEqual([]);
    expect(await directory.isTeamOwner(nobody, karim, signal())).toBe(false);
    expect(await directory.findPerson('7f3b5c1e-0000-4000-8000-000000000124', signal())).toMatchObject({
      accountEnabled: false,
    });
  });

  it('nobody by a made-up id, which stays one segment of the path (R27)', async () => {
    for (const id of [
      `${nobody}/../${odile}`,
      `${odile}?x=1`,
      `${odile}/managedDevices`,
      `${odile}#x`,
      '%',
      '..',
      '',
    ]) {
      expect(await directory.findPerson(id, signal()), id).toBeUndefined();
      expect(await directory.findDevices(id, signal()), id).toEqual([]);
    }
  });

  it('what stands on further pages', async () => {
    sandbox.behave({ pageSize: 1 });
    const devices = await directory.findDevices(priya, signal());
    expect(devices.map(({ name }) => name)).toEqual(['LT-0231', 'PH-0231']);
    const last = decodeURIComponent(sandbox.requests.at(-1) ?? '');
    expect(last).toContain('$select=id,deviceName');
    expect(last).toContain('$skiptoken=1');
  });

  it('only the fields it uses', async () => {
    await directory.findPerson(odile, signal());
    expect(sandbox.requests.at(-1)).toBe(
      `GET /v1.0/users/${odile}?$select=id,displayName,givenName,preferredLanguage,department,officeLocation,jobTitle,mail,accountEnabled`,
    );
  });
});

describe.each(reads)('%s tells apart', (_name, read) => {
  it.each([
    { status: 400, retryable: false },
    { status: 401, retryable: false },
    { status: 403, retryable: false },
    { status: 429, retryable: true },
    { status: 500, retryable: true },
    { status: 503, retryable: true },
  ])('a refusal with $status', async ({ status, retryable }) => {
    sandbox.behave({ status, retryAfter: 60 });
    await expect(read(directory, signal())).rejects.toMatchObject({ code: 'directory_refused', status, retryable });
  });

  it('a connection that is cut', async () => {
    sandbox.behave({ hangUp: true });
    await expect(read(directory, signal())).rejects.toMatchObject({ code: 'directory_unreachable', retryable: true });
  });

  it('an answer that is not what Graph promises', async () => {
    sandbox.behave({ body: '{"value": [{"surprise": true}]}' });
    await expect(read(directory, signal())).rejects.toMatchObject({ code: 'directory_unreadable', retryable: false });
    sandbox.behave({ body: 'not JSON' });
    await expect(read(directory, signal())).rejects.toMatchObject({ code: 'directory_unreadable' });
  });

  it('no answer in time (R7)', async () => {
    sandbox.behave({ delay: 60_000 });
    await expect(read(reading(50), signal())).rejects.toMatchObject({
      code: 'directory_unreachable',
      message: expect.stringContaining('50 ms'),
    });
  });

  it('a caller who gives up, before or during the call (R7)', async () => {
    sandbox.behave({ delay: 60_000 });
    const gaveUp = { code: 'directory_unreachable', message: expect.stringContaining('gave up') };
    await expect(read(directory, AbortSignal.abort())).rejects.toMatchObject(gaveUp);
    const caller = new AbortController();
    const call = read(directory, caller.signal);
    caller.abort();
    await expect(call).rejects.toMatchObject(gaveUp);
  });
});

describe('a directory that is pressed', () => {
  it('tries once more when it may be soon, and returns at the deadline even while it waits', async () => {
    sandbox.behave({ status: 503, times: 1 });
    expect(await directory.findPerson(odile, signal())).toMatchObject({ id: odile });
    sandbox.behave({ status: 503, retryAfter: 1 });
    await expect(reading(50).findPerson(odile, signal())).rejects.toMatchObject({ code: 'directory_unreachable' });
  });

  it('does not wait as long as it is told to', async () => {
    const before = sandbox.requests.length;
    sandbox.behave({ status: 429, retryAfter: 30 });
    await expect(directory.findPerson(odile, signal())).rejects.toMatchObject({ status: 429 });
    expect(sandbox.requests.length).toBe(before + 1);
  });

  it('sends its token nowhere else: neither after a redirect nor to a strange next page (R24)', async () => {
    const seen: (string | undefined)[] = [];
    const stranger = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    await new Promise<void>((resolve) => void stranger.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/v1.0/next`;
    sandbox.behave({ body: JSON.stringify({ value: [], '@odata.nextLink': elsewhere }) });
    await expect(directory.findDevices(odile, signal())).rejects.toMatchObject({ code: 'directory_unreadable' });
    const redirecting = createServer((_request, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    });
    await new Promise<void>((resolve) => void redirecting.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
    const redirected = createGraphDirectory({ baseUrl, token: async () => 'secret', fetchTimeoutMs: 5_000 });
    await expect(redirected.findPerson(odile, signal())).rejects.toMatchObject({ code: 'directory_unreachable' });
    expect(seen).toEqual([]);
    for (const server of [stranger, redirecting]) server.close();
  });

  it('says why a token was not to be had', async () => {
    const refused = Object.assign(new Error('no'), { code: 'directory_refused' });
    const without = createGraphDirectory({
      baseUrl: sandbox.baseUrl,
      token: () => Promise.reject(refused),
      fetchTimeoutMs: 5_000,
    });
    await expect(without.findPerson(odile, signal())).rejects.toBe(refused);
  });
});

describe('the registry', () => {
  const folder = new URL('../../adapters/directory/', import.meta.url);

  it('has a line for each folder, and a folder for each line', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.keys(directories).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it('opens the sandbox tenant through the real client, and admits who writes', async () => {
    const opened = await directories.sandbox();
    expect(await opened.directory.findPerson(nobody, signal())).toBeUndefined();
    opened.admit?.({ id: nobody, displayName: 'Sam Taylor' });
    expect(await opened.directory.findPerson(nobody, signal())).toMatchObject({ displayName: 'Sam Taylor' });
    await opened.close();
  });
});

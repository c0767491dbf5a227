import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { graphPermissions, graphScopes } from '../../adapters/directory/graph/permissions.ts';
import { nameSystem } from '../../adapters/directory/graph/windows-release.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { operations } from '../../adapters/directory/sandbox/routes/index.ts';
import { currentPerson, otherPeople, playgroundConfiguration } from '../../bot/playground-people.ts';
import { answerProblems, isPublished } from '../support/graph-schema.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
interface PermissionRow {
  readonly path: string;
  readonly method: string;
  readonly mode: string;
  readonly applicationLeast: string | null;
  readonly applicationWithPublishedId: string | null;
  readonly delegatedLeast: string | null;
  readonly delegatedWithPublishedId: string | null;
  readonly acceptedByPermissionsFile?: { readonly application: string[]; readonly delegated: string[] };
}
const published = JSON.parse(read('test/fixtures/specs/graph-permissions-subset.json'));
const permissionRows: PermissionRow[] = published.rows;
const everything = [...Object.keys(published.permissions), 'Sites.ReadWrite.All'];

const person = (number: number) => `7f3b5c1e-0000-4000-8000-000000000${number}`;
const odile = person(101);
const team = person(201);
const newcomer = '99999999-9999-4999-8999-999999999999';

let sandbox: Sandbox;
let token: string;
let delegated: string;
interface Body {
  readonly value?: Record<string, unknown>[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly [name: string]: unknown;
}

const send = async (method: string, path: string, body?: unknown, bearer = token) => {
  const url = path.startsWith('http') ? path : `${sandbox.baseUrl}/v1.0${path}`;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : { text }) as Body };
};
const get = (path: string, bearer?: string) => send('GET', path, undefined, bearer);

beforeAll(async () => {
  sandbox = await openSandbox();
  token = sandbox.access.issueForApplication(everything);
  delegated = sandbox.access.issueForPerson(odile, everything);
  sandbox.admit({ id: newcomer, displayName: 'Sam Taylor' });
  sandbox.openIssue({ service: 'Microsoft Teams', title: 'Meetings cannot be joined' });
  await send('POST', '/identityProtection/riskyUsers/confirmCompromised', { userIds: [odile] });
  for (const kind of ['platformCredential']) {
    sandbox.tenant.methods.get(odile)?.push({
      '@odata.type': `#microsoft.graph.${kind}AuthenticationMethod`,
      id: `${kind}-1`,
      displayName: 'MacBook Air',
      createdDateTime: '2026-01-01T08:00:00Z',
    });
  }
});
afterEach(() => sandbox.behave({}));
afterAll(() => sandbox.close());

/** Something of that kind that there is, for each variable of a path. */
const library = () => [...sandbox.tenant.libraries.values()][0]!;
const examples: Readonly<Record<string, () => unknown>> = {
  'drive-id': () => library().drive.id,
  'driveItem-id': () => [...library().items.values()].find(({ file }) => file)?.id,
  'user-id': () => odile,
  'group-id': () => team,
  'directoryObject-id': () => person(103),
  'managedDevice-id': () => [...sandbox.tenant.managedDevices.keys()][0],
  'bitlockerRecoveryKey-id': () => [...sandbox.tenant.recoveryKeys.keys()][0],
  'message-id': () => sandbox.tenant.mailboxes.get(odile)?.messages[0]?.id,
  'authenticationMethod-id': () => sandbox.tenant.methods.get(odile)?.[0]?.id,
  'serviceHealth-id': () => 'Microsoft Teams',
  'serviceHealthIssue-id': () => 'EX100231',
  'riskyUser-id': () => odile,
  'signIn-id': () => sandbox.tenant.signIns[0]?.id,
  'userRegistrationDetails-id': () => odile,
  'authenticationMethodConfiguration-id': () => 'TemporaryAccessPass',
  'directoryRole-id': () => [...sandbox.tenant.roles.keys()][0],
  'threatAssessmentRequest-id': () => [...sandbox.tenant.assessments.keys()][0],
};

/** A method of each kind is somebody's. */
function ownerOf(variable: string): { user: string; id: unknown } | undefined {
  for (const [user, methods] of sandbox.tenant.methods) {
    const held = methods.find((each) => each['@odata.type'] === `#microsoft.graph.${variable.replace('-id', '')}`);
    if (held) return { user, id: held.id };
  }
  return undefined;
}

function urlOf(operation: string): string {
  const path = operation.split(' ')[1]!;
  const variables = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
  const owner = ownerOf(variables.at(-1) ?? '');
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    if (owner && name === 'user-id') return owner.user;
    return encodeURIComponent(String(owner && name === variables.at(-1) ? owner.id : examples[name]?.()));
  });
}

const reads = operations.filter((operation) => operation.startsWith('GET') && isPublished(operation));
/** Not in the part of the published description that is kept here. */
const unpublished = operations.filter((operation) => !isPublished(operation));

describe('the sandbox tenant answers as the published schema of Graph v1.0 says', () => {
  it('but for the paths that the kept part of the schema lacks', () => {
    expect(unpublished).toEqual([
      'GET /users/{user-id}/mailFolders',
      'GET /users/{user-id}/calendar/calendarPermissions',
      'GET /sites',
      'GET /sites/{site-id}',
      'GET /sites/{site-id}/drive',
      'GET /drives/{drive-id}/items/{driveItem-id}/permissions',
      'DELETE /drives/{drive-id}/items/{driveItem-id}/permissions/{permission-id}',
      'POST /drives/{drive-id}/items/{driveItem-id}/invite',
    ]);
  });

  it.each(
    reads.filter(
      (operation) => !/\$value|content$|threatAssessmentRequest-id|temporaryAccessPass\w+-id/.test(operation),
    ),
  )('%s', async (operation) => {
    const { status, body } = await get(urlOf(operation));
    expect([status, answerProblems(operation, status, body)]).toEqual([200, []]);
  });

  it('all fields of a user, of everybody', async () => {
    const select = Object.keys(sandbox.tenant.users.get(odile)!).join(',');
    const { body } = await get(`/users?$select=${select}`);
    expect(answerProblems('GET /users', 200, body)).toEqual([]);
    expect(body.value?.length).toBeGreaterThanOrEqual(60);
  });

  it('the same for the person who signed in', async () => {
    for (const path of ['/me', '/me/memberOf', '/me/manager', '/me/messages', '/me/drive', '/me/mailboxSettings']) {
      const { status, body } = await get(path, delegated);
      expect([path, status, answerProblems(`GET ${path}`, status, body)]).toEqual([path, 200, []]);
    }
  });

  it('and its check can fail', () => {
    expect(answerProblems('GET /users/{user-id}', 200, { id: odile, accountEnabled: 'yes' })).not.toEqual([]);
    expect(answerProblems('GET /users/{user-id}', 200, { id: odile, displayNaem: 'x' })).not.toEqual([]);
  });

  it.each([
    ['GET', 404, '/users/00000000-0000-4000-8000-000000000000'],
    ['GET', 404, '/nowhere'],
    ['GET', 404, `/users/${odile}/messages/none`],
    ['GET', 400, "/admin/serviceAnnouncement/issues?$filter=service like 'x'"],
    ['GET', 400, '/users?$format=xml'],
    ['POST', 405, `/users/${odile}`],
    ['PATCH', 400, `/users/${odile}`, { displayName: 'Somebody Else' }],
  ] as const)('a refusal: %s %i %s', async (method, status, url, body?: object) => {
    const refusal = await send(method, url, body);
    expect([refusal.status, answerProblems('GET /users', status, refusal.body)]).toEqual([status, []]);
  });

  it('401 to a guessed token', async () => {
    expect((await get(`/users/${odile}`, 'guessed')).status).toBe(401);
    expect((await get(`/users/${odile}`, `${token.slice(0, -4)}AAAA`)).status).toBe(401);
  });

  it('a refusal on demand, so many times, with its Retry-After', async () => {
    sandbox.behave({ status: 429, retryAfter: 7, times: 1 });
    const refused = await get(`/users/${odile}`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await get(`/users/${odile}`)).status).toBe(200);
  });

  it('only the fields of $select, and those that Graph gives without it', async () => {
    const { body } = await get(`/users/${odile}?$select=id,department`);
    expect(Object.keys(body).sort()).toEqual(['@odata.context', 'department', 'id']);
    expect((await get(`/users/${odile}`)).body).not.toHaveProperty('accountEnabled');
  });

  it('$filter, $orderby, $top, $count, $search and $expand', async () => {
    const names = async (query: string) => {
      const { body } = await get(`/users?$select=id,displayName&${query}`);
      return body.value?.map(({ displayName }) => displayName);
    };
    expect(await names("$filter=startswith(displayName,'od')")).toEqual(['Odile Marchand']);
    expect(await names("$filter=department eq 'Data' and not (jobTitle eq 'Data Engineer')")).toEqual(['Chloe Adams']);
    expect(await names('$filter=accountEnabled eq false&$orderby=displayName desc&$top=1')).toEqual(['Oliver Grant']);
    expect(await names('$search="displayName:maelle goff"')).toEqual(['Maëlle Le Goff']);
    const counted = await get('/users?$count=true&$top=2');
    expect(counted.body['@odata.count']).toBe(sandbox.people.size);
    const { body } = await get(`/users/${odile}?$select=id&$expand=manager($select=id)`);
    expect(body.manager).toMatchObject({ displayName: 'Véronique Masson' });
    const engineers = await get("/groups?$filter=groupTypes/any(c:c eq 'Unified')&$select=displayName");
    expect(engineers.body.value).toHaveLength(3);
  });

  it('a collection by pages, each once', async () => {
    sandbox.behave({ pageSize: 1 });
    const names: unknown[] = [];
    let url: string | undefined = '/admin/serviceAnnouncement/issues';
    while (url) {
      const { body }: { body: Body } = await get(url);
      names.push(...(body.value ?? []).map(({ id }) => id));
      url = body['@odata.nextLink'];
    }
    expect(names).toEqual(['EX100231', 'TM100418', 'SP100377', 'SB200001']);
  });

  it('a batch, each request on its own, half of it refused where that is wanted', async () => {
    const requests = [
      { id: '1', method: 'GET', url: `/users/${odile}` },
      { id: '2', method: 'GET', url: `/groups/${team}/owners` },
      { id: '3', method: 'GET', url: '/nowhere', dependsOn: ['1'] },
      { id: '4', method: 'GET', url: `/users/${odile}`, dependsOn: ['3'] },
    ];
    const whole = await send('POST', '/$batch', { requests });
    expect(answerProblems('POST /$batch', 200, whole.body)).toEqual([]);
    const statuses = (answer: Body) => (answer.responses as { status: number }[]).map(({ status }) => status);
    expect(statuses(whole.body)).toEqual([200, 200, 404, 424]);
    sandbox.behave({ status: 429, retryAfter: 3, only: /owners/ });
    expect(statuses((await send('POST', '/$batch', { requests: requests.slice(0, 2) })).body)).toEqual([200, 429]);
    expect((await send('POST', '/$batch', { requests: [] })).status).toBe(400);
  });

  it('what changed since a delta link', async () => {
    const first = await get('/groups/delta()?$select=id,displayName');
    expect(answerProblems('GET /groups/delta()', 200, first.body)).toEqual([]);
    const link = String(first.body['@odata.deltaLink']);
    expect((await get(link)).body.value).toEqual([]);
    sandbox.tenant.groups.get(team)!.displayName = 'Assistance';
    expect((await get(link)).body.value).toEqual([{ id: team, displayName: 'Assistance' }]);
    expect((await get('/groups/delta()?$deltatoken=99')).status).toBe(410);
  });
});

describe('a library of SharePoint', () => {
  it('gives what changed since a delta link, texts, and who may open what', async () => {
    const drive = library().drive.id;
    const first = await get(`/drives/${drive}/root/delta`);
    const folder = first.body.value?.find(({ name }) => name === 'Budget 2027');
    const note = first.body.value?.find(({ name }) => name === 'Préparation.txt');
    expect((await get(`/drives/${drive}/items/${note?.id}/content`)).body.text).toContain('15 janvier');
    library().items.get(String(note?.id))!.size = 1;
    const changed = await get(String(first.body['@odata.deltaLink']));
    expect(changed.body.value?.map(({ name }) => name)).toEqual(['Préparation.txt']);
    const path = `/drives/${drive}/items/${folder?.id}`;
    const roles = { roles: ['read'], recipients: [{ objectId: odile }], requireSignIn: true };
    const given = await send('POST', `${path}/invite`, roles);
    const listed = () => get(`${path}/permissions`);
    expect((await listed()).body.value).toHaveLength(2);
    await send('DELETE', `${path}/permissions/${given.body.value?.[0]?.id}`);
    expect((await listed()).body.value).toMatchObject([{ grantedToV2: { group: { displayName: 'Budget 2027' } } }]);
  });
});

describe('permissions', () => {
  it('each path takes what Microsoft says it takes, and nothing else', async () => {
    const rows = new Set(permissionRows.map(({ method, path }) => `${method} ${path}`));
    const bare = sandbox.access.issueForApplication([]);
    for (const operation of operations.filter((each) => rows.has(each))) {
      const [method = ''] = operation.split(' ');
      const { status, body } = await send(method, urlOf(operation), method === 'GET' ? undefined : {}, bare);
      expect([operation, status, answerProblems(operation, status, body)]).toEqual([operation, 403, []]);
    }
  });

  it('are those of the published list', () => {
    const accepted: Record<string, { application: string[]; delegated: string[] }> = JSON.parse(
      read('adapters/directory/sandbox/permissions.json'),
    );
    for (const row of permissionRows) {
      const held = accepted[`${row.method} ${row.path}`];
      if (!held) continue;
      const listed = row.acceptedByPermissionsFile;
      const application = [...(listed?.application ?? []), row.applicationLeast, row.applicationWithPublishedId];
      const delegated = [...(listed?.delegated ?? []), row.delegatedLeast, row.delegatedWithPublishedId];
      expect(application, row.path).toEqual(expect.arrayContaining(held.application));
      expect(delegated, row.path).toEqual(expect.arrayContaining(held.delegated));
      if (row.mode === 'delegated-only') expect([row.path, held.application]).toEqual([row.path, []]);
    }
  });

  it('that Guichet asks for have published ids, and each is accepted by something that is served', () => {
    const accepted: Record<string, { application: string[]; delegated: string[] }> = JSON.parse(
      read('adapters/directory/sandbox/permissions.json'),
    );
    const served = (kind: 'application' | 'delegated') => Object.values(accepted).flatMap((each) => each[kind]);
    for (const [kind, names] of [
      ['application', graphPermissions],
      ['delegated', graphScopes],
    ] as const) {
      // The kept list lacks the one, which only a path outside it needs, and the id of the other.
      const unlisted = ['Calendars.Read', 'LicenseAssignment.Read.All'];
      for (const name of names.filter((each) => !unlisted.includes(each))) {
        expect([name, published.permissions[name]?.[kind]?.id]).toEqual([
          name,
          expect.stringMatching(/^[\da-f-]{36}$/i),
        ]);
        expect(served(kind), name).toContain(name);
      }
    }
  });

  it('one is enough, and one that was taken back is none', async () => {
    const limited = sandbox.access.issueForApplication(['AuditLog.Read.All']);
    expect((await get('/auditLogs/signIns', limited)).status).toBe(200);
    expect((await get(`/users/${odile}`, limited)).status).toBe(403);
    sandbox.access.withdraw('AuditLog.Read.All');
    expect((await get('/auditLogs/signIns', limited)).status).toBe(403);
    sandbox.access.restore();
    expect((await get('/auditLogs/signIns', limited)).status).toBe(200);
  });

  it("a person's token reaches that person, whatever it asks for", async () => {
    expect((await get(`/users/${odile}/messages`, delegated)).status).toBe(200);
    expect((await get(`/users/${person(102)}/messages`, delegated)).status).toBe(403);
    expect((await get('/me', token)).status).toBe(404);
    const key = [...sandbox.tenant.recoveryKeys.values()].find(({ $owner }) => $owner !== odile);
    const path = `/informationProtection/bitlocker/recoveryKeys/${key?.id}`;
    expect((await get(`${path}?$select=key`, delegated)).status).toBe(403);
    expect((await get(path)).body).not.toHaveProperty('key');
  });
});

describe('the people of the sandbox tenant', () => {
  it('are about sixty, in both languages, on the sites of the organisation', () => {
    const people = [...sandbox.people.values()];
    expect(people.length).toBeGreaterThanOrEqual(60);
    expect(new Set(people.map(({ preferredLanguage }) => preferredLanguage))).toEqual(
      new Set(['fr-FR', 'en-GB', null]),
    );
    const sites = parse(read('knowledge/organisation.yaml')).sites.map(({ name }: { name: string }) => name);
    for (const { displayName, officeLocation } of people) expect(sites, String(displayName)).toContain(officeLocation);
  });

  it('have names, addresses and computers of their own', () => {
    const people = [...sandbox.people.values()];
    for (const values of [
      people.map(({ displayName }) => displayName),
      people.map(({ userPrincipalName }) => userPrincipalName),
      [...sandbox.tenant.managedDevices.keys()],
    ])
      expect(new Set(values).size).toBe(values.length);
    for (const { userPrincipalName } of people) expect(userPrincipalName).toMatch(/^[a-z0-9.-]+@saint-aubin\.example$/);
  });

  it('are those who play in the Playground, by the same ids', () => {
    for (const { aadObjectId, givenName, surname } of [currentPerson, ...otherPeople])
      expect(sandbox.people.get(aadObjectId)).toMatchObject({ givenName, surname });
    expect(playgroundConfiguration().team.aadGroupId).toBe(team);
  });

  it('grow by whoever writes, who gets the same place each time, and keep who they are', async () => {
    const again = await openSandbox();
    again.admit({ id: newcomer.toUpperCase(), displayName: 'Sam Taylor' });
    again.admit({ id: odile, displayName: 'Somebody Else' });
    const { officeLocation, userPrincipalName } = sandbox.people.get(newcomer)!;
    expect(again.people.get(newcomer)).toMatchObject({ officeLocation, userPrincipalName });
    const devices = [...again.tenant.managedDevices.values()].filter(({ userId }) => userId === newcomer);
    expect(devices).toHaveLength(1);
    expect(again.people.get(odile)?.displayName).toBe('Odile Marchand');
    await again.close();
  });
});

describe('the name of a system', () => {
  it.each([
    ['Windows', '10.0.26100.2314', 'Windows 11', '24H2'],
    ['Windows', '10.0.22631.5624', 'Windows 11', '23H2'],
    ['Windows', '10.0.19045.1', 'Windows 10', '22H2'],
    ['Windows', '10.0.17763.1', 'Windows', '10.0.17763.1'],
    ['macOS', '15.6.1 (24G90)', 'macOS', '15.6.1 (24G90)'],
  ])('%s %s is %s %s', (system, version, name, release) => {
    expect(nameSystem(system, version)).toEqual({ system: name, version: release });
  });

  it('does without a version', () => {
    expect(nameSystem('Android', undefined)).toEqual({ system: 'Android' });
  });
});

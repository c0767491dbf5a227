import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { nameSystem } from '../../adapters/directory/graph/windows-release.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { currentPerson, otherPeople, playgroundConfiguration } from '../../bot/playground-people.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
// Microsoft's metadata of Graph v1.0 as OpenAPI (microsoftgraph/msgraph-metadata), a part of it.
const openApi = JSON.parse(read('test/fixtures/specs/graph-v1.0-subset.openapi.json'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openApi, 'graph');

const odile = '7f3b5c1e-0000-4000-8000-000000000101';
const team = '7f3b5c1e-0000-4000-8000-000000000201';
const newcomer = '99999999-9999-4999-8999-999999999999';

let sandbox: Sandbox;
/** The parts of Graph's answers that are looked at here. */
interface Body {
  readonly value?: { id: string }[];
  readonly '@odata.nextLink'?: string;
}
const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { authorization: `Bearer ${sandbox.token}`, ...init.headers };
  const response = await fetch(`${sandbox.baseUrl}/v1.0${path}`, { ...init, headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
};

beforeAll(async () => {
  sandbox = await openSandbox();
  sandbox.admit({ id: newcomer, displayName: 'Sam Taylor' });
  sandbox.openIssue({ service: 'Microsoft Teams', title: 'Meetings cannot be joined' });
});
afterAll(() => sandbox.close());

const pointer = (...steps: string[]) =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
const answerSchema = (path: string) => ({
  $ref: `graph#${pointer('paths', path, 'get', 'responses', '200', 'content', 'application/json', 'schema')}`,
});

/** Names of all the properties that a schema of Graph declares, its base types included. */
function declared(name: string): string[] {
  const schema = openApi.components.schemas[name];
  const parts = schema.allOf ?? [schema];
  return parts.flatMap((part: { $ref?: string; properties?: object }) =>
    part.$ref ? declared(part.$ref.split('/').at(-1) ?? '') : Object.keys(part.properties ?? {}),
  );
}

describe('the sandbox tenant answers as the published schema of Graph v1.0 says', () => {
  it.each([
    ['/users/{user-id}', `/users/${odile}`, 'microsoft.graph.user'],
    ['/users/{user-id}', `/users/${newcomer}`, 'microsoft.graph.user'],
    ['/users/{user-id}/managedDevices', `/users/${odile}/managedDevices`, 'microsoft.graph.managedDevice'],
    ['/users/{user-id}/managedDevices', `/users/${newcomer}/managedDevices`, 'microsoft.graph.managedDevice'],
    ['/admin/serviceAnnouncement/issues', '/admin/serviceAnnouncement/issues', 'microsoft.graph.serviceHealthIssue'],
    ['/groups/{group-id}/owners', `/groups/${team}/owners`, 'microsoft.graph.user'],
    ['/organization', '/organization', 'microsoft.graph.organization'],
  ])('%s: %s', async (path, url, type) => {
    const { status, body } = await ask(url);
    expect(status).toBe(200);
    const valid = ajv.compile(answerSchema(path));
    expect(valid(body), JSON.stringify(valid.errors)).toBe(true);
    // Graph's entities are open, so a name that is spelt wrongly would pass the schema.
    const known = new Set(declared(type));
    const entities: object[] = body.value ?? [body];
    expect(entities.length).toBeGreaterThan(0);
    const unknown = entities.flatMap(Object.keys).filter((name) => !name.startsWith('@odata.') && !known.has(name));
    expect(unknown).toEqual([]);
    for (const entity of entities) {
      const validEntity = ajv.compile({ $ref: `graph#${pointer('components', 'schemas', type)}` });
      expect(validEntity(entity), JSON.stringify(validEntity.errors)).toBe(true);
    }
  });

  it('and its check can fail', () => {
    const valid = ajv.compile(answerSchema('/users/{user-id}'));
    expect(valid({ id: odile, accountEnabled: 'yes' })).toBe(false);
  });

  it.each([
    [404, '/users/00000000-0000-4000-8000-000000000000', {}],
    [404, '/nowhere', {}],
    [404, `/users/${odile}/messages`, {}],
    [400, "/admin/serviceAnnouncement/issues?$filter=service eq 'x'", {}],
    [401, `/users/${odile}`, { headers: { authorization: 'Bearer guessed' } }],
    [405, `/users/${odile}`, { method: 'POST' }],
  ])('a refusal with %i: %s', async (status, url, init) => {
    const refusal = await ask(url, init);
    expect(refusal.status).toBe(status);
    const valid = ajv.compile({ $ref: `graph#${pointer('components', 'schemas', 'ODataError')}` });
    expect(valid(refusal.body), JSON.stringify(valid.errors)).toBe(true);
  });

  it('a refusal on demand, so many times, with its Retry-After', async () => {
    sandbox.behave({ status: 429, retryAfter: 7, times: 1 });
    const refused = await ask(`/users/${odile}`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('7');
    expect((await ask(`/users/${odile}`)).status).toBe(200);
  });

  it('only the fields of $select', async () => {
    const { body } = await ask(`/users/${odile}?$select=id,department`);
    expect(Object.keys(body).sort()).toEqual(['@odata.context', 'department', 'id']);
  });

  it('a collection by pages, each once', async () => {
    sandbox.behave({ pageSize: 1 });
    const names: string[] = [];
    let url: string | undefined = '/admin/serviceAnnouncement/issues';
    while (url) {
      const { body }: { body: Body } = await ask(url);
      names.push(...(body.value ?? []).map(({ id }) => id));
      url = body['@odata.nextLink']?.replace(`${sandbox.baseUrl}/v1.0`, '');
    }
    sandbox.behave({});
    expect(names).toEqual(['EX100231', 'TM100418', 'SP100377', 'SB200001']);
  });
});

describe('the people of the sandbox tenant', () => {
  it('are more than twenty, in both languages, on the sites of the organisation', () => {
    const people = [...sandbox.people.values()];
    expect(people.length).toBeGreaterThan(20);
    expect(new Set(people.map(({ preferredLanguage }) => preferredLanguage))).toEqual(
      new Set(['fr-FR', 'en-GB', null]),
    );
    const sites = parse(read('knowledge/organisation.yaml')).sites.map(({ name }: { name: string }) => name);
    for (const { displayName, office } of people) expect(sites, displayName).toContain(office);
  });

  it('have names, addresses and computers of their own', () => {
    const people = [...sandbox.people.values()];
    for (const values of [
      people.map(({ displayName }) => displayName),
      people.map(({ userPrincipalName }) => userPrincipalName),
      people.flatMap(({ devices }) => devices.map(({ id }) => id)),
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
    expect(again.people.get(newcomer)).toEqual(sandbox.people.get(newcomer));
    expect(again.people.get(newcomer)?.devices).toHaveLength(1);
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

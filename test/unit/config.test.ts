import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../bot/config.ts';

const production = {
  MicrosoftAppId: '00000000-0000-0000-0000-0000000000b0',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '00000000-0000-0000-0000-00000000AAAA',
  MicrosoftAppPassword: 'a secret',
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('with nothing set, local mode listens on loopback and needs nothing', () => {
  const config = loadConfig({});
  expect(config).toMatchObject({
    local: true,
    port: 3978,
    host: '127.0.0.1',
    dataFolder: './data',
    playground: true,
    app: undefined,
    publicUrl: 'http://127.0.0.1:3978',
    ticketSystem: 'desk',
    languageModel: undefined,
  });
});

test('the configuration is frozen all the way down', () => {
  const config = loadConfig(production);
  expect(() => Object.assign(config.cloud, { issuer: 'https://evil.example' })).toThrow(TypeError);
  expect(() => (config.allowedTenants as string[]).push('x')).toThrow(TypeError);
});

test('an app id makes it the production service, for its own tenant', () => {
  const config = loadConfig({ ...production, GUICHET_DESK_TOKEN: 'sixteen characters' });
  expect(config).toMatchObject({ local: false, host: '0.0.0.0', playground: false, deskToken: undefined });
  expect(config.allowedTenants).toEqual(['00000000-0000-0000-0000-00000000aaaa']);
});

test.each([
  ['R20 an empty app id', { MicrosoftAppId: ' ' }, /^MicrosoftAppId is empty; .*unset/],
  ['R20 a malformed app id', { ...production, MicrosoftAppId: 'guichet' }, /^MicrosoftAppId is not a GUID; /],
  [
    'R20 a misspelt app type',
    { ...production, MicrosoftAppType: 'SingelTenant' },
    /^MicrosoftAppType is unknown; .*SingleTenant/,
  ],
  ['R20 a misspelt app type without an app id', { MicrosoftAppType: 'SingelTenant' }, /^MicrosoftAppType is unknown/],
  [
    'R20 production without an app id',
    { NODE_ENV: 'production' },
    /^MicrosoftAppId is missing and NODE_ENV is production; /,
  ],
  [
    'R20 a password without an app id',
    { MicrosoftAppPassword: 'x' },
    /^MicrosoftAppPassword is set but MicrosoftAppId is not; /,
  ],
  [
    'R20 no tenant for SingleTenant',
    { ...production, MicrosoftAppTenantId: undefined },
    /^MicrosoftAppTenantId is missing; /,
  ],
  ['R20 no password', { ...production, MicrosoftAppPassword: '' }, /^MicrosoftAppPassword is missing; /],
  [
    'R22 nobody to serve for MultiTenant',
    { ...production, MicrosoftAppType: 'MultiTenant', MicrosoftAppTenantId: undefined },
    /^GUICHET_ALLOWED_TENANTS is missing; /,
  ],
  [
    'R22 a tenant that is no id',
    { ...production, GUICHET_ALLOWED_TENANTS: 'contoso.com' },
    /^GUICHET_ALLOWED_TENANTS holds /,
  ],
  ['R20 local mode on another host', { HOST: '0.0.0.0' }, /^HOST is not this machine, .*127\.0\.0\.1/],
  ['a port that is none', { PORT: '70000' }, /^PORT is not a port; /],
  ['a cloud that is none', { GUICHET_CLOUD: 'azure' }, /^GUICHET_CLOUD is unknown; .*gcc-high/],
  ['a database of another kind', { DATABASE_URL: 'mysql://db/x' }, /^DATABASE_URL is not a PostgreSQL address; /],
  ['a cache of another kind', { REDIS_URL: 'memcached://x' }, /^REDIS_URL is not a Redis address; /],
  [
    'a public address without https',
    { ...production, GUICHET_PUBLIC_URL: 'http://x.example' },
    /^GUICHET_PUBLIC_URL is not https; /,
  ],
])('refuses %s, naming the variable and the mend', (_name, env, expected) => {
  expect(problemsOf(env)).toContainEqual(expect.stringMatching(expected));
});

test('all problems are told together', () => {
  const problems = problemsOf({
    MicrosoftAppId: 'guichet',
    MicrosoftAppType: 'Simple',
    PORT: 'http',
    GUICHET_LOG_LEVEL: 'loud',
  });
  for (const name of ['MicrosoftAppId', 'MicrosoftAppType', 'PORT', 'GUICHET_LOG_LEVEL', 'MicrosoftAppPassword']) {
    expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${name} `)));
  }
});

test('app types are known whatever their case, as the SDK has it', () => {
  expect(loadConfig({ ...production, MicrosoftAppType: 'singletenant' }).app?.type).toBe('SingleTenant');
});

test('a compatible model endpoint may need no key', () => {
  expect(loadConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }).languageModel).toMatchObject({
    baseUrl: 'http://127.0.0.1:11434/v1',
  });
});

test('R22 each cloud lists its own Teams hosts over https', () => {
  const hosts = ['public', 'gcc', 'gcc-high', 'dod'].map(
    (name) => loadConfig({ GUICHET_CLOUD: name }).cloud.serviceOrigins,
  );
  expect(new Set(hosts.flat()).size).toBe(4);
  expect(hosts.flat().every((origin) => origin.startsWith('https://'))).toBe(true);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applicationPermissions } from '../../adapters/directory/graph/permissions.ts';
import { openSandbox, type Sandbox } from '../../adapters/directory/sandbox/index.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import { diagnose } from '../../bot/doctor/diagnose.ts';
import type { Finding } from '../../bot/doctor/finding.ts';
import { print } from '../../bot/doctor/print.ts';
import { type FakeBotFramework, startBotFramework } from '../support/bot-framework.ts';

let botFramework: FakeBotFramework;
let sandbox: Sandbox;
let publicSite: Server;
let publicUrl: string;
let healthy = true;
let dataFolder: string;
const logger = pino({ level: 'silent' });

beforeAll(async () => {
  botFramework = await startBotFramework();
  sandbox = await openSandbox();
  publicSite = createServer((_request, response) => {
    response.writeHead(healthy ? 200 : 502, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: healthy ? 'ok' : 'bad gateway' }));
  });
  await new Promise<void>((resolve) => void publicSite.listen(0, '127.0.0.1', resolve));
  publicUrl = `http://127.0.0.1:${(publicSite.address() as AddressInfo).port}`;
});
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'guichet-doctor-'));
});
afterEach(() => {
  healthy = true;
  botFramework.broken = undefined;
  sandbox.access.restore();
  sandbox.behave({});
  rmSync(dataFolder, { recursive: true, force: true });
});
afterAll(async () => {
  publicSite.close();
  await sandbox.close();
  await botFramework.close();
});

/** A production configuration in which everything is well. */
function production(environment: Record<string, string> = {}, cloud: Partial<Config['cloud']> = {}): Config {
  const config = botFramework.config('http://127.0.0.1:1', {
    GUICHET_DATA: dataFolder,
    GUICHET_PUBLIC_URL: 'https://guichet.example',
    GUICHET_NOTICES_FROM: 'guichet@saint-aubin.example',
    ...environment,
  });
  return { ...config, publicUrl, cloud: { ...config.cloud, graphUrl: sandbox.baseUrl, ...cloud } };
}

const look = (
  config: Config,
  areas?: readonly string[],
  roles: readonly string[] = Object.keys(applicationPermissions),
) => {
  const readToken = async () => sandbox.access.issueForApplication(roles);
  return diagnose({ config, logger, readToken, ...(areas && { areas }) });
};
const of = (findings: readonly Finding[], area: string) => findings.filter((finding) => finding.area === area);

describe('npm run doctor', () => {
  it('finds nothing wrong in local mode, where nothing is set', async () => {
    const findings = await diagnose({ config: loadConfig({ GUICHET_DATA: dataFolder }), logger });
    expect(findings.filter(({ state }) => state === 'wrong' || state === 'warning')).toEqual([]);
    expect(of(findings, 'Sign-in')[0]?.state).toBe('ok');
    expect(print(findings)).toContain('Nothing wrong, 0 warnings.');
  });

  it('says what lacks for the best of Guichet, each with its mend', async () => {
    const findings = await look(production({ GUICHET_NOTICES_FROM: '' }));
    const said = of(findings, 'Configuration');
    expect(said.map(({ state }) => state)).toEqual(['wrong', 'warning', 'warning']);
    expect(said.map(({ what }) => what.split(' ')[0])).toEqual([
      'GUICHET_PUBLIC_URL',
      'GUICHET_NOTICES_FROM',
      'GUICHET_SIGN_IN_CONNECTION',
    ]);
    for (const { state, mend } of findings) expect(Boolean(mend)).toBe(state === 'warning' || state === 'wrong');
    expect(of(findings, 'Bot credentials')[0]?.state).toBe('ok');
    expect(of(findings, 'Directory')[0]?.state).toBe('ok');
    expect(of(findings, 'Graph permissions')).toHaveLength(1);
    expect(of(findings, 'Public address')[0]).toMatchObject({
      state: 'ok',
      what: expect.stringContaining('/api/messages'),
    });
  });

  it('tells a refused credential from a network that is down', async () => {
    botFramework.broken = 401;
    const refused = of(await look(production(), ['Bot credentials']), 'Bot credentials')[0];
    expect(refused).toMatchObject({ state: 'wrong', mend: expect.stringContaining('client secret') });
    const down = production({}, { tokenUrl: 'http://127.0.0.1:1/{tenant}/token' });
    const unreachable = of(await look(down, ['Bot credentials']), 'Bot credentials')[0];
    expect(unreachable).toMatchObject({ state: 'wrong', mend: expect.stringContaining('Let this machine reach') });
  });

  it('names each permission that lacks, what it is for, and where to consent', async () => {
    const roles = ['AuditLog.Read.All', 'Mail.Read', 'Directory.ReadWrite.All'];
    const findings = of(await look(production(), ['Graph permissions'], roles), 'Graph permissions');
    const user = findings.find(({ what }) => what.startsWith('User.Read.All'));
    expect(user).toMatchObject({ state: 'wrong', mend: expect.stringContaining('/adminconsent?client_id=') });
    expect(findings.find(({ what }) => what.startsWith('Domain.Read.All'))).toMatchObject({
      state: 'warning',
      what: expect.stringContaining('when a password expires'),
    });
    expect(findings.some(({ what }) => what.startsWith('AuditLog.Read.All'))).toBe(false);
    // More than is asked for is said too.
    expect(findings.find(({ what }) => what.startsWith('Mail.Read is'))?.mend).toContain('delegated one only');
    expect(findings.find(({ what }) => what.startsWith('Directory.ReadWrite.All'))?.mend).toContain('Remove it');
  });

  it('says when Graph refuses or fails, and when there is no token at all', async () => {
    sandbox.behave({ status: 503 });
    expect(of(await look(production(), ['Directory']), 'Directory')[0]).toMatchObject({ state: 'wrong' });
    const config = production();
    const readToken = () => Promise.reject(Object.assign(new Error('secret'), { code: 'boom' }));
    const findings = of(
      await diagnose({ config, logger, readToken, areas: ['Graph permissions'] }),
      'Graph permissions',
    );
    expect(findings).toMatchObject([{ state: 'wrong', what: expect.stringContaining('boom') }]);
    expect(print(findings)).not.toContain('secret');
  });

  it('says when the sign-in connection is not there', async () => {
    const cloud = { oauthUrl: 'http://127.0.0.1:1' };
    const findings = await look(production({ GUICHET_SIGN_IN_CONNECTION: 'graph' }, cloud), ['Sign-in']);
    expect(of(findings, 'Sign-in')[0]).toMatchObject({ state: 'wrong', mend: expect.stringContaining('api://botid-') });
  });

  it('says when the public address is not Guichet', async () => {
    healthy = false;
    expect(of(await look(production(), ['Teams app']), 'Public address')[0]).toMatchObject({
      state: 'warning',
      what: expect.stringContaining('502'),
    });
  });

  it('looks at database, Redis, content, ticket system and model', async () => {
    const config = production({
      DATABASE_URL: 'postgres://nobody:hidden-password@127.0.0.1:1/none',
      REDIS_URL: 'redis://127.0.0.1:1',
      TICKET_SYSTEM: 'nowhere',
      GUICHET_CONTENT: path.join(dataFolder, 'none'),
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
    });
    const areas = ['Database', 'Cache', 'Content', 'Ticket system', 'Language model'];
    const findings = await look(config, areas);
    for (const area of ['Database', 'Ticket system', 'Content'])
      expect([area, of(findings, area)[0]?.state]).toEqual([area, 'wrong']);
    for (const area of ['Cache', 'Language model'])
      expect([area, of(findings, area)[0]?.state]).toEqual([area, 'warning']);
    expect(print(findings)).not.toContain('hidden-password');
    expect(print(findings)).toMatch(/\d wrong, \d+ warnings?\. Guichet does not work/);
  });

  it('asks the ticket system, and says which variable it lacks', async () => {
    const look_ = async (more: Record<string, string>) =>
      of(await look(production({ TICKET_SYSTEM: 'request-tracker', ...more }), ['Ticket system']), 'Ticket system')[0];
    expect(await look_({})).toMatchObject({
      state: 'wrong',
      what: expect.stringContaining('TICKET_SYSTEM_URL is missing'),
    });
    const down = { TICKET_SYSTEM_URL: 'http://127.0.0.1:1', TICKET_SYSTEM_TOKEN: 'hidden-token' };
    const finding = await look_(down);
    expect(finding).toMatchObject({ state: 'wrong', mend: expect.stringContaining('request-tracker/README.md') });
    expect(JSON.stringify(finding)).not.toContain('hidden-token');
  });

  it('finds a database that is broken, and one that is there', async () => {
    writeFileSync(
      path.join(dataFolder, 'guichet.db'),
      'this is no database, and quite long enough to be read as one. '.repeat(20),
    );
    expect(of(await look(production(), ['Database']), 'Database')[0]).toMatchObject({
      state: 'wrong',
      mend: expect.stringContaining('backup'),
    });
  });

  it('finds a folder below a file', async () => {
    writeFileSync(path.join(dataFolder, 'file'), '');
    const config = loadConfig({ GUICHET_DATA: path.join(dataFolder, 'file', 'below') });
    expect(of(await diagnose({ config, logger, areas: ['Data folder'] }), 'Data folder')[0]).toMatchObject({
      state: 'wrong',
    });
  });
});

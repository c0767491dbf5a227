import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../end-to-end/free-port.ts';

/** Debian's packages request-tracker5, rt5-db-sqlite and rt5-standalone. */
const program = '/usr/share/request-tracker5/libexec/rt-server';
const emptyDatabase = '/var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb';
const fields = fileURLToPath(new URL('../../adapters/ticketing/request-tracker/custom-fields.pl', import.meta.url));

export interface RequestTracker {
  readonly url: string;
  readonly user: 'root';
  readonly password: 'password';
  // biome-ignore lint/suspicious/noExplicitAny: RT's JSON, checked field by field
  rest(route: string, body?: unknown, method?: string): Promise<any>;
  stop(): Promise<void>;
}

/** Why a real Request Tracker cannot be started here; undefined when it can. */
export function requestTrackerMissing(): string | undefined {
  if (!existsSync(program)) {
    return 'it is not installed: apt-get install --no-install-recommends request-tracker5 rt5-db-sqlite rt5-standalone';
  }
  try {
    readFileSync(emptyDatabase);
    return undefined;
  } catch {
    return `its empty database ${emptyDatabase} cannot be read by this user`;
  }
}

/** A real Request Tracker 5 on an empty database of its own, which goes when it stops. */
export async function startRequestTracker({ customFields = true } = {}): Promise<RequestTracker> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guichet-rt-'));
  const port = await freePort();
  copyFileSync(emptyDatabase, path.join(folder, 'rtdb'));
  for (const name of ['mason', 'session', 'none']) mkdirSync(path.join(folder, name));
  const configuration = path.join(folder, 'RT_SiteConfig.pm');
  writeFileSync(configuration, siteConfiguration(folder, port));
  const env = { ...process.env, RT_SITE_CONFIG: configuration, RT_SITE_CONFIG_DIR: path.join(folder, 'none') };
  if (customFields) {
    const insert = ['--action', 'insert', '--datafile', fields, '--skip-create'];
    const inserted = spawnSync('rt-setup-database-5', insert, { env, encoding: 'utf8' });
    if (inserted.status !== 0) throw new Error(`custom fields: ${inserted.stdout}${inserted.stderr}`);
  }
  const server = spawn(program, ['--port', String(port), '--server', 'Starlet', '--host', '127.0.0.1'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  server.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  const url = `http://127.0.0.1:${port}`;
  const authorization = `Basic ${Buffer.from('root:password').toString('base64')}`;
  const rest: RequestTracker['rest'] = async (route, body, method = body === undefined ? 'GET' : 'POST') => {
    const response = await fetch(`${url}/REST/2.0${route}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  await untilItAnswers(`${url}/REST/2.0/rt`, authorization, server, () => said);
  return {
    url,
    user: 'root',
    password: 'password',
    rest,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      // Starlet's workers are children of the one that was started.
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string, authorization: string, server: ChildProcess, said: () => string) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`Request Tracker ended: ${said()}`);
    const answer = await fetch(url, { headers: { authorization } }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Request Tracker does not answer: ${said()}`);
}

const siteConfiguration = (folder: string, port: number) => `
Set($rtname, 'guichet-test');
Set($Organization, 'guichet.test');
Set($WebDomain, '127.0.0.1');
Set($WebPort, ${port});
Set($WebPath, '');
Set($Timezone, 'UTC');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '${folder}/rtdb');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($MailCommand, 'testfile');
Set($WebSessionClass, 'Apache::Session::File');
Set($MasonDataDir, '${folder}/mason');
Set($MasonSessionDir, '${folder}/session');
1;
`;

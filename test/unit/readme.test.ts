import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import {
  applicationPermissions,
  delegatedPermissions,
  optionalPermissions,
} from '../../adapters/directory/graph/permissions.ts';
import type { Life } from '../../bot/campaigns/life.ts';
import { createCampaignShelf } from '../../bot/campaigns/shelf.ts';
import { loadConfig } from '../../bot/config.ts';
import { actions, findAction } from '../../dialogs/self-service/registry.ts';
import { findCommand } from '../../dialogs/triage/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { deskForTests } from '../fixtures/desk-server.ts';
import { databaseForTests } from '../fixtures/tickets-database.ts';
import { withCatalogue } from '../readme/catalogue.ts';

const root = new URL('../../', import.meta.url);
const path = (relative: string) => fileURLToPath(new URL(relative, root));
const readme = readFileSync(path('README.md'), 'utf8');
const { scripts, dependencies } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

/** Cells of the table under a heading, row by row, without its head. */
function table(heading: string): string[][] {
  const part = readme.split(new RegExp(`^#+ ${heading}$`, 'm'))[1] ?? '';
  const lines = part.split('\n').slice(part.split('\n').findIndex((line) => line.startsWith('|')));
  const rows = lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith('|')),
    )
    .slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const codes = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

describe('the README says what is true', () => {
  it('shows the service catalogue as it is (npm run catalogue writes it)', async () => {
    expect(await withCatalogue(readme)).toBe(readme);
  });

  it('names every variable of the configuration, and no other', () => {
    const read = new Set<string>();
    const environment = new Proxy({}, { get: (_, name) => void read.add(String(name)) });
    loadConfig(environment);
    const named = table('Configuration').flatMap(([names]) => codes(names));
    expect(named.toSorted()).toEqual([...read].toSorted());
  });

  it('gives the defaults that hold', () => {
    const defaults = new Map(table('Configuration').map(([name, value]) => [codes(name)[0], codes(value)[0]]));
    const config = loadConfig({});
    const held = {
      PORT: config.port,
      HOST: config.host,
      GUICHET_DATA: config.dataFolder,
      TICKET_SYSTEM: config.ticketSystem,
    };
    const others = {
      GUICHET_PLAYGROUND_PORT: config.playgroundPort,
      GUICHET_LOG_LEVEL: config.logLevel,
      GUICHET_CLOUD: config.cloud.name,
    };
    for (const [name, value] of Object.entries({ ...held, ...others }))
      expect([name, defaults.get(name)]).toEqual([name, String(value)]);
    expect(config.playground).toBe(defaults.get('GUICHET_PLAYGROUND') === 'on');
  });

  test.each([
    ['human', 0],
    ['status', 1],
    ['cancel', 2],
    ['restart', 3],
    ['help', 5],
    ['privacy', 6],
  ] as const)('the words for %s are understood in both languages', (command, row) => {
    for (const words of table('Talk to it')[row]!.slice(0, 2)) expect(findCommand(words), words).toBe(command);
  });

  it('gives words for the languages and the modes that are understood', () => {
    const [toEnglish, toFrench] = table('Talk to it')[4]!;
    expect([findCommand(toEnglish!), findCommand(toFrench!)]).toEqual(['language:en', 'language:fr']);
    const modes = table('Talk to it')[7]!
      .slice(0, 2)
      .flatMap((cell) => cell.split(', '));
    expect(modes.map((words) => findCommand(words))).toEqual(['plain', 'cards', 'plain', 'cards']);
  });

  it('gives the periods of retention that are set (R36)', async () => {
    const { organisation } = await loadKnowledge([path('knowledge')]);
    const kept = table('Privacy')
      .map((row) => row[2])
      .join('\n');
    expect(kept).toContain(`${organisation.retention.transcriptDays} days (\`transcriptDays\`)`);
    expect(kept).toContain(`${organisation.retention.ticketDays} days (\`ticketDays\`)`);
  });

  it('names the Graph permissions that are used', () => {
    const used = { ...applicationPermissions, ...optionalPermissions };
    expect(table('Graph permissions').map(([name]) => codes(name)[0])).toEqual(Object.keys(used));
    for (const permission of Object.keys(delegatedPermissions)) expect(readme).toContain(`| \`${permission}\` |`);
  });

  it('names every action, with words that ask for it in both languages, and who else must agree', () => {
    const rows = table('What it does itself');
    expect(rows.map(([id]) => codes(id)[0]).toSorted()).toEqual([...actions.keys()].toSorted());
    for (const [id = '', french = '', english = '', others = ''] of rows) {
      const action = actions.get(codes(id)[0]!)!;
      expect([findAction(french), findAction(english)], id).toEqual([action.id, action.id]);
      if (action.approval) expect(others, id).toContain(action.approval);
      else expect(others.replace(/^Refused.*/, ''), id).toBe('');
    }
  });

  it('names the versions that are installed', () => {
    expect(readme).toContain(`\`botbuilder\` ${dependencies.botbuilder}`);
  });

  it('names only commands that there are', () => {
    const named = [...readme.matchAll(/(?:^|`)npm (?:run )?([a-z]+)/gm)].map(([, name]) => name!);
    for (const name of named) expect(['ci', 'audit', ...Object.keys(scripts)]).toContain(name);
  });

  it('leads only to files that there are', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    const missing = links.filter((link) => !existsSync(path(link)));
    expect(links.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});

describe('the routes of the desk that the README names', () => {
  const never = () => Promise.reject(new Error('nobody gets this far'));
  const selfService = {
    decide: never,
    contest: { find: never, contest: never },
    audit: { chain: '', append: never },
    wake: () => {},
  };
  const campaigns = { campaigns: createCampaignShelf(new Map()), programme: undefined, life: {} as Life };
  const desk = deskForTests(databaseForTests(), undefined, undefined, selfService, campaigns);

  test.each(table('The desk and its API').map(([route]) => codes(route)[0]!))(
    '%s is there, and guarded',
    async (route) => {
      const [method, address] = route.split(' ') as [string, string];
      const response = await desk.send(address.split('?')[0]!.replace('{ref}', 'GU-2026-000001').replace('{id}', 'x'), {
        method,
      });
      expect(response.status).toBe(401);
    },
  );
});

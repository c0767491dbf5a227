import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environmentProblems, findCycles, importProblems, type Sources } from './import-rules.ts';
import { readImports } from './read-imports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// This file holds examples of imports, wrong ones among them.
const paths = globSync('{bot,dialogs,knowledge,adapters,manifest,test}/**/*.ts', { cwd: root }).filter(
  (path) => !path.endsWith('imports.test.ts'),
);
const sources: Sources = new Map(
  paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(`${root}/${path}`, 'utf8')]),
);

describe('the house', () => {
  it('has files in every room', () => {
    const found = new Set([...sources.keys()].map((path) => path.split('/')[0]));
    expect([...found].sort()).toEqual(['adapters', 'bot', 'dialogs', 'knowledge', 'manifest', 'test']);
  });

  it('imports one way', () => {
    expect(importProblems(sources)).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(findCycles(sources)).toEqual([]);
  });

  it('reads the environment in one place', () => {
    expect(environmentProblems(sources)).toEqual([]);
  });
});

describe('folder names equal registry keys', () => {
  const ports = globSync('adapters/*/port.ts', { cwd: root }).map((path) => path.split(/[\\/]/)[1] ?? '');
  const registered = ports.filter((port) => existsSync(`${root}/adapters/${port}/registry.ts`));

  it.each(registered)('%s', async (port) => {
    const folders = globSync(`adapters/${port}/*/index.ts`, { cwd: root }).map((path) => path.split(/[\\/]/)[2]);
    const exported = await import(pathToFileURL(`${root}/adapters/${port}/registry.ts`).href);
    const registries = Object.values(exported).filter(isRegistry);
    expect(registries, `adapters/${port}/registry.ts exports one object of functions, by folder name`).toHaveLength(1);
    expect(Object.keys(registries[0] ?? {}).sort()).toEqual(folders.sort());
  });

  it('and every port with implementations has a registry', () => {
    const built = ports.filter((port) => globSync(`adapters/${port}/*/index.ts`, { cwd: root }).length > 0);
    expect(built.filter((port) => !registered.includes(port))).toEqual([]);
  });
});

function isRegistry(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.values(value);
  return entries.length > 0 && entries.every((entry) => typeof entry === 'function');
}

describe('what the rules find', () => {
  const house = {
    'bot/main.ts': '',
    'dialogs/step.ts': '',
    'knowledge/index.ts': '',
    'knowledge/inside.ts': '',
    'adapters/support-error.ts': '',
    'adapters/database/port.ts': '',
    'adapters/queue/port.ts': '',
    'adapters/ticketing/port.ts': '',
    'adapters/ticketing/desk/index.ts': '',
    'test/helper.ts': '',
    'manifest/fill.ts': '',
  };
  const problemsOf = (file: string, source: string) =>
    importProblems(new Map(Object.entries({ ...house, [file]: source })));

  it.each([
    [
      'dialogs/step.ts',
      `import { a } from '../bot/main.ts';`,
      /dialogs\/step\.ts imports \.\.\/bot\/main\.ts: nobody imports bot/,
    ],
    ['adapters/ticketing/desk/index.ts', `import '../../../bot/main.ts';`, /nobody imports bot/],
    ['knowledge/index.ts', `const x = await import('../dialogs/step.ts');`, /knowledge\/ does not import dialogs/],
    ['dialogs/step.ts', `import { a } from '../knowledge/inside.ts';`, /take it from knowledge\/index\.ts/],
    ['dialogs/step.ts', `import { a } from '../adapters/queue/port.ts';`, /write import type/],
    ['dialogs/step.ts', `import { type A, b } from '../adapters/queue/port.ts';`, /write import type/],
    ['dialogs/step.ts', `export * from '../adapters/ticketing/desk/index.ts';`, /import from its port\.ts/],
    [
      'adapters/ticketing/desk/index.ts',
      `import type { A } from '../../queue/port.ts';`,
      /an adapter imports its own port/,
    ],
    [
      'adapters/ticketing/port.ts',
      `import type { A } from '../../dialogs/step.ts';`,
      /adapters\/ does not import dialogs/,
    ],
    ['dialogs/step.ts', `import {\n  Activity,\n} from 'botbuilder';`, /the Bot Framework SDK stays in bot/],
    ['knowledge/inside.ts', `import type { A } from 'botframework-schema';`, /the Bot Framework SDK stays in bot/],
    ['bot/main.ts', `import { a } from '../test/helper.ts';`, /only tests import tests/],
    ['bot/main.ts', `import { a } from '../manifest/fill.ts';`, /only tests import manifest/],
    ['bot/main.ts', `import { a } from '../dialogs/step';`, /there is no such file/],
  ])('in %s: %s', (file, source, problem) => {
    expect(problemsOf(file, source)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['bot/main.ts', `import { a } from '../dialogs/step.ts';\nimport { b } from 'botbuilder';`],
    [
      'dialogs/step.ts',
      `import { a } from '../knowledge/index.ts';\nimport type { P } from '../adapters/queue/port.ts';`,
    ],
    [
      'dialogs/step.ts',
      `import { type P } from '../adapters/queue/port.ts'; import { SupportError } from '../adapters/support-error.ts';`,
    ],
    [
      'adapters/ticketing/desk/index.ts',
      `import type { P } from '../port.ts';\nimport { d } from '../../database/port.ts';`,
    ],
    ['test/helper.ts', `import { a } from '../bot/main.ts';\nimport { b } from '../manifest/fill.ts';`],
    ['dialogs/step.ts', `// import { a } from '../bot/main.ts';\n/* import '../bot/main.ts'; */`],
  ])('nothing wrong in %s: %s', (file, source) => {
    expect(problemsOf(file, source)).toEqual([]);
  });

  it('a circle, through types too', () => {
    const circle = {
      'bot/a.ts': `import './b.ts';`,
      'bot/b.ts': `import type { C } from './c.ts';`,
      'bot/c.ts': `export { a } from './a.ts';`,
    };
    expect(findCycles(new Map(Object.entries(circle)))).toEqual(['bot/a.ts -> bot/b.ts -> bot/c.ts -> bot/a.ts']);
    expect(findCycles(new Map(Object.entries({ ...circle, 'bot/c.ts': '' })))).toEqual([]);
  });

  it('a variable read outside bot/config.ts', () => {
    const read = {
      'dialogs/step.ts': 'const x = process.env.HOME;',
      'knowledge/index.ts': `import { env } from 'node:process';`,
    };
    expect(environmentProblems(new Map(Object.entries({ ...read, 'bot/config.ts': 'process.env' })))).toEqual([
      expect.stringContaining('dialogs/step.ts reads the environment'),
      expect.stringContaining('knowledge/index.ts reads the environment'),
    ]);
    const main = (source: string) => environmentProblems(new Map([['bot/main.ts', source]]));
    expect(main('const config = loadConfig(process.env);')).toEqual([]);
    expect(main('loadConfig(process.env); process.env.PORT;')).toHaveLength(1);
  });

  it('every form of import', () => {
    const source = `
      import a, { b } from './one.ts';
      import type { C } from "./two.ts";
      import { type D, type E } from './three.ts';
      export * as names from './four.ts';
      import './five.ts';
      const six = await import('./six.ts');
      type Seven = typeof import('./seven.ts');
      const eight = require('./eight.cjs');`;
    expect(readImports(source)).toEqual([
      { specifier: './one.ts', typeOnly: false },
      { specifier: './two.ts', typeOnly: true },
      { specifier: './three.ts', typeOnly: true },
      { specifier: './four.ts', typeOnly: false },
      { specifier: './five.ts', typeOnly: false },
      { specifier: './six.ts', typeOnly: false },
      { specifier: './seven.ts', typeOnly: true },
      { specifier: './eight.cjs', typeOnly: false },
    ]);
  });
});

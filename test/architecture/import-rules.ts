import { posix } from 'node:path';
import { type Import, readImports } from './read-imports.ts';

/** Path from the root of the project, with `/`, and the text of every TypeScript file. */
export type Sources = ReadonlyMap<string, string>;

const rooms = ['bot', 'dialogs', 'knowledge', 'adapters', 'manifest', 'test'];
const room = (path: string) => path.split('/')[0] ?? '';
/** `adapters/ticketing` of `adapters/ticketing/desk/index.ts`. */
const port = (path: string) => path.split('/').slice(0, 2).join('/');

/** Every import that goes the wrong way: the file, the import and the mend. */
export function importProblems(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) =>
    readImports(source).flatMap((used) => {
      const problem = used.specifier.startsWith('.')
        ? localProblem(file, posix.join(posix.dirname(file), used.specifier), used, sources)
        : packageProblem(file, used.specifier);
      return problem ? [`${file} imports ${used.specifier}: ${problem}`] : [];
    }),
  );
}

function packageProblem(file: string, specifier: string): string | undefined {
  if (!/^(@microsoft\/agents-|botbuilder|botframework)/.test(specifier)) return undefined;
  if (['bot', 'test'].includes(room(file))) return undefined;
  return 'the Bot Framework SDK stays in bot/; pass plain data out of it';
}

function localProblem(file: string, target: string, { typeOnly }: Import, sources: Sources): string | undefined {
  const from = room(file);
  const to = room(target);
  if (target.endsWith('.json') || !rooms.includes(to)) return undefined;
  if (!sources.has(target)) return 'there is no such file; write the whole name, with its .ts';
  if (from === 'test' || from === to) return from === 'adapters' ? adapterProblem(file, target) : undefined;

  if (to === 'test') return 'only tests import tests; move what both need out of test/';
  if (to === 'bot') return 'nobody imports bot/; hand it over from bot/main.ts, the composition root';
  if (to === 'manifest') return 'only tests import manifest/';
  if (from === 'bot') return undefined;
  if (from === 'dialogs' && to === 'knowledge') {
    return target === 'knowledge/index.ts' ? undefined : 'take it from knowledge/index.ts, the entry of that room';
  }
  if ((from === 'dialogs' || from === 'knowledge') && to === 'adapters') return portProblem(target, typeOnly);
  return `${from}/ does not import ${to}/; take it as an argument, or move it to where both may look`;
}

function portProblem(target: string, typeOnly: boolean): string | undefined {
  if (target === 'adapters/support-error.ts') return undefined;
  if (!/^adapters\/[a-z-]+\/(?:[a-z]+-)?port\.ts$/.test(target))
    return 'only ports are known here; import from its port.ts';
  return typeOnly ? undefined : 'ports are known as types only; write import type';
}

function adapterProblem(file: string, target: string): string | undefined {
  const shared = ['adapters/support-error.ts', 'adapters/database'];
  if (port(target) === port(file) || shared.includes(port(target))) return undefined;
  return 'an adapter imports its own port, adapters/support-error.ts and adapters/database; pass it as an argument';
}

/** Circles of files that import one another, types included, each written `a -> b -> a`. */
export function findCycles(sources: Sources): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      cycles.push([...trail.slice(start), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of localImports(file, sources)) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return cycles;
}

function localImports(file: string, sources: Sources): string[] {
  return readImports(sources.get(file) ?? '')
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => posix.join(posix.dirname(file), specifier))
    .filter((target) => sources.has(target));
}

/** The Playground's launcher hands PATH and the like to its child; the checker and the packager are programs of their own. */
const environmentReaders = ['bot/config.ts', 'bot/playground.ts', 'dialogs/check.ts', 'manifest/build.ts'];

/** Programs of the service. */
const programs = ['bot/main.ts', 'bot/audit/main.ts', 'bot/doctor/main.ts'];

/** Files that read the environment by themselves. The composition root may hand it over whole, to `loadConfig`. */
export function environmentProblems(sources: Sources): string[] {
  return [...sources]
    .filter(([file]) => room(file) !== 'test' && !environmentReaders.includes(file))
    .filter(([file, source]) => readsEnvironment(source.replace(programs.includes(file) ? '(process.env)' : '', '')))
    .map(
      ([file]) => `${file} reads the environment: name the variable in bot/config.ts and take the value from Config`,
    );
}

function readsEnvironment(source: string): boolean {
  return /\bprocess\s*\.\s*env\b|\bfrom ['"](node:)?process['"]/.test(source);
}

export interface Import {
  readonly specifier: string;
  /** Erased before it runs: `import type`, or `import { type A, type B }`. */
  readonly typeOnly: boolean;
}

const statement = /^[ \t]*(import|export)\s+(type\s+)?((?:[\w*{}\s,$]|\bas\b)*?)\s*from\s*(['"])([^'"]+)\4/gm;
const bare = /^[ \t]*import\s*(['"])([^'"]+)\1/gm;
const dynamic = /(typeof\s+)?\bimport\s*\(\s*(['"`])([^'"`$]+)\2/g;
const required = /\brequire\s*\(\s*(['"])([^'"]+)\1/g;

/** Every module that a TypeScript file names, read from its text. */
export function readImports(source: string): Import[] {
  const code = withoutComments(source);
  return [
    ...[...code.matchAll(statement)].map(([, , type, names = '', , specifier = '']) => ({
      specifier,
      typeOnly: type !== undefined || namesOnlyTypes(names),
    })),
    ...[...code.matchAll(bare)].map(([, , specifier = '']) => ({ specifier, typeOnly: false })),
    ...[...code.matchAll(dynamic)].map(([, type, , specifier = '']) => ({ specifier, typeOnly: type !== undefined })),
    ...[...code.matchAll(required)].map(([, , specifier = '']) => ({ specifier, typeOnly: false })),
  ];
}

function namesOnlyTypes(names: string): boolean {
  const listed = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  const parts =
    listed
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return parts.length > 0 && parts.every((name) => name.startsWith('type '));
}

/** Line comments count only at the start of a line or after a space: addresses hold `//` too. */
function withoutComments(source: string): string {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

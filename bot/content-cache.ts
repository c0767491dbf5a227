import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a thing is made of: files, and values that came from elsewhere. */
export interface Source {
  readonly name: string;
  readonly files: readonly string[];
  readonly leans: unknown;
}

/**
 * What was read and checked once, kept as JSON for the next start: reading it again takes a hundredth of the time of
 * checking fifty scripts anew. A change of any file it was made of, or of the code that checks it, makes it anew. A
 * folder that cannot be read or written is no harm: everything is then made each time.
 */
export function createContentCache(folder: string | undefined) {
  return function remember<T>(source: Source, make: () => T, worthKeeping: (made: T) => boolean): T {
    if (folder === undefined) return make();
    const { name } = source;
    const file = path.join(folder, `${name}-${fingerprint(source)}.json`);
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as T;
    } catch {
      const made = make();
      if (worthKeeping(made)) keep(folder, name, file, made);
      return made;
    }
  };
}

/** Files of the folders given, theirs below included, in a fixed order. */
export function filesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort();
    } catch {
      return [];
    }
  });
}

function fingerprint({ files, leans }: Source): string {
  const hash = createHash('sha256').update(JSON.stringify(leans));
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(file)).update('\n');
  return hash.digest('hex').slice(0, 32);
}

function keep(folder: string, name: string, file: string, made: unknown): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const old of readdirSync(folder)) if (old.startsWith(`${name}-`)) rmSync(path.join(folder, old));
    // Written aside, then renamed: another process never reads half a file.
    writeFileSync(`${file}.part`, JSON.stringify(made));
    renameSync(`${file}.part`, file);
  } catch {
    // The next start makes it again.
  }
}

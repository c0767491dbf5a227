import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { type Deployment, fillManifest } from './fill.ts';
import type { PackageFiles } from './validate.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url));

/** Guichet's own version, the one the package carries. */
export function readVersion(): string {
  const { version } = JSON.parse(read('../package.json').toString()) as { version: string };
  return version;
}

/** The files of the Teams app package for one deployment. */
export function packageFiles(deployment: Deployment): PackageFiles {
  return {
    'manifest.json': fillManifest(read('manifest.json').toString(), deployment),
    'en.json': read('en.json').toString(),
    'color.png': read('color.png'),
    'outline.png': read('outline.png'),
  };
}

/** The same files always give the same bytes: every entry carries the earliest date that a zip can hold. */
export function zipPackage(files: PackageFiles): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => [name, new Uint8Array(Buffer.from(content))]);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: new Date(1980, 0, 1) });
}

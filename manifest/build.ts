import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDeployment, sample } from './fill.ts';
import { packageFiles, readVersion, zipPackage } from './package.ts';
import { findPackageProblems } from './validate.ts';

/** `npm run package`: writes manifest/build/guichet.zip, ready for the Teams admin centre. */
const read = readDeployment(process.env);
if (read !== 'none' && 'problems' in read) {
  fail(read.problems);
} else {
  const files = packageFiles({ ...(read === 'none' ? sample : read.deployment), version: readVersion() });
  const problems = findPackageProblems(files);
  if (problems.length > 0) fail(problems);
  else write(zipPackage(files), read === 'none');
}

function write(zip: Uint8Array, isSample: boolean): void {
  const folder = new URL('build/', import.meta.url);
  const file = new URL('guichet.zip', folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, zip);
  console.log(`${fileURLToPath(file)}: ${zip.length} bytes, valid against the Teams manifest schema 1.30`);
  if (!isSample) return;
  console.warn(
    'This is a sample: it can be checked, not installed. For one that can, set MicrosoftAppId (the application id of ' +
      'your bot) and GUICHET_PUBLIC_URL (where Guichet is reached, https), then run npm run package again.',
  );
}

function fail(problems: readonly string[]): void {
  console.error(`The Teams package cannot be built:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  process.exitCode = 1;
}

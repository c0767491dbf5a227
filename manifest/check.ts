import { sample } from './fill.ts';
import { packageFiles, readVersion } from './package.ts';
import { findPackageProblems } from './validate.ts';

/** The manifest's part of `npm run check`. */
const problems = findPackageProblems(packageFiles({ ...sample, version: readVersion() }));
for (const problem of problems) console.error(`manifest/${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('manifest: valid against the Teams schema 1.30, complete in French and English');

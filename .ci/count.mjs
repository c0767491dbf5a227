import { existsSync, readFileSync } from 'node:fs';

/** Prints vitest's JSON results as one line, `N passed, N failed`. */
const [, , file] = process.argv;

if (!file || !existsSync(file)) {
  console.log(
    'npm test stopped before the tests ran: see above what the type check, the linter or npm run check found.',
  );
  console.log('0 passed, 1 failed');
} else {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  // A file that cannot even be loaded has no test of its own to count.
  const notLoaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  for (const { name } of notLoaded) console.log(`could not be loaded or set up: ${name}`);
  if (numPendingTests > 0) console.log(`${numPendingTests} left out, each with its reason above`);
  console.log(`${numPassedTests} passed, ${numFailedTests + notLoaded.length} failed`);
}

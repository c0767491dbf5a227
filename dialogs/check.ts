import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatProblem } from '../knowledge/index.ts';
import { checkContent } from './check-content.ts';
import { contentFolders } from './content-folders.ts';

/** `npm run check [-- FOLDER]`: the shipped content, and an organisation's own (FOLDER, else GUICHET_CONTENT). */
const own = process.argv[2] ?? process.env.GUICHET_CONTENT;
if (own !== undefined && !existsSync(own)) {
  console.error(`${own} — there is no such folder. Mend: give the folder of the organisation's own content.`);
  process.exit(1);
}

const report = await checkContent(contentFolders(own));
for (const problem of report.problems) console.error(formatProblem(problem));
for (const warning of report.warnings) console.warn(`warning: ${formatProblem(warning)}`);
for (const [code, { least, median, most }] of report.questions)
  console.log(`${code}: ${least} to ${most} questions, half of the people at most ${median}`);
console.log(
  `${report.scripts} scripts, ${report.articles} articles and ${report.campaigns} campaigns in both languages: ${report.problems.length} problems, ${report.warnings.length} warnings`,
);

const manifest = fileURLToPath(new URL('../manifest/check.ts', import.meta.url));
const manifestFails =
  existsSync(manifest) && spawnSync(process.execPath, [manifest], { stdio: 'inherit' }).status !== 0;
if (report.problems.length > 0 || manifestFails) process.exitCode = 1;

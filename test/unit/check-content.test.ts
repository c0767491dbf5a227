import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkContent } from '../../dialogs/check-content.ts';
import { contentFolders } from '../../dialogs/content-folders.ts';

const article = (families: string, kind: string, body: string) =>
  `---\ntitle: Badge\naudience: employees\nfamilies: [${families}]\nkind: ${kind}\nreviewed: 2026-10-03\nowner: Desk\n---\n\n${body}\n`;

let own: string;
const write = async (file: string, text: string) => {
  await mkdir(path.dirname(path.join(own, file)), { recursive: true });
  await writeFile(path.join(own, file), text);
};
beforeEach(async () => {
  own = await mkdtemp(path.join(tmpdir(), 'guichet-content-'));
});
afterEach(() => rm(own, { recursive: true }));

test('articles: unknown family, languages that disagree, French mistakes', async () => {
  await write('knowledge/articles/badge/fr.md', article('cooking', 'how-to', 'Votre ecran.'));
  await write('knowledge/articles/badge/en.md', article('printing', 'solution', 'Your screen.'));
  const { problems } = await checkContent(contentFolders(own));
  const file = path.join(own, 'knowledge/articles/badge/fr.md');
  expect(problems.filter((problem) => problem.file === file)).toEqual([
    {
      file,
      line: 4,
      field: 'families',
      problem: '"cooking" is not a family of the service catalogue',
      mend: expect.any(String),
    },
    { file, line: 4, field: 'families', problem: expect.stringContaining('is not what'), mend: expect.any(String) },
    {
      file,
      line: 5,
      field: 'kind',
      problem: expect.stringContaining('"how-to" is not what'),
      mend: expect.any(String),
    },
    { file, line: 10, problem: '"ecran" lacks an accent or a cedilla', mend: expect.any(String) },
  ]);
});

test("the program checks an organisation's own folder and fails on its problems", async () => {
  await write('dialogs/scripts/printing.yaml', 'code: printing\n');
  const program = fileURLToPath(new URL('../../dialogs/check.ts', import.meta.url));
  const run = spawnSync(process.execPath, [program, own], { encoding: 'utf8' });
  expect(run.status).toBe(1);
  const file = path.join(own, 'dialogs/scripts/printing.yaml');
  expect(run.stderr).toContain(`${file}:1 facts — is missing. Mend: add "facts:".`);
  expect(run.stdout).toMatch(
    /\d+ scripts, \d+ articles and \d+ campaigns in both languages: \d+ problems, \d+ warnings/,
  );
});

test('the program refuses a folder that does not exist', () => {
  const program = fileURLToPath(new URL('../../dialogs/check.ts', import.meta.url));
  const run = spawnSync(process.execPath, [program, path.join(own, 'nowhere')], { encoding: 'utf8' });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain('there is no such folder. Mend:');
});

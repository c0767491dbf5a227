import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { languages } from '../../language.ts';

/** One language of one help article, as given. */
const helpArticle = z.object({
  id: z.string(),
  article: z.string(),
  lang: z.enum(languages),
  title: z.string(),
  text: z.string(),
});
export type HelpArticle = z.infer<typeof helpArticle>;

/** Where they come from, and under which terms: see README.md beside it. */
const file = new URL('../m365-help.jsonl.gz', import.meta.url);

/** Real help articles in both languages, those that are learnt from and those that are held out. */
export function readHelpArticles(): HelpArticle[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => helpArticle.parse(JSON.parse(line)));
}

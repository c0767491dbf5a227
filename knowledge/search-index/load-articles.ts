import path from 'node:path';
import { z } from 'zod';
import { namesIn, readIfThere, shownPath } from '../content-files.ts';
import type { ContentProblem } from '../content-problem.ts';
import { fillOrganisation, unknownOrganisationNames } from '../fill-organisation.ts';
import { type Language, languages } from '../language.ts';
import type { Organisation } from '../organisation.ts';
import { schemaProblems } from '../schema-problems.ts';
import type { Article } from '../types.ts';
import { readYaml } from '../yaml-source.ts';

/** The front matter of an article. */
const frontMatterSchema = z.strictObject({
  title: z.string().trim().min(1),
  audience: z.enum(['employees', 'technicians']),
  families: z.array(z.string().min(1)).min(1),
  kind: z.enum(['solution', 'workaround', 'known-error', 'how-to']),
  reviewed: z.iso.date('expected a day such as 2026-10-03'),
  owner: z.string().trim().min(1),
});

const articleId = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const form = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

interface Loaded {
  readonly articles: readonly Article[];
  readonly problems: readonly ContentProblem[];
}

/** Reads `<folder>/articles/<id>/{fr,en}.md`. */
export async function loadArticles(folder: string, organisation: Organisation | undefined): Promise<Loaded> {
  const root = path.join(folder, 'articles');
  const ids = await namesIn(root, 'folders');
  const read = await Promise.all(ids.map((id) => loadBothLanguages(path.join(root, id), id, organisation)));
  return { articles: read.flatMap(({ articles }) => articles), problems: read.flatMap(({ problems }) => problems) };
}

async function loadBothLanguages(folder: string, id: string, organisation: Organisation | undefined): Promise<Loaded> {
  const articles: Article[] = [];
  const problems: ContentProblem[] = [];
  if (!articleId.test(id))
    problems.push({
      file: shownPath(folder),
      problem: `"${id}" cannot be an article's id`,
      mend: 'name the folder with lower-case words joined by hyphens',
    });
  for (const language of languages) {
    const file = path.join(folder, `${language}.md`);
    const text = await readIfThere(file);
    if (text === undefined) {
      problems.push({
        file: shownPath(file),
        problem: `the article "${id}" has no ${language === 'fr' ? 'French' : 'English'} text`,
        mend: `write ${language}.md beside the other language`,
      });
      continue;
    }
    const result = parseArticle(text, { id, language, file: shownPath(file), organisation });
    if (result.article) articles.push(result.article);
    problems.push(...result.problems);
  }
  return { articles, problems };
}

/** One article from its text. Names of the organisation are filled in. */
export function parseArticle(
  text: string,
  {
    id,
    language,
    file,
    organisation,
  }: { id: string; language: Language; file: string; organisation?: Organisation | undefined },
): { article?: Article; problems: readonly ContentProblem[] } {
  const parts = form.exec(text);
  if (!parts)
    return {
      problems: [{ file, line: 1, problem: 'has no front matter', mend: 'begin with --- , the fields, and --- again' }],
    };
  const source = readYaml(file, parts[1]!, 1);
  if (source.problems.length > 0) return { problems: source.problems };
  const front = frontMatterSchema.safeParse(source.value);
  if (!front.success) return { problems: schemaProblems(front.error, source) };

  const problems: ContentProblem[] = [];
  if (front.data.reviewed > new Date().toISOString().slice(0, 10))
    problems.push({
      file,
      line: source.lineOf(['reviewed']),
      field: 'reviewed',
      problem: `"${front.data.reviewed}" is in the future`,
      mend: 'give the day of the last review',
    });
  const body = text.slice(parts[0].length);
  const firstLine = parts[0].split('\n').length;
  problems.push(...bodyProblems(body, file, firstLine, organisation));
  const fill = (value: string) => (organisation ? fillOrganisation(value, organisation, language) : value);
  const article = { id, language, ...front.data, title: fill(front.data.title), body: fill(body).trim(), file };
  return { article, problems };
}

function bodyProblems(
  body: string,
  file: string,
  firstLine: number,
  organisation: Organisation | undefined,
): ContentProblem[] {
  if (body.trim() === '')
    return [{ file, line: firstLine, problem: 'has no text', mend: 'write the article below the front matter' }];
  return body.split('\n').flatMap((line, at) => {
    const place = { file, line: firstLine + at };
    const found: ContentProblem[] = [];
    for (const name of organisation ? unknownOrganisationNames(line, organisation) : [])
      found.push({
        ...place,
        field: `{organisation.${name}}`,
        problem: `organisation.yaml has no value "${name}"`,
        mend: `add "${name}:" under values in organisation.yaml, or correct the name`,
      });
    if (/!\[[^\]]*\]\(|<\/?[a-z][^>]*>/i.test(line.replace(/`[^`]*`|<https?:[^>]*>/g, '')))
      found.push({ ...place, problem: 'holds an image or HTML, which is never shown', mend: 'say it in words' });
    return found;
  });
}

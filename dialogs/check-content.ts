import {
  type Article,
  type ContentProblem,
  fold,
  type Knowledge,
  readIfThere,
  readKnowledge,
} from '../knowledge/index.ts';
import { loadCampaigns } from './campaigns/load.ts';
import { loadProgramme } from './campaigns/programme.ts';
import { checkLocales } from './check-locales.ts';
import type { ContentFolders } from './content-folders.ts';
import { checkScript } from './scripts/check-script.ts';
import { checkExamples } from './scripts/check-texts.ts';
import { findFrenchMistake } from './scripts/french-typography.ts';
import type { QuestionCount } from './scripts/paths.ts';
import { readScripts } from './scripts/read.ts';
import { loadTaxonomy, type Taxonomy } from './taxonomy.ts';

export interface ContentReport {
  readonly problems: readonly ContentProblem[];
  readonly warnings: readonly ContentProblem[];
  /** Questions asked, by script. */
  readonly questions: ReadonlyMap<string, QuestionCount>;
  readonly scripts: number;
  readonly articles: number;
  readonly campaigns: number;
}

/** Checks the organisation, the glossary, every article, every script, every campaign and the texts of the bot. */
export async function checkContent(folders: ContentFolders): Promise<ContentReport> {
  const taxonomy = loadTaxonomy();
  const { knowledge, problems: knowledgeProblems } = await readKnowledge(folders.knowledge);
  const { loaded, problems: scriptProblems } = readScripts(folders.scripts, taxonomy);
  const problems = [...knowledgeProblems];
  const warnings: ContentProblem[] = [];
  const questions = new Map<string, QuestionCount>();

  if (knowledge) problems.push(...(await checkArticles(knowledge, taxonomy)));
  problems.push(...scriptProblems);
  for (const [code, script] of knowledge ? loaded : []) {
    const report = checkScript(script, knowledge!);
    problems.push(...report.problems);
    warnings.push(...report.warnings);
    questions.set(code, report.questions);
  }
  problems.push(...checkExamples([...loaded.values()]));
  for (const folder of folders.locales) problems.push(...(await checkLocales(folder, knowledge?.organisation)));
  const library = knowledge && loadCampaigns(folders.campaigns, { organisation: knowledge.organisation, taxonomy });
  problems.push(...(library?.problems ?? []));
  if (library) problems.push(...loadProgramme(folders.campaigns, library.campaigns).problems);
  const articles = new Set(knowledge?.articles.map(({ id }) => id)).size;
  return { problems, warnings, questions, scripts: loaded.size, articles, campaigns: library?.campaigns.size ?? 0 };
}

/** Families that do not exist, languages that disagree about the same article, French mistakes. */
async function checkArticles({ articles, findArticle }: Knowledge, taxonomy: Taxonomy): Promise<ContentProblem[]> {
  const found = await Promise.all(
    articles.map(async (article) => {
      const lines = ((await readIfThere(article.file)) ?? '').split('\n');
      return [
        ...frontMatterProblems(article, findArticle(article.id, 'en'), taxonomy, lines),
        ...frenchProblems(article, lines),
      ];
    }),
  );
  return found.flat();
}

function frontMatterProblems(
  article: Article,
  english: Article | undefined,
  taxonomy: Taxonomy,
  lines: readonly string[],
) {
  const lineOf = (field: string) => lines.findIndex((line) => line.startsWith(`${field}:`)) + 1;
  const problems: ContentProblem[] = article.families
    .filter((code) => !taxonomy.find(code))
    .map((code) => ({
      file: article.file,
      line: lineOf('families'),
      field: 'families',
      problem: `"${code}" is not a family of the service catalogue`,
      mend: 'use codes of dialogs/taxonomy.yaml',
    }));
  if (article.language === 'en' || !english) return problems;
  for (const field of ['audience', 'families', 'kind'] as const)
    if (String(article[field]) !== String(english[field]))
      problems.push({
        file: article.file,
        line: lineOf(field),
        field,
        problem: `"${String(article[field])}" is not what ${english.file} says ("${String(english[field])}")`,
        mend: 'say the same in both languages',
      });
  if (fold(article.body) === fold(english.body))
    problems.push({
      file: article.file,
      problem: `has the same text as ${english.file}`,
      mend: 'translate one of them',
    });
  return problems;
}

function frenchProblems({ language, file }: Article, lines: readonly string[]): ContentProblem[] {
  if (language !== 'fr') return [];
  const end = lines.indexOf('---', 1);
  return lines.flatMap((line, at) => {
    const mistake = at > end ? findFrenchMistake(line.trim()) : undefined;
    return mistake ? [{ file, line: at + 1, ...mistake }] : [];
  });
}

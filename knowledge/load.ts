import path from 'node:path';
import { readIfThere, shownPath } from './content-files.ts';
import { ContentError, type ContentProblem } from './content-problem.ts';
import { organisationValue } from './fill-organisation.ts';
import { createExplain, type Explain, type GlossaryEntry, parseGlossary } from './glossary.ts';
import type { Language } from './language.ts';
import { loadOrganisation } from './load-organisation.ts';
import type { Organisation } from './organisation.ts';
import { createSearch, type Search } from './retrieval/search.ts';
import { digestAll } from './search-index/digest.ts';
import { loadArticles } from './search-index/load-articles.ts';
import type { Article } from './types.ts';
import { readYaml } from './yaml-source.ts';

/** All that Guichet knows, loaded and checked. */
export interface Knowledge {
  readonly organisation: Organisation;
  readonly articles: readonly Article[];
  findArticle(id: string, language: Language): Article | undefined;
  /** Cited passages, best first, or none. The first search in a language builds its index. */
  readonly search: Search;
  /** A word in plain language. */
  readonly explain: Explain;
  /** The value of `{organisation.NAME}`. */
  organisationValue(name: string, language: Language): string | undefined;
  /** Does what the first searches would do, piece by piece. Never needed, but it keeps the first answer quick. */
  prepare(): Promise<void>;
}

/**
 * Loads folders of one layout (organisation.yaml, glossary.yaml, articles/), the shipped one first: what a later folder
 * holds adds to, or replaces by id, what an earlier one holds; its organisation.yaml replaces the earlier.
 * @throws ContentError with every problem found
 */
export async function loadKnowledge(folders: readonly string[]): Promise<Knowledge> {
  const { knowledge, problems } = await readKnowledge(folders);
  if (problems.length > 0 || !knowledge) throw new ContentError(problems);
  return knowledge;
}

/** As `loadKnowledge`, but gives the problems beside what could be read, for the checker. */
export async function readKnowledge(
  folders: readonly string[],
): Promise<{ knowledge?: Knowledge; problems: readonly ContentProblem[] }> {
  const { organisation, problems: organisationProblems } = await loadOrganisation(folders);
  const problems = [...organisationProblems];
  const articles = new Map<string, Article>();
  const glossary = new Map<string, GlossaryEntry>();

  for (const folder of folders) {
    const loaded = await loadArticles(folder, organisation);
    problems.push(...loaded.problems);
    for (const article of loaded.articles) articles.set(`${article.id} ${article.language}`, article);

    const file = path.join(folder, 'glossary.yaml');
    const text = await readIfThere(file);
    if (text === undefined) continue;
    const parsed = parseGlossary(readYaml(shownPath(file), text), organisation);
    problems.push(...parsed.problems);
    for (const entry of parsed.entries) glossary.set(entry.id, entry);
  }
  if (!organisation) return { problems };

  const all = [...articles.values()];
  const knowledge: Knowledge = {
    organisation,
    articles: all,
    findArticle: (id, language) => articles.get(`${id} ${language}`),
    search: createSearch(all),
    explain: createExplain([...glossary.values()]),
    organisationValue: (name, language) => organisationValue(organisation, name, language),
    prepare: () => digestAll(all),
  };
  return { knowledge, problems };
}

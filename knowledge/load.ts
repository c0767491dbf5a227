import path from 'node:path';
import { readIfThere, shownPath } from './content-files.ts';
import { ContentError, type ContentProblem } from './content-problem.ts';
import { organisationValue } from './fill-organisation.ts';
import { createExplain, type Explain, type GlossaryEntry, parseGlossary } from './glossary.ts';
import type { Language } from './language.ts';
import { type Organisation, organisationSchema } from './organisation.ts';
import { createSearch, type Search } from './retrieval/search.ts';
import { schemaProblems } from './schema-problems.ts';
import { loadArticles } from './search-index/load-articles.ts';
import type { Article } from './types.ts';
import { fieldName, readYaml } from './yaml-source.ts';

/** All that Guichet knows, loaded and checked. */
export interface Knowledge {
  readonly organisation: Organisation;
  readonly articles: readonly Article[];
  findArticle(id: string, language: Language): Article | undefined;
  /** Cited passages, surest first, or none. The first search builds the index. */
  readonly search: Search;
  /** A word in plain language. */
  readonly explain: Explain;
  /** The value of `{organisation.NAME}`. */
  organisationValue(name: string, language: Language): string | undefined;
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
  const problems: ContentProblem[] = [];
  const organisation = await loadOrganisation(folders, problems);
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
  };
  return { knowledge, problems };
}

/** The last folder that has an organisation.yaml describes the organisation. */
async function loadOrganisation(
  folders: readonly string[],
  problems: ContentProblem[],
): Promise<Organisation | undefined> {
  for (const folder of folders.toReversed()) {
    const file = path.join(folder, 'organisation.yaml');
    const text = await readIfThere(file);
    if (text === undefined) continue;
    const source = readYaml(shownPath(file), text);
    problems.push(...source.problems);
    if (source.problems.length > 0) return undefined;
    const parsed = organisationSchema.safeParse(source.value);
    if (!parsed.success) {
      problems.push(...schemaProblems(parsed.error, source));
      return undefined;
    }
    for (const { path: at, problem, mend } of crossProblems(parsed.data))
      problems.push({ file: source.file, line: source.lineOf(at), field: fieldName(at), problem, mend });
    return parsed.data;
  }
  problems.push({
    file: shownPath(path.join(folders[0] ?? 'knowledge', 'organisation.yaml')),
    problem: 'is missing',
    mend: 'write the organisation: its form is in knowledge/organisation.ts',
  });
  return undefined;
}

function crossProblems(organisation: Organisation): { path: PropertyKey[]; problem: string; mend: string }[] {
  const found: { path: PropertyKey[]; problem: string; mend: string }[] = [];
  const { groups, sites, defaultGroup, timeZone, supportHours } = organisation;
  const hours = [{ path: ['supportHours'], value: supportHours }].concat(
    groups.flatMap((group, at) => (group.hours ? [{ path: ['groups', String(at), 'hours'], value: group.hours }] : [])),
  );
  for (const { path: at, value } of hours)
    if (value.from >= value.to)
      found.push({ path: at.map(indexed), problem: '"from" is not before "to"', mend: 'exchange the hours' });
  if (!groups.some(({ id }) => id === defaultGroup))
    found.push({
      path: ['defaultGroup'],
      problem: `no group has the id "${defaultGroup}"`,
      mend: 'name one of the groups above',
    });
  if (!isTimeZone(timeZone))
    found.push({
      path: ['timeZone'],
      problem: `"${timeZone}" is not a time zone`,
      mend: 'write an IANA name such as Europe/Paris',
    });
  for (const [list, name] of [
    [groups, 'groups'],
    [sites, 'sites'],
  ] as const)
    for (const [at, { id }] of list.entries())
      if (list.findIndex((other) => other.id === id) !== at)
        found.push({ path: [name, at, 'id'], problem: `"${id}" stands twice`, mend: 'give each its own id' });
  return found;
}

const indexed = (part: string): PropertyKey => (/^\d+$/.test(part) ? Number(part) : part);

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

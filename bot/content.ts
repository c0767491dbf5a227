import { fileURLToPath } from 'node:url';
import type { Kit } from '../dialogs/index.ts';
import { createRouter, readFacts } from '../dialogs/index.ts';
import { loadScripts } from '../dialogs/scripts/load.ts';
import { loadTaxonomy } from '../dialogs/taxonomy.ts';
import { ContentError, type Knowledge, loadKnowledge } from '../knowledge/index.ts';
import { createTexts, type Locales, loadLocales, type Texts } from './rendering/texts.ts';

export interface Content {
  readonly knowledge: Knowledge;
  readonly kit: Kit;
  readonly locales: Locales;
  readonly texts: Texts;
  /** Learns routing and builds the search index before the first message needs them; the service listens meanwhile. */
  prepare(): Promise<void>;
}

const shipped = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url));

/**
 * Scripts, articles and texts: the shipped ones, then an organisation's own (GUICHET_CONTENT), which add to or replace
 * them by id. @throws ContentError naming file, line, field and mend
 */
export async function loadContent(contentFolder: string | undefined): Promise<Content> {
  const own = contentFolder === undefined ? [] : [contentFolder];
  const knowledge = await loadKnowledge([shipped('knowledge'), ...own.map((folder) => `${folder}/knowledge`)]);
  const scriptFolders = [shipped('dialogs/scripts'), ...own.map((folder) => `${folder}/dialogs/scripts`)];
  const { scripts, problems } = loadScripts(scriptFolders, knowledge, loadTaxonomy());
  if (problems.length > 0) throw new ContentError(problems);
  const locales = loadLocales([shipped('bot/locales'), ...own.map((folder) => `${folder}/bot/locales`)]);
  const texts = createTexts(locales, knowledge.organisation);
  const { organisation } = knowledge;
  const router = once(() => createRouter({ scripts: [...scripts.values()], articles: knowledge.articles }));
  const kit: Kit = {
    scripts,
    organisation,
    router: { route: (text, language) => router().route(text, language) },
    readFacts: (text, script, language) => readFacts(text, script, language, organisation.sites),
    explain: knowledge.explain,
    findArticle: knowledge.findArticle,
    write: (text, language) => texts.write(text, { language, as: 'plain' }),
  };
  const prepare = async (): Promise<void> => {
    router();
    await knowledge.prepare();
  };
  return { knowledge, kit, locales, texts, prepare };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

import { fileURLToPath } from 'node:url';
import { loadCampaigns } from '../dialogs/campaigns/load.ts';
import { loadProgramme, type Programme } from '../dialogs/campaigns/programme.ts';
import { findPictureIn, readPictureIn } from '../dialogs/campaigns/read.ts';
import type { Kit } from '../dialogs/index.ts';
import { createRouter, readFacts } from '../dialogs/index.ts';
import { loadScripts } from '../dialogs/scripts/load.ts';
import { loadTaxonomy } from '../dialogs/taxonomy.ts';
import { ContentError, type Knowledge, loadKnowledge } from '../knowledge/index.ts';
import { type CampaignShelf, createCampaignShelf } from './campaigns/shelf.ts';
import { createContentCache, filesIn } from './content-cache.ts';
import { createTexts, type Locales, loadLocales, type Texts } from './rendering/texts.ts';

export interface Content {
  readonly knowledge: Knowledge;
  readonly kit: Kit;
  readonly campaigns: CampaignShelf;
  /** The yearly programme; undefined where the organisation took it out. */
  readonly programme: Programme | undefined;
  /** Size of a campaign's picture, bytes. */
  readonly findPicture: (file: string) => number | undefined;
  /** A campaign's picture as a data address. */
  readonly picture: (file: string) => string | undefined;
  readonly locales: Locales;
  readonly texts: Texts;
  /** Learns routing and builds the search index before the first message needs them; the service listens meanwhile. */
  prepare(): Promise<void>;
}

const shipped = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url));

/**
 * Scripts, articles and texts: the shipped ones, then an organisation's own (GUICHET_CONTENT), which add to or replace
 * them by id. `cacheFolder`: where what was checked is kept for the next start.
 * @throws ContentError naming file, line, field and mend
 */
export async function loadContent(contentFolder: string | undefined, cacheFolder?: string): Promise<Content> {
  const own = contentFolder === undefined ? [] : [contentFolder];
  const knowledge = await loadKnowledge([shipped('knowledge'), ...own.map((folder) => `${folder}/knowledge`)]);
  const scriptFolders = [shipped('dialogs/scripts'), ...own.map((folder) => `${folder}/dialogs/scripts`)];
  const scripts = readScripts(scriptFolders, knowledge, cacheFolder);
  const campaignFolders = both(own, 'dialogs/campaigns');
  const campaigns = createCampaignShelf(readCampaigns(campaignFolders, knowledge, cacheFolder));
  const { programme, problems } = loadProgramme(
    campaignFolders,
    new Map(campaigns.library().map((each) => [each.id, each])),
  );
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
    findCampaign: (id) => campaigns.find(id),
    campaigns: () => campaigns.library(),
    write: (text, language) => texts.write(text, { language, as: 'plain' }),
  };
  const prepare = async (): Promise<void> => {
    router();
    await knowledge.prepare();
  };
  return {
    knowledge,
    kit,
    campaigns,
    programme,
    picture: readPictureIn(campaignFolders),
    findPicture: findPictureIn(campaignFolders),
    locales,
    texts,
    prepare,
  };
}

/** Scripts lean on the organisation's groups and values and on which articles exist: those are part of the key. */
function readScripts(folders: readonly string[], knowledge: Knowledge, cacheFolder: string | undefined) {
  const files = [...filesIn([...folders, shipped('dialogs/scripts')]), shipped('dialogs/taxonomy.yaml')];
  const leans = [knowledge.organisation, knowledge.articles.map(({ id, language }) => `${id} ${language}`)];
  const { scripts, problems } = createContentCache(cacheFolder)(
    { name: 'scripts', files, leans },
    () => {
      const loaded = loadScripts(folders, knowledge, loadTaxonomy());
      return { scripts: [...loaded.scripts], problems: loaded.problems };
    },
    (made) => made.problems.length === 0,
  );
  if (problems.length > 0) throw new ContentError(problems);
  return new Map(scripts);
}

function readCampaigns(folders: readonly string[], { organisation }: Knowledge, cacheFolder: string | undefined) {
  const files = [...filesIn(folders), ...filesIn([shipped('dialogs/campaigns')]), shipped('dialogs/taxonomy.yaml')];
  const { campaigns, problems } = createContentCache(cacheFolder)(
    { name: 'campaigns', files, leans: organisation },
    () => {
      const loaded = loadCampaigns(folders, { organisation, taxonomy: loadTaxonomy() });
      return { campaigns: [...loaded.campaigns], problems: loaded.problems };
    },
    (made) => made.problems.length === 0,
  );
  if (problems.length > 0) throw new ContentError(problems);
  return new Map(campaigns);
}

/** The shipped folder, then the organisation's own. */
const both = (own: readonly string[], folder: string): string[] => [
  shipped(folder),
  ...own.map((each) => `${each}/${folder}`),
];

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

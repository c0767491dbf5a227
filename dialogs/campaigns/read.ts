import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ContentProblem, readYaml, schemaProblems, shownPath, type YamlSource } from '../../knowledge/index.ts';
import { type Campaign, campaignSchema } from './schema.ts';
import type { LoadedCampaign } from './types.ts';

/** Files of the campaigns folder that hold something else than one campaign. */
const others: readonly string[] = ['programme.yaml'];

/** The campaigns that fit the schema, by id; a later folder's replaces an earlier one's. */
export function readCampaigns(folders: readonly string[]): {
  loaded: ReadonlyMap<string, LoadedCampaign>;
  problems: readonly ContentProblem[];
} {
  const loaded = new Map<string, LoadedCampaign>();
  const problems: ContentProblem[] = [];
  for (const file of folders.flatMap(campaignFilesIn)) {
    const parsed = parseCampaign(readFileSync(file, 'utf8'), shownPath(file));
    problems.push(...parsed.problems);
    if (!parsed.campaign) continue;
    const expected = path.basename(file, '.yaml');
    if (parsed.campaign.id !== expected)
      problems.push({
        file: shownPath(file),
        line: parsed.source.lineOf(['id']),
        field: 'id',
        problem: `"${parsed.campaign.id}" is not the file's name`,
        mend: `write "id: ${expected}" or rename the file to ${parsed.campaign.id}.yaml`,
      });
    loaded.set(parsed.campaign.id, { campaign: parsed.campaign, source: parsed.source });
  }
  return { loaded, problems };
}

/** One campaign from YAML or JSON text. `file`: what problems call it. */
export function parseCampaign(
  text: string,
  file: string,
): { campaign?: Campaign; source: YamlSource; problems: readonly ContentProblem[] } {
  const source = readYaml(file, text);
  if (source.problems.length > 0) return { source, problems: source.problems };
  const parsed = campaignSchema.safeParse(source.value);
  if (!parsed.success) return { source, problems: schemaProblems(parsed.error, source) };
  return { campaign: parsed.data, source, problems: [] };
}

/** Size of a campaign's picture in the first folder (the last given first) that has it. */
export function findPictureIn(folders: readonly string[]): (file: string) => number | undefined {
  return (file) => {
    const found = picturePath(folders, file);
    return found === undefined ? undefined : statSync(found).size;
  };
}

/** A campaign's picture as a data address, so that no client loads anything from elsewhere (R34). */
export function readPictureIn(folders: readonly string[]): (file: string) => string | undefined {
  return (file) => {
    const found = picturePath(folders, file);
    if (found === undefined) return undefined;
    const type = file.endsWith('.png') ? 'png' : 'jpeg';
    return `data:image/${type};base64,${readFileSync(found).toString('base64')}`;
  };
}

function picturePath(folders: readonly string[], file: string): string | undefined {
  return folders
    .map((folder) => path.join(folder, 'pictures', path.basename(file)))
    .findLast((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
}

function campaignFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && !name.startsWith('.') && !others.includes(name))
      .sort()
      .map((name) => path.join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

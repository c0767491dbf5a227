import {
  type ContentProblem,
  type FieldPath,
  fieldName,
  languages,
  unknownOrganisationNames,
} from '../../knowledge/index.ts';
import { textsIn } from '../scripts/check-references.ts';
import { findFrenchMistake } from '../scripts/french-typography.ts';
import type { CampaignSurroundings, LoadedCampaign } from './types.ts';

export type Report = (path: FieldPath, problem: string, mend: string) => void;

/** Bytes: a card stays far under what Teams carries, the picture's data address included. */
const largestPicture = 24 * 1024;

/** Domains that nobody can own (RFC 2606): a fraud shown as an example must lead nowhere. */
const harmless = /\.(example|test|invalid)$/i;
const domain = /\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b(?!@)/gi;
const fileName = /\.(pdf|docx?|docm|xlsx?|xlsm|pptx?|html?|zip|iso|exe|png|jpe?g)$/i;

export function reporter({ source }: LoadedCampaign, problems: ContentProblem[]): Report {
  return (path, problem, mend) =>
    problems.push({ file: source.file, line: source.lineOf(path), field: fieldName(path), problem, mend });
}

/** Names that lead nowhere: groups, sites, families, pictures, organisation values, and domains that could exist. */
export function checkReferences(loaded: LoadedCampaign, surroundings: CampaignSurroundings): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = reporter(loaded, problems);
  const { campaign } = loaded;
  const { organisation, taxonomy, findPicture } = surroundings;

  const checkName = (path: FieldPath, name: string, what: string, known: readonly string[]) => {
    if (!known.includes(name))
      report(path, `organisation.yaml has no ${what} "${name}"`, `use one of ${known.join(', ')}`);
  };
  const groups = organisation.groups.map(({ id }) => id);
  const sites = organisation.sites.map(({ id }) => id);
  checkName(['owner'], campaign.owner, 'group', groups);
  if (campaign.approver !== undefined) checkName(['approver'], campaign.approver, 'group', groups);
  const { audience } = campaign;
  for (const [at, site] of (audience.sites ?? []).entries()) checkName(['audience', 'sites', at], site, 'site', sites);
  for (const [at, site] of (audience.exclude?.sites ?? []).entries())
    checkName(['audience', 'exclude', 'sites', at], site, 'site', sites);

  const checkFamily = (path: FieldPath, code: string) => {
    if (!taxonomy.find(code))
      report(path, `"${code}" is not a family of the service catalogue`, 'use a code of dialogs/taxonomy.yaml');
  };
  for (const [at, code] of (campaign.change?.families ?? []).entries()) checkFamily(['change', 'families', at], code);
  for (const [at, code] of (audience.met?.families ?? []).entries()) {
    const path = ['audience', 'met', 'families', at];
    checkFamily(path, code);
    if (/^(security|accessibility)(\.|$)/.test(code))
      report(path, `"${code}" may not choose an audience`, 'security and accessibility families single nobody out');
  }

  for (const { screen, path } of screensOf(loaded)) {
    if (screen.picture) {
      const { file } = screen.picture;
      const size = findPicture(file);
      const at = [...path, 'picture', 'file'];
      if (size === undefined)
        report(at, `there is no picture "${file}"`, `put it into dialogs/campaigns/pictures/${file}`);
      else if (size > largestPicture)
        report(at, `"${file}" weighs ${Math.ceil(size / 1024)} KB`, `make it ${largestPicture / 1024} KB or less`);
    }
    if (screen.type !== 'spot') continue;
    for (const [at, part] of screen.parts.entries())
      for (const language of languages)
        for (const [found] of part.text[language].matchAll(domain))
          if (!harmless.test(found) && !fileName.test(found))
            report(
              [...path, 'parts', at, 'text', language],
              `"${found}" could be a real address`,
              'end it in .example, which nobody can own',
            );
  }
  checkTexts(loaded, surroundings, report);
  return problems;
}

function checkTexts({ source }: LoadedCampaign, { organisation }: CampaignSurroundings, report: Report): void {
  for (const { path, text } of textsIn(source.value)) {
    if (path[0] === 'sources') continue;
    for (const name of unknownOrganisationNames(text, organisation))
      report(path, `organisation.yaml has no value "${name}"`, `add "${name}:" under values, or correct the name`);
    const mistake = path.at(-1) === 'fr' ? findFrenchMistake(text) : undefined;
    if (mistake) report(path, mistake.problem, mistake.mend);
  }
}

/** Every screen with its place, those of the follow-ups included. */
export function screensOf({ campaign }: LoadedCampaign) {
  return [
    ...campaign.screens.map((screen, at) => ({ screen, path: ['screens', at] as FieldPath })),
    ...(campaign.followUps ?? []).flatMap((followUp, index) =>
      followUp.screens.map((screen, at) => ({ screen, path: ['followUps', index, 'screens', at] as FieldPath })),
    ),
  ];
}

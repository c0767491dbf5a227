import type { ContentProblem } from '../../knowledge/index.ts';
import { checkCampaign } from './check.ts';
import { findPictureIn, readCampaigns } from './read.ts';
import type { Campaign, CampaignSurroundings } from './types.ts';

/**
 * Loads the library `<id>.yaml`, the shipped folder first. What does not fit the schema is left out; the problems found
 * are given: whoever starts a service stops on them.
 */
export function loadCampaigns(
  folders: readonly string[],
  surroundings: Omit<CampaignSurroundings, 'findPicture'>,
): { campaigns: ReadonlyMap<string, Campaign>; problems: readonly ContentProblem[] } {
  const { loaded, problems } = readCampaigns(folders);
  const findPicture = findPictureIn(folders);
  return {
    campaigns: new Map([...loaded].map(([id, { campaign }]) => [id, campaign])),
    problems: [
      ...problems,
      ...[...loaded.values()].flatMap((each) => checkCampaign(each, { ...surroundings, findPicture })),
    ],
  };
}

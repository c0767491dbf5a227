import type { Campaign } from '../../dialogs/campaigns/types.ts';

/** Every campaign that an exercise can be of: the library, and those that were launched, which have ids of their own. */
export interface CampaignShelf {
  find(id: string): Campaign | undefined;
  library(): readonly Campaign[];
  /** Puts a launched campaign on the shelf, or its edited form in place of it. */
  put(campaign: Campaign): void;
}

export function createCampaignShelf(library: ReadonlyMap<string, Campaign>): CampaignShelf {
  const launched = new Map<string, Campaign>();
  return {
    find: (id) => launched.get(id) ?? library.get(id),
    library: () => [...library.values()],
    put: (campaign) => {
      launched.set(campaign.id, campaign);
    },
  };
}

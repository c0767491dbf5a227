import type { Organisation, YamlSource } from '../../knowledge/index.ts';
import type { Taxonomy } from '../taxonomy.ts';
import type { Campaign } from './schema.ts';

export type {
  Campaign,
  CampaignAudience,
  CampaignKind,
  CampaignSchedule,
  FollowUp,
  JustInTimeEvent,
} from './schema.ts';
export type { QuestionScreen, Screen } from './screens.ts';

/** A campaign and the text it was read from, so that what is wrong can be shown where it stands. */
export interface LoadedCampaign {
  readonly campaign: Campaign;
  readonly source: YamlSource;
}

/** What a campaign leans on. */
export interface CampaignSurroundings {
  readonly organisation: Organisation;
  readonly taxonomy: Taxonomy;
  /** Size in bytes of a picture of the pictures folders; undefined when there is none of that name. */
  readonly findPicture: (file: string) => number | undefined;
}

/** What is known right before a launch, from the directory and the clock. */
export interface LaunchFacts {
  /** epoch ms */
  readonly now: number;
  /** Names of `audience` that the directory does not know. */
  readonly unknownGroups: readonly string[];
  readonly unknownDepartments: readonly string[];
  /** People who would receive it. */
  readonly audienceSize: number;
  /** Smallest audience drawn from support history (R36). */
  readonly leastDrawn: number;
}

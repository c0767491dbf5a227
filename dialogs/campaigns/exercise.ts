import type { Campaign } from './schema.ts';
import { isQuestion, type Screen } from './screens.ts';

/** The main part of a campaign, or the id of one of its follow-ups. */
export type PartId = string;
export const mainPart: PartId = 'main';

/** Where an employee is in an exercise. Their answers are not here: those are in the participation table alone. */
export interface RunningExercise {
  readonly campaign: string;
  readonly part: PartId;
  /** Index of the screen that is shown. */
  readonly at: number;
  /** `order` only: what was put in place so far. */
  readonly picked?: readonly string[];
  /** Questions answered after the lesson, and how many of them rightly: told at the end. */
  readonly asked: number;
  readonly right: number;
}

/** What became of an exercise: kept under a pseudonym, seen by the employee alone. */
export type ParticipationChange =
  | { readonly what: 'begun' }
  | {
      readonly what: 'answered';
      readonly screen: string;
      readonly picked: readonly string[];
      /** Absent where no answer is right: opinions, practices, acknowledgements. */
      readonly right?: boolean;
      readonly measures?: string;
      readonly stage: 'before' | 'after' | 'none';
    }
  | { readonly what: 'finished' }
  | { readonly what: 'useful'; readonly useful: 'yes' | 'some' | 'no' }
  | { readonly what: 'postponed' };

/** A person's own result, which nobody else is shown. */
export interface OwnResult {
  readonly campaign: string;
  readonly part: PartId;
  /** epoch ms; absent while it is not finished. */
  readonly finishedAt?: number;
  readonly asked: number;
  readonly right: number;
}

/** The screens of a part; undefined when the campaign has no such part. */
export function screensOfPart(campaign: Campaign, part: PartId): readonly Screen[] | undefined {
  if (part === mainPart) return campaign.screens;
  return campaign.followUps?.find(({ id }) => id === part)?.screens;
}

/** Kinds whose usefulness is asked about at the end. */
export const asksUsefulness = ({ kind }: Campaign): boolean =>
  kind !== 'pulse' && kind !== 'alert' && kind !== 'notice' && kind !== 'charter';

/** Kinds that anyone may take up unasked, from the library. */
export const isOpenToAll = ({ kind }: Campaign): boolean =>
  kind === 'tip' || kind === 'lesson' || kind === 'quiz' || kind === 'phish' || kind === 'practice';

/** Questions of a part that count in its result. */
export const countedQuestions = (screens: readonly Screen[]): number =>
  screens.filter((screen) => isQuestion(screen) && screen.stage === 'after').length;

/** Campaigns of a list that are shown together: Teams shows six buttons, and two lead elsewhere. */
export const listedAtOnce = 4;

export const keyOfExercise = ({ campaign, part }: { campaign: string; part: PartId }): string => `${campaign}/${part}`;

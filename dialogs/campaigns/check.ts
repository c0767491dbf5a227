import type { ContentProblem } from '../../knowledge/index.ts';
import { checkReferences, reporter } from './check-references.ts';
import { checkShape } from './check-shape.ts';
import type { CampaignSurroundings, LaunchFacts, LoadedCampaign } from './types.ts';

/** Everything that can be said of a campaign that fits the schema, without the directory or the clock. */
export function checkCampaign(loaded: LoadedCampaign, surroundings: CampaignSurroundings): ContentProblem[] {
  return [...checkReferences(loaded, surroundings), ...checkShape(loaded)].toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0),
  );
}

/**
 * What only the day of the launch can tell: a past date, an unknown group, an audience that is empty or too small to be
 * drawn from support history. A campaign with any of these is not launched.
 */
export function checkLaunch(loaded: LoadedCampaign, facts: LaunchFacts): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = reporter(loaded, problems);
  const { audience, schedule, change, kind } = loaded.campaign;
  // A day is past once it is over everywhere on Earth (UTC−12).
  const today = new Date(facts.now - 12 * 3600_000).toISOString().slice(0, 10);
  if (schedule.start !== undefined && schedule.start < today)
    report(['schedule', 'start'], `${schedule.start} is past`, 'give a day from today on, or remove it to start now');
  if (change && change.date < today) report(['change', 'date'], `${change.date} is past`, 'give the day it happens');
  const unknown = (names: readonly string[], list: 'groups' | 'departments', what: string) => {
    for (const name of names) {
      const inside = audience[list]?.indexOf(name) ?? -1;
      const outside = audience.exclude?.[list]?.indexOf(name) ?? -1;
      const path = inside >= 0 ? ['audience', list, inside] : ['audience', 'exclude', list, Math.max(0, outside)];
      report(path, `the directory has no ${what} "${name}"`, 'copy its name from Entra, or remove it');
    }
  };
  unknown(facts.unknownGroups, 'groups', 'group');
  unknown(facts.unknownDepartments, 'departments', 'department');
  // People who join later are not there yet.
  if (facts.audienceSize === 0 && !audience.newcomers)
    report(['audience'], 'nobody would receive it', 'widen the audience or shorten the exclusions');
  if (audience.met && facts.audienceSize > 0 && facts.audienceSize < facts.leastDrawn)
    report(
      ['audience', 'met'],
      `fewer than ${facts.leastDrawn} people would receive it`,
      'widen the families or the period: so small a group could be recognised',
    );
  if (kind === 'alert' && schedule.start !== undefined)
    report(['schedule', 'start'], 'an alert does not wait', 'remove the day');
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

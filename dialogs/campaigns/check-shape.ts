import type { ContentProblem, FieldPath } from '../../knowledge/index.ts';
import { type Report, reporter, screensOf } from './check-references.ts';
import type { Campaign, CampaignKind } from './schema.ts';
import { isQuestion, type Screen } from './screens.ts';
import type { LoadedCampaign } from './types.ts';

/** Characters: what is read on a telephone without scrolling for long. */
const longestScreen = 900;

/** What each kind must hold: how many screens of which type at least. */
const required: Readonly<Record<CampaignKind, readonly (readonly [Screen['type'] | 'question', number])[]>> = {
  tip: [['text', 1]],
  lesson: [['text', 2]],
  quiz: [['question', 3]],
  phish: [['spot', 1]],
  notice: [['acknowledge', 1]],
  practice: [['practice', 1]],
  charter: [['acknowledge', 1]],
  pulse: [['opinion', 1]],
  change: [
    ['text', 1],
    ['acknowledge', 1],
  ],
  alert: [['text', 1]],
};
/** Kinds that teach: what they say rests on somebody who knows. */
const teaching: readonly CampaignKind[] = ['tip', 'lesson', 'quiz', 'phish', 'practice'];

/** What fields must or must not stand together. */
export function checkShape(loaded: LoadedCampaign): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = reporter(loaded, problems);
  const { campaign } = loaded;
  checkKind(campaign, report);
  checkAudience(campaign, report);
  checkSchedule(campaign, report);
  const seen = new Set<string>();
  for (const { screen, path } of screensOf(loaded)) {
    if (seen.has(screen.id)) report([...path, 'id'], `the id "${screen.id}" stands twice`, 'give each its own id');
    seen.add(screen.id);
    checkScreen(screen, path, report);
  }
  checkRetest(campaign, report);
  return problems;
}

function checkKind(campaign: Campaign, report: Report): void {
  const { kind, screens, followUps } = campaign;
  for (const [type, least] of required[kind]) {
    const count = screens.filter((screen) => (type === 'question' ? isQuestion(screen) : screen.type === type)).length;
    if (count < least)
      report(['screens'], `a ${kind} needs at least ${least} screen(s) "${type}", this has ${count}`, 'add what lacks');
  }
  if (kind === 'pulse' && screens.length > 2)
    report(['screens'], 'a pulse is one question', 'keep one opinion, and a text before it at most');
  if (teaching.includes(kind) && campaign.sources.length === 0)
    report(['sources'], 'what it teaches rests on no source', 'name the page it follows (ANSSI, CNIL, NIST…)');
  const only = (field: 'change' | 'preApproved', wanted: CampaignKind) => {
    if (kind === wanted && !campaign[field]) report([field], `a ${wanted} needs it`, `add "${field}:"`);
    if (kind !== wanted && campaign[field])
      report([field], `only a ${wanted} has it`, `remove it, or write "kind: ${wanted}"`);
  };
  only('change', 'change');
  only('preApproved', 'alert');
  if (kind === 'change' && !followUps?.some(({ purpose }) => purpose === 'feedback'))
    report(['followUps'], 'nobody is asked how the change went', 'add a follow-up with "purpose: feedback"');
  if (kind === 'alert' && (campaign.holdout !== undefined || campaign.schedule.waves))
    report(['kind'], 'an alert goes to everyone at once', 'remove the holdout and the waves');
  for (const [at, { purpose }] of (followUps ?? []).entries())
    if (purpose === 'help' && kind !== 'change')
      report(['followUps', at, 'purpose'], 'only a change has a day of help', 'write retest or feedback');
}

function checkAudience({ audience }: Campaign, report: Report): void {
  const { exclude, ...included } = audience;
  const named = Object.entries(included).filter(([, value]) => value !== undefined);
  if (named.length === 0)
    report(['audience'], 'reaches nobody', 'add everyone: true, groups, departments, sites, newcomers or met');
  if (audience.everyone && named.length > 1)
    report(['audience', 'everyone'], 'everyone is named beside a part of them', 'keep one of the two');
  for (const list of ['groups', 'departments', 'sites'] as const)
    for (const [at, name] of (exclude?.[list] ?? []).entries())
      if (included[list]?.includes(name as never))
        report(['audience', 'exclude', list, at], `"${name}" is included and excluded`, 'keep one of the two');
}

function checkSchedule({ schedule, kind, followUps }: Campaign, report: Report): void {
  const { hours, waves, deadlineDays, expiryDays, reminders } = schedule;
  if (hours && hours.from >= hours.to)
    report(['schedule', 'hours'], `${hours.from} is not before ${hours.to}`, 'put the earlier hour under "from"');
  const sum = (waves ?? []).reduce((total, { percent }) => total + percent, 0);
  if (waves && Math.abs(sum - 100) > 0.01)
    report(['schedule', 'waves'], `the waves add up to ${sum} %`, 'make them 100 % together');
  if (waves?.some(({ afterDays }) => afterDays >= expiryDays))
    report(['schedule', 'expiryDays'], 'a wave would start after the campaign expired', 'let it expire later');
  if (deadlineDays !== undefined && deadlineDays > expiryDays)
    report(['schedule', 'deadlineDays'], 'the deadline is past the expiry', 'let it expire later');
  if (reminders && reminders.most > 0 && deadlineDays === undefined)
    report(['schedule', 'reminders'], 'there is nothing to remind of without a deadline', 'add "deadlineDays:"');
  if (reminders && kind === 'alert') report(['schedule', 'reminders'], 'an alert reminds of nothing', 'remove it');
  for (const [at, { afterDays, purpose }] of (followUps ?? []).entries())
    if (purpose === 'retest' && afterDays < 7)
      report(['followUps', at, 'afterDays'], 'a retest so soon measures nothing', 'wait a week at least, 30 days best');
}

function checkScreen(screen: Screen, path: FieldPath, report: Report): void {
  const shown = screen.type === 'true-false' ? 'statement' : 'text' in screen ? 'text' : 'question';
  const words = (screen as unknown as Record<string, { fr: string; en: string }>)[shown]!;
  for (const language of ['fr', 'en'] as const)
    if (words[language].length > longestScreen)
      report([...path, shown, language], `is ${words[language].length} characters long`, 'split it in two screens');
  const ids = (list: readonly { id: string }[], field: string) => {
    for (const [at, { id }] of list.entries())
      if (list.findIndex((other) => other.id === id) !== at)
        report([...path, field, at, 'id'], `the id "${id}" stands twice`, 'give each its own id');
  };
  if (screen.type === 'order') ids(screen.items, 'items');
  if (screen.type === 'spot') ids(screen.parts, 'parts');
  if (screen.type === 'opinion') ids(screen.scale, 'scale');
  if (screen.type !== 'single' && screen.type !== 'several') return;
  ids(screen.answers, 'answers');
  const right = screen.answers.filter((answer) => answer.right).length;
  if (screen.type === 'single' && right !== 1)
    report([...path, 'answers'], `${right} answers are right`, 'mark exactly one "right: true"');
  if (screen.type === 'several' && (right === 0 || right === screen.answers.length))
    report([...path, 'answers'], `${right} answers of ${screen.answers.length} are right`, 'some are, some are not');
}

/** A retest without a paired item compares nothing. */
function checkRetest(campaign: Campaign, report: Report): void {
  const measured = new Set(campaign.screens.flatMap((screen) => (isQuestion(screen) ? [screen.measures] : [])));
  for (const [at, { purpose, screens }] of (campaign.followUps ?? []).entries()) {
    if (purpose !== 'retest') continue;
    for (const [index, screen] of screens.entries())
      if (isQuestion(screen) && (screen.measures === undefined || !measured.has(screen.measures)))
        report(
          ['followUps', at, 'screens', index, 'measures'],
          'pairs with no question of the main part',
          'give both the same "measures:"',
        );
    if (!screens.some(isQuestion))
      report(['followUps', at, 'screens'], 'a retest asks nothing', 'add a question paired with one of the main part');
  }
}

import { screensOfPart } from '../../../dialogs/campaigns/exercise.ts';
import type { Figures, QuestionFigures } from '../../../dialogs/campaigns/report/report.ts';
import type { Interval, Proportion } from '../../../dialogs/campaigns/report/statistics.ts';
import type { Screen } from '../../../dialogs/campaigns/screens.ts';
import type { Campaign } from '../../../dialogs/campaigns/types.ts';
import type { Language } from '../../../knowledge/index.ts';
import type { Reader } from './layout.ts';

/** The day, always with its date: a report is read long after. */
export const dayText = ({ language }: Reader, at: number): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'fr-FR', { dateStyle: 'long' }).format(at);

/** « 72 % ». */
export const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

/** « 64 à 79 % », the 95 % confidence interval. */
export const range = (reader: Reader, { low, high }: Interval): string =>
  reader.text('desk.campaign.range', { low: Math.round(low * 100), high: Math.round(high * 100) });

/** A change in points, with its sign. */
export const points = (reader: Reader, { estimate, low, high }: Interval): string => {
  const signed = (share: number) => `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(Math.round(share * 100))}`;
  return reader.text('desk.campaign.points', { by: signed(estimate), low: signed(low), high: signed(high) });
};

export const ofPeople = ({ count, of }: Proportion): string => `${count} / ${of}`;

const allScreens = (campaign: Campaign): readonly Screen[] => [
  ...screensOfPart(campaign, 'main')!,
  ...(campaign.followUps ?? []).flatMap(({ screens }) => screens),
];

/** The words of a screen, shortened to a line. */
export function questionText(campaign: Campaign, id: string, language: Language): string {
  const screen = allScreens(campaign).find((each) => each.id === id);
  if (!screen) return id;
  const said = screen.type === 'true-false' ? screen.statement : 'question' in screen ? screen.question : screen.text;
  return said[language].replaceAll('*', '').replace(/\s+/g, ' ');
}

/** Choices of an opinion or a practice, in the order of the scale, with how many chose each. */
export function opinionRows(
  campaign: Campaign,
  { screen: id, counts }: NonNullable<Figures['opinions']>[number],
  reader: Reader,
): { label: string; count: number }[] {
  const screen = allScreens(campaign).find((each) => each.id === id);
  const scale =
    screen?.type === 'opinion'
      ? screen.scale.map((each) => ({ id: each.id, label: each.label[reader.language] }))
      : [
          { id: 'done', label: reader.text('campaign.practice.done') },
          { id: 'will-do', label: reader.text('campaign.practice.willDo') },
          { id: 'cannot', label: reader.text('campaign.practice.cannot') },
        ];
  return scale.map((each) => ({ label: each.label, count: counts[each.id] ?? 0 }));
}

export const stageText = (reader: Reader, { stage }: QuestionFigures): string =>
  reader.text(`desk.campaign.stage.${stage}`);

/** A group's name: its own, the small ones together, or not known. */
export const groupText = (reader: Reader, group: string): string =>
  group === '*'
    ? reader.text('desk.campaign.group.others')
    : group === ''
      ? reader.text('desk.campaign.group.unknown')
      : group;

import { stringify } from 'yaml';
import { z } from 'zod';
import { checkCampaign } from '../../dialogs/campaigns/check.ts';
import { parseCampaign } from '../../dialogs/campaigns/read.ts';
import type { Campaign, CampaignSurroundings } from '../../dialogs/campaigns/types.ts';
import type { ContentProblem } from '../../knowledge/index.ts';

/** Kinds that the form can write; the others are written as YAML. */
export const formKinds = ['tip', 'lesson', 'notice', 'charter', 'practice', 'pulse'] as const;

const line = z.string().trim().max(4000).default('');

/** The fields of the form, as a browser sends them. */
export const campaignForm = z.object({
  id: line,
  kind: z.enum(formKinds),
  titleFr: line,
  titleEn: line,
  goalFr: line,
  goalEn: line,
  subject: line,
  owner: line,
  minutes: line,
  departments: line,
  exclude: line,
  start: line,
  deadlineDays: line,
  reminders: line,
  expiryDays: line,
  textFr: line,
  textEn: line,
  questionFr: line,
  questionEn: line,
  answersFr: line,
  answersEn: line,
  whyFr: line,
  whyEn: line,
  sourceTitle: line,
  sourceUrl: line,
});
export type CampaignForm = z.infer<typeof campaignForm>;

/** The campaign that the form describes, as the YAML of a file, and what stands against it. */
export function writeCampaign(
  form: CampaignForm,
  surroundings: CampaignSurroundings,
): { readonly yaml: string; readonly campaign?: Campaign; readonly problems: readonly ContentProblem[] } {
  const yaml = stringify(asData(form), { lineWidth: 0 });
  const { campaign, source, problems } = parseCampaign(yaml, `${form.id || 'campaign'}.yaml`);
  if (!campaign) return { yaml, problems };
  return { yaml, campaign, problems: checkCampaign({ campaign, source }, surroundings) };
}

/** Lists are written one a line, or with commas. */
const listOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter(Boolean);
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean);
const numberOf = (text: string): number | undefined => (text === '' ? undefined : Number(text));

function asData(form: CampaignForm): object {
  const departments = listOf(form.departments);
  const exclude = listOf(form.exclude);
  const reminders = numberOf(form.reminders);
  return dropEmpty({
    id: form.id,
    kind: form.kind,
    title: { fr: form.titleFr, en: form.titleEn },
    goal: { fr: form.goalFr, en: form.goalEn },
    subject: form.subject || form.id,
    owner: form.owner,
    minutes: numberOf(form.minutes),
    audience: {
      ...(departments.length > 0 ? { departments } : { everyone: true }),
      exclude: exclude.length > 0 ? { departments: exclude } : undefined,
    },
    schedule: {
      start: form.start || undefined,
      deadlineDays: numberOf(form.deadlineDays),
      reminders: reminders ? { everyDays: 5, most: reminders } : undefined,
      expiryDays: numberOf(form.expiryDays),
    },
    screens: screensOf(form),
    sources: form.sourceUrl ? [{ title: form.sourceTitle, url: form.sourceUrl }] : undefined,
  });
}

function screensOf(form: CampaignForm): object[] {
  const text = { fr: form.textFr, en: form.textEn };
  const question = { fr: form.questionFr, en: form.questionEn };
  const answers = pairs(form.answersFr, form.answersEn);
  if (form.kind === 'notice' || form.kind === 'charter') return [{ id: 'read', type: 'acknowledge', text }];
  if (form.kind === 'practice') return [{ id: 'practice', type: 'practice', text }];
  if (form.kind === 'pulse')
    return [
      {
        id: 'opinion',
        type: 'opinion',
        question,
        scale: answers.map((label, at) => ({ id: `choice-${at + 1}`, label })),
      },
    ];
  const paragraphs = pairs(form.textFr, form.textEn).map((each, at) => ({
    id: `screen-${at + 1}`,
    type: 'text',
    text: each,
  }));
  if (!form.questionFr && !form.questionEn) return paragraphs;
  const why = pairs(form.whyFr, form.whyEn);
  return [
    ...paragraphs,
    {
      id: 'question',
      type: 'single',
      measures: 'question',
      question,
      // The right answer is written first; the others follow.
      answers: answers.map((label, at) => ({
        id: `answer-${at + 1}`,
        label,
        right: at === 0,
        why: why[at] ?? { fr: '', en: '' },
      })),
    },
  ];
}

/** The lines of both languages, side by side; a missing one stays empty, and the check names it. */
function pairs(fr: string, en: string): { fr: string; en: string }[] {
  const [french, english] = [linesOf(fr), linesOf(en)];
  return Array.from({ length: Math.max(french.length, english.length) }, (_, at) => ({
    fr: french[at] ?? '',
    en: english[at] ?? '',
  }));
}

function dropEmpty(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

import { screensOfPart } from '../campaigns/exercise.ts';
import { markable, shuffled, unlinked } from '../campaigns/marking.ts';
import type { Screen } from '../campaigns/screens.ts';
import type { Campaign } from '../campaigns/types.ts';
import { type Turn, text } from './turn.ts';
import type { Choice, Effect, Prompt, Shown, Text } from './types.ts';

type Ask = Extract<Effect, { type: 'ask' }>;
type Written = { readonly fr: string; readonly en: string };

const choice = (id: string, key: string): Choice => ({ id, label: text(key) });
const named = ({ id, label }: { id: string; label: Written }): Choice => ({ id, label: { written: label } });

/** The screen that is shown; undefined when the campaign is gone or was changed under it. */
export function currentScreen(
  turn: Turn,
): { campaign: Campaign; screens: readonly Screen[]; screen: Screen } | undefined {
  const { exercise } = turn.state;
  const campaign = exercise && turn.kit.findCampaign(exercise.campaign);
  const screens = campaign && screensOfPart(campaign, exercise.part);
  const screen = screens?.[exercise!.at];
  return campaign && screens && screen ? { campaign, screens, screen } : undefined;
}

/** What a campaign's question looks like, with its buttons. */
export function exerciseQuestion(turn: Turn, prompt: Extract<Prompt, { kind: 'exercise' }>): Ask | undefined {
  const current = currentScreen(turn);
  if (!current) return undefined;
  const { campaign, screens, screen } = current;
  switch (prompt.step) {
    case 'screen':
      return withProgress(askScreen(turn, screen, campaign), turn.state.exercise!.at, screens.length);
    case 'next':
      return { type: 'ask', text: text('campaign.goOn'), choices: [choice('next', 'campaign.next')] };
    case 'useful':
      return {
        type: 'ask',
        text: text('campaign.useful'),
        choices: [
          choice('useful-yes', 'campaign.useful.yes'),
          choice('useful-some', 'campaign.useful.some'),
          choice('useful-no', 'campaign.useful.no'),
        ],
      };
    case 'resume':
      return {
        type: 'ask',
        text: text('campaign.resume', { title: { written: campaign.title } }),
        choices: [choice('resume', 'campaign.resume.yes'), choice('later', 'campaign.later')],
      };
  }
}

/** « 2 / 6 », so that nobody wonders how long it is. */
function withProgress(asked: Ask, at: number, of: number): Ask {
  if (of === 1) return asked;
  const progress = text('campaign.progress', { at: at + 1, of });
  return { ...asked, text: { all: [progress, asked.text], separator: '\n\n' } };
}

function askScreen(turn: Turn, screen: Screen, campaign: Campaign): Ask {
  const shown: Shown[] = screen.picture
    ? [{ type: 'picture', file: screen.picture.file, alternative: { written: screen.picture.alternative } }]
    : [];
  const ask = (question: Text, choices: readonly Choice[], more: Partial<Ask> = {}): Ask => ({
    type: 'ask',
    text: question,
    choices,
    ...(shown.length > 0 ? { shown } : {}),
    ...more,
  });
  switch (screen.type) {
    case 'text':
      return ask({ written: screen.text }, [
        campaign.kind === 'tip' || campaign.kind === 'alert'
          ? choice('next', 'campaign.understood')
          : choice('next', 'campaign.next'),
        choice('later', 'campaign.later'),
      ]);
    case 'single':
      return ask({ written: screen.question }, screen.answers.map(named));
    case 'true-false':
      return ask({ all: [text('campaign.trueFalse'), { written: screen.statement }], separator: ' ' }, [
        choice('true', 'campaign.true'),
        choice('false', 'campaign.false'),
      ]);
    case 'several':
      return ask({ all: [{ written: screen.question }, text('campaign.several')], separator: ' ' }, handIn(), {
        marks: screen.answers.map(named),
      });
    case 'order':
      return ask(orderQuestion(turn, screen), remaining(turn, screen).map(named));
    case 'spot':
      return ask(
        { all: [{ written: screen.question }, text('campaign.spot')], separator: ' ' },
        [...handIn(), choice('nothing', 'campaign.nothingSuspect')],
        {
          shown: [
            ...shown,
            {
              type: 'mail',
              lines: screen.parts.map((part) => ({ part: part.part, text: { written: unlinked(part.text) } })),
            },
          ],
          marks: screen.parts.map((part) => ({ id: part.id, label: partLabel(part) })),
        },
      );
    case 'acknowledge':
      return ask({ written: screen.text }, [
        screen.label
          ? named({ id: 'acknowledged', label: screen.label })
          : choice('acknowledged', 'campaign.acknowledge'),
        choice('later', 'campaign.later'),
      ]);
    case 'practice':
      return ask(
        screen.how
          ? { all: [{ written: screen.text }, { written: screen.how }], separator: '\n\n' }
          : { written: screen.text },
        [
          choice('done', 'campaign.practice.done'),
          choice('will-do', 'campaign.practice.willDo'),
          choice('cannot', 'campaign.practice.cannot'),
        ],
      );
    case 'opinion':
      return ask({ written: screen.question }, screen.scale.map(named));
  }
}

const handIn = (): Choice[] => [choice('marked', 'campaign.handIn')];

/** « Expéditeur : … » */
export const partLabel = (part: { part: string; text: Written }): Text => ({
  all: [text(`campaign.part.${part.part}`), { written: unlinked(part.text) }],
  separator: ' ',
});

type Order = Extract<Screen, { type: 'order' }>;

/** What is left to be put in place, in the order in which it is shown. */
export function remaining(turn: Turn, screen: Order): readonly { id: string; label: Written }[] {
  const picked = turn.state.exercise?.picked ?? [];
  return shuffled(screen.items).filter(({ id }) => !picked.includes(id));
}

function orderQuestion(turn: Turn, screen: Order): Text {
  const picked = turn.state.exercise?.picked ?? [];
  if (picked.length === 0)
    return { all: [{ written: screen.question }, text('campaign.order.first')], separator: '\n\n' };
  const labels = picked.map(
    (id, at): Text => ({
      all: [`${at + 1}.`, { written: screen.items.find((item) => item.id === id)!.label }].map((each) =>
        typeof each === 'string' ? { data: each } : each,
      ),
      separator: ' ',
    }),
  );
  return { all: [{ all: labels, separator: '\n' }, text('campaign.order.then')], separator: '\n\n' };
}

/** Whether things are marked on this screen, and which. */
export const marksOf = (screen: Screen): readonly { id: string }[] => markable(screen);

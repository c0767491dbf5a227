import type { Activity } from 'botbuilder';
import { type PartId, screensOfPart } from '../../dialogs/campaigns/exercise.ts';
import type { Campaign, Screen } from '../../dialogs/campaigns/types.ts';
import type { CampaignAction, Text } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';
import { plainWords } from './markdown.ts';
import type { Texts } from './texts.ts';

export interface InvitationOptions {
  readonly texts: Texts;
  readonly language: Language;
  /** Text only (DESIGN §6, plain mode). */
  readonly plain: boolean;
  /** Day until which it is to be done, ISO 8601; absent where there is none. */
  readonly deadline?: string | undefined;
  /** Sent before, and not finished. */
  readonly reminder?: boolean;
}

/**
 * The message by which a campaign, or a later part of it, reaches somebody. What is one screen to read is said at once;
 * anything longer is offered. Its buttons name the campaign alone: whose answer it is, the channel says (R27).
 */
export function renderInvitation(campaign: Campaign, part: PartId, options: InvitationOptions): Partial<Activity> {
  const { texts, language, plain } = options;
  const write = (text: Text): string => texts.write(text, { language, as: 'markdown' });
  const only = screensOfPart(campaign, part)?.at(0);
  const whole = isRead(only) && screensOfPart(campaign, part)!.length === 1 ? only : undefined;
  const paragraphs = whole
    ? [`**${campaign.title[language]}**`, write({ written: whole.text })]
    : offer(campaign, options).map(write);
  const buttons: [CampaignAction, Text][] = whole
    ? [['done', { key: whole.type === 'text' ? 'campaign.understood' : 'campaign.acknowledge' }]]
    : [
        ['start', { key: 'campaign.invitation.start' }],
        ['later', { key: 'campaign.later' }],
      ];
  buttons.push(['why', { key: 'campaign.invitation.why' }]);
  const said = plainWords(paragraphs.join('\n\n'));
  if (plain) {
    const how = whole ? [] : [write({ key: 'campaign.invitation.typed' })];
    return { type: 'message', textFormat: 'markdown', text: [...paragraphs, ...how].join('\n\n') };
  }
  const readable = `${said}\n${buttons.map(([, label]) => plainWords(write(label))).join(' / ')}`;
  return {
    type: 'message',
    summary: plainWords(campaign.title[language]),
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          lang: language,
          speak: readable,
          fallbackText: readable,
          body: paragraphs.map((text) => ({ type: 'TextBlock', text, wrap: true })),
          actions: buttons.map(([action, label]) => ({
            type: 'Action.Submit',
            title: plainWords(write(label)),
            data: { guichet: 'campaign', action, campaign: campaign.id, part },
          })),
        },
      },
    ],
  };
}

const isRead = (screen: Screen | undefined): screen is Extract<Screen, { type: 'text' | 'acknowledge' }> =>
  screen?.type === 'text' || screen?.type === 'acknowledge';

function offer(campaign: Campaign, { deadline, reminder }: InvitationOptions): Text[] {
  const until: Text | string =
    deadline === undefined
      ? ''
      : { key: 'campaign.invitation.deadline', with: { at: { key: 'date', with: { at: deadline } } } };
  const invitation: Text = {
    key: 'campaign.invitation',
    with: {
      title: { written: campaign.title },
      goal: { written: campaign.goal },
      minutes: campaign.minutes,
      deadline: until,
    },
  };
  return reminder ? [{ key: 'campaign.invitation.reminder' }, invitation] : [invitation];
}

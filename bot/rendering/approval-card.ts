import type { Activity } from 'botbuilder';
import type { Text } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';
import { plainWords } from './markdown.ts';
import type { Texts } from './texts.ts';

export interface ApprovalCardOptions {
  readonly language: Language;
  readonly paragraphs: readonly Text[];
  /** Names the request; spent once. */
  readonly nonce: string;
  readonly now: number;
}

/** What somebody is asked to agree to, with a button each for yes and no. Typed words decide nothing. */
export function renderApproval(
  texts: Texts,
  { language, paragraphs, nonce, now }: ApprovalCardOptions,
): Partial<Activity> {
  const write = (text: Text) => texts.write(text, { language, as: 'markdown', now });
  const body = paragraphs.map(write);
  const label = (key: string) => plainWords(write({ key }));
  const buttons = [
    { title: label('approval.approve'), decision: 'approve' },
    { title: label('approval.refuse'), decision: 'refuse' },
  ];
  const words = `${plainWords(body.join('\n\n'))}\n${buttons.map(({ title }) => title).join(' / ')}`;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    speak: words,
    fallbackText: words,
    body: body.map((text, index) => ({ type: 'TextBlock', text, wrap: true, ...(index > 0 && { spacing: 'Medium' }) })),
    actions: buttons.map(({ title, decision }) => ({
      type: 'Action.Submit',
      title,
      data: { guichet: 'approval', decision, nonce },
    })),
  };
  return {
    type: 'message',
    summary: words.slice(0, 140),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

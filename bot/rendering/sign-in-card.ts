import type { Activity, SignInUrlResponse } from 'botbuilder';
import type { Language } from '../../knowledge/index.ts';
import { plainWords } from './markdown.ts';
import type { Texts } from './texts.ts';

export interface SignInCardOptions {
  readonly language: Language;
  readonly resource: SignInUrlResponse & { readonly connectionName: string };
  /** Local mode: the Playground knows the public token service alone, so the page shows a code to type. */
  readonly typedCode: boolean;
  /** Text only. Teams needs its own card all the same, and shows a screen reader its text. */
  readonly plain: boolean;
  readonly now: number;
}

/**
 * Teams answers the first kind of card by itself, without a click where it can (single sign-on); the second is a link to
 * a page that shows a code.
 */
export function renderSignIn(texts: Texts, options: SignInCardOptions): Partial<Activity> {
  const { language, resource, typedCode, plain, now } = options;
  const write = (key: string) => plainWords(texts.write({ key }, { language, as: 'markdown', now }));
  const { connectionName, signInLink = '', tokenExchangeResource } = resource;
  const title = write('signIn.button');
  const text = write(typedCode ? 'signIn.askCode' : 'signIn.ask');
  if (typedCode && plain) return { type: 'message', textFormat: 'plain', text: `${text}\n${signInLink}` };
  const attachment = typedCode
    ? {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          lang: language,
          speak: text,
          fallbackText: `${text}\n${signInLink}`,
          body: [{ type: 'TextBlock', text, wrap: true }],
          actions: [{ type: 'Action.OpenUrl', title, url: signInLink }],
        },
      }
    : {
        contentType: 'application/vnd.microsoft.card.oauth',
        content: {
          text,
          connectionName,
          ...(tokenExchangeResource && { tokenExchangeResource }),
          buttons: [{ type: 'signin', title, value: signInLink }],
        },
      };
  return { type: 'message', summary: text.slice(0, 140), attachments: [attachment] };
}

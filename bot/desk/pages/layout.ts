import type { TextParameters } from '../../../dialogs/index.ts';
import type { Language } from '../../../knowledge/index.ts';
import type { Texts } from '../../rendering/texts.ts';
import { html, type Markup, markupText } from '../html.ts';

/** What pages are written with, for one reader. */
export interface Reader {
  readonly language: Language;
  /** A text of bot/locales/desk.<language>.json. */
  text(key: string, parameters?: TextParameters): string;
  /** epoch ms, as a `time` element in the organisation's time zone. */
  time(at: number): Markup;
  timeText(at: number): string;
}

export function readerOf(texts: Texts, language: Language, now: number): Reader {
  const timeText = (at: number) => texts.write({ key: 'dateTime', with: { at } }, { language, as: 'plain', now });
  return {
    language,
    text: (key, parameters) => texts.write(parameters ? { key, with: parameters } : { key }, { language, as: 'plain' }),
    timeText,
    time: (at) => html`<time datetime="${new Date(at).toISOString()}">${timeText(at)}</time>`,
  };
}

/** The language that the browser prefers of the two; French where it says neither. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  return /\b(fr|en)\b/i.exec(acceptLanguage ?? '')?.[1]?.toLowerCase() === 'en' ? 'en' : 'fr';
}

/** A whole page: landmarks, a skip link, one first heading in `main`, and no script. */
export function layout(reader: Reader, title: string, main: Markup): string {
  const { language, text } = reader;
  return markupText(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${text('desk.name')}</title>
<link rel="stylesheet" href="/desk/desk.css">
</head>
<body>
<a class="skip" href="#content">${text('desk.skip')}</a>
<header>
<nav aria-label="${text('desk.navigation')}"><a href="/desk">${text('desk.name')} · ${text('desk.tickets')}</a>
<a href="/desk/outages">${text('desk.outages')}</a>
<a href="/desk/problems">${text('desk.problems')}</a>
<a href="/desk/figures">${text('desk.figures')}</a>
<a href="/desk/approvals">${text('desk.approvals')}</a>
<a href="/desk/campaigns">${text('desk.campaigns')}</a></nav>
</header>
<main id="content" tabindex="-1">
${main}
</main>
</body>
</html>
`);
}

/** A page that says what went wrong, where to go on, and the id under which the log has it. */
export function errorPage(reader: Reader, key: string, id: string, again: boolean): string {
  const { text } = reader;
  return layout(
    reader,
    text('desk.error.title'),
    html`<h1>${text('desk.error.title')}</h1>
<p role="alert">${text(key)}</p>
${again && html`<p><a href="">${text('desk.error.again')}</a></p>`}
<p><a href="/desk">${text('desk.error.back')}</a></p>
<p>${text('desk.error.id', { id })}</p>`,
  );
}

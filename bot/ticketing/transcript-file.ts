import type { TranscriptLine } from '../../adapters/database/repositories/transcript.ts';
import { escapeHtml } from '../../adapters/ticketing/html.ts';
import type { TicketFile } from '../../adapters/ticketing/port.ts';

export interface TranscriptOptions {
  readonly reference: string;
  readonly title: string;
  readonly language: 'fr' | 'en';
  /** Who said it, where the line has no name. */
  readonly nameOf: (author: TranscriptLine['author']) => string;
  /** A moment for people, from epoch ms. */
  readonly timeOf: (at: number) => string;
  /** What stands for a message that was taken back. */
  readonly deleted: string;
}

/** What was said, in the original, as text and as a page that loads nothing (R34). */
export function transcriptFiles(lines: readonly TranscriptLine[], options: TranscriptOptions): TicketFile[] {
  const { reference, title, language } = options;
  const said = lines.map((line) => ({
    who: line.authorName ?? options.nameOf(line.author),
    when: options.timeOf(line.at),
    text: line.deletedAt === undefined ? line.text : options.deleted,
  }));
  const text = said.map(({ who, when, text: words }) => `${who}, ${when}\n${words}\n`).join('\n');
  const rows = said
    .map(
      ({ who, when, text: words }) =>
        `<dt>${escapeHtml(who)} <time>${escapeHtml(when)}</time></dt>\n<dd>${escapeHtml(words)}</dd>`,
    )
    .join('\n');
  const heading = escapeHtml(`${reference} · ${title}`);
  const page = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${heading}</title>
<style>body{font-family:sans-serif;max-width:45rem}dt{font-weight:bold;margin-top:1rem}dd{margin:0;white-space:pre-wrap}</style></head>
<body><h1>${heading}</h1>
<dl>
${rows}
</dl></body></html>
`;
  const file = (extension: string, contentType: string, content: string): TicketFile => ({
    name: `${reference}-transcript.${extension}`,
    contentType,
    content: Buffer.from(content, 'utf8'),
  });
  return [file('txt', 'text/plain', text), file('html', 'text/html', page)];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an HTML body: nothing in it is markup. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark]!);

/** Text of several lines for an HTML body. */
export const textToHtml = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** The words of an HTML body, its blocks on lines of their own. What a technician wrote is read, never shown as markup (R34). */
export function htmlToText(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\s*<br\s*\/?>\s*/gi, '\n')
    .replace(/<\/(?:p|div|li|tr|h[1-6]|blockquote)\s*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x[\da-f]+|#\d+|\w+);/gi, unescapeOne)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function decode(name: string): string | undefined {
  if (!name.startsWith('#')) return named[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const unescapeOne = (whole: string, name: string): string => decode(name) ?? whole;

/** HTML that was escaped as a whole. */
export const unescapeHtml = (html: string): string => html.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, unescapeOne);

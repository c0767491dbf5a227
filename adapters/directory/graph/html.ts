const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

/** Plain words as HTML, which is what Exchange keeps automatic replies as. */
export const toHtml = (words: string): string =>
  words.replace(/[&<>"]/g, (character) => entities[character]!).replaceAll('\n', '<br>');

/** The words of an HTML text: lines stay lines, tags and styles go. */
export const fromHtml = (html: string): string =>
  html
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => characters[name]!)
    .trim();

/** French typography has no-break spaces and curly apostrophes; patterns are typed without them. */
export const flat = (text: string): string =>
  text
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/[’ʼ]/g, "'")
    .replace(/\*\*?/g, '')
    .replace(/[^\S\n]+/g, ' ');

/** A part of the text, whatever its case, or a /regular expression/. */
export function matches(text: string, pattern: string): boolean {
  const read = flat(text);
  const expression = /^\/(.*)\/([a-z]*)$/s.exec(pattern);
  if (expression) return new RegExp(expression[1]!, expression[2] || 'i').test(read);
  return read.toLocaleLowerCase().includes(flat(pattern).toLocaleLowerCase());
}

const french = /\b(?:le|la|les|vous|votre|un|une|des|est|pas|et|que|ce|je|dans|pour|avec|sur)\b/gi;
const english = /\b(?:the|you|your|is|it|this|a|an|and|that|to|of|not|with|on|in|for)\b/gi;

/** The language that most of a text's small words are of; undefined when there are too few to tell. */
export function languageOf(text: string): 'fr' | 'en' | undefined {
  const words = flat(text).replace(/"[^"]*"|«[^»]*»/g, ' ');
  const counts = { fr: words.match(french)?.length ?? 0, en: words.match(english)?.length ?? 0 };
  if (Math.max(counts.fr, counts.en) < 3 || counts.fr === counts.en) return undefined;
  return counts.fr > counts.en ? 'fr' : 'en';
}

/** What no message may ever show. */
const leftovers: readonly [RegExp, string][] = [
  [/\{[\w.-]+\}/, 'a placeholder that was not filled'],
  [/\bundefined\b|\bnull\b|\[object|\bNaN\b/, 'a value that leaked'],
  [/^\s*$/, 'nothing'],
];

/** Faults of any message, whatever the conversation. */
export function faultsOf(words: string, language: 'fr' | 'en'): string[] {
  const faults = leftovers.filter(([pattern]) => pattern.test(words)).map(([, what]) => `shows ${what}`);
  const written = languageOf(words);
  if (written && written !== language) faults.push(`is not in ${language}`);
  return faults;
}

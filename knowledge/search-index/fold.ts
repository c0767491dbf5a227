const ascii = /^[\0-\x7f]*$/;
const marks = /\p{M}+/gu;
const apostrophes = /[\u2018\u2019\u02bc\u2032`\u00b4]/g;

/**
 * The form in which texts are compared: lower case, accents and ligatures opened, every apostrophe and space the plain
 * one. « L’Écran\u00a0bleu » gives "l'ecran bleu".
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replaceAll('`', "'");
  return text
    .replace(apostrophes, "'")
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[\u2010\u2011]/g, '-');
}

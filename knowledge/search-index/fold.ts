const ascii = /^[\0-\x7f]*$/;
const commonMarks = /[\u0300-\u036f]+/g;
/** Letters past Latin, Greek and Cyrillic, whose marks are others. */
const further = /[\u0483-\u1fff\u2c00-\uffff]/;
const marks = /\p{M}+/gu;
const apostrophes = /[\u2018\u2019\u02bc\u2032`\u00b4]/g;

/**
 * The form in which texts are compared: lower case, accents and ligatures opened, every apostrophe and space the plain
 * one. « L’Écran\u00a0bleu » gives "l'ecran bleu".
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replaceAll('`', "'");
  const bare = text.replace(apostrophes, "'").normalize('NFKD').replace(commonMarks, '');
  return (further.test(bare) ? bare.replace(marks, '') : bare)
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[\u2010\u2011]/g, '-');
}

/**
 * Endings that French and English words change by, longest first. A light stemmer for routing alone, which reads both
 * languages at once and some thousand words at load; searching uses the full analysis of knowledge.
 */
const endings =
  /(?:issements?|issement|ements?|ations?|itions?|utions?|ateurs?|atrices?|ments?|tions?|sions?|aient|erait|euses?|eurs?|antes?|ante|ants?|iques?|ables?|ings?|ally|ness|ees?|ers?|ez|ent|ait|ais|ant|ons|ies|ied|ed|es|er|ir|re|ly|e|s|x|t)$/;
const shortest = 4;

/** The unchanging beginning of a folded word; short words and codes are left as they are. */
export function lightStem(word: string): string {
  if (word.length <= shortest || /\d/.test(word)) return word;
  const ending = endings.exec(word);
  if (ending === null) return word;
  const stem = word.slice(0, Math.max(shortest - 1, ending.index));
  return stem.replace(/([b-df-hj-np-tv-z])\1$/, '$1').replace(/[iy]$/, 'i');
}

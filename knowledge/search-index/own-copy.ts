/** Shorter pieces are copied by the engine itself. */
const keepsItsWhole = 13;

/**
 * The same text in memory of its own. A piece cut from a long text keeps the whole text in memory: what is remembered
 * for long must not.
 */
export const ownCopy = (text: string): string =>
  text.length < keepsItsWhole ? text : Buffer.from(text, 'utf8').toString('utf8');

/**
 * The same text in memory of its own. A piece cut from a long text keeps the whole text in memory: what is remembered
 * for long must not.
 */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

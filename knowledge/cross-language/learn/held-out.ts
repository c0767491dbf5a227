/**
 * A fifth of the parallel articles is never learnt from: search is measured on it. Which fifth depends on the name of
 * the article alone.
 */
export function isHeldOut(article: string): boolean {
  let hash = 2166136261;
  for (const letter of article) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16777619) >>> 0;
  return (hash >>> 8) % 1000 < 200;
}

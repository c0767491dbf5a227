import type { Language } from '../language.ts';
import { analyse, weightOf } from '../search-index/analyse.ts';
import type { Passage } from '../types.ts';

/** Characters; a passage that is not longer is read at a glance and shown whole. */
const shortEnough = 700;

/**
 * The passage's own words, trimmed to what answers: from the first paragraph or list that the question is about, with what
 * follows, to about `shortEnough`. Steps of one list are never parted, and what is left out is never inside a kept block.
 */
export function extractFrom(passage: Passage, question: string, language: Language): string {
  const { text } = passage;
  if (text.length <= shortEnough) return text;
  const blocks = text.split(/\n{2,}/);
  const wanted = new Set(analyse(question, language));
  const score = (block: string): number =>
    [...new Set(analyse(block, passage.language))]
      .filter((term) => wanted.has(term))
      .reduce((sum, term) => sum + weightOf(term, passage.language), 0);
  const scores = blocks.map(score);
  const best = Math.max(...scores);
  // What leads to a list is read before it.
  let from = best === 0 ? 0 : scores.indexOf(best);
  if (from > 0 && isList(blocks[from]!)) from -= 1;
  const kept = [blocks[from]!];
  let size = blocks[from]!.length;
  for (const block of blocks.slice(from + 1)) {
    const needed = isList(block) && !isList(kept.at(-1)!);
    if (!needed && size + block.length > shortEnough) break;
    kept.push(block);
    size += block.length;
  }
  return kept.join('\n\n');
}

const isList = (block: string): boolean => /^\s*(?:[-*+]|\d+[.)])\s/.test(block);

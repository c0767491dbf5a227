import type { Engine } from '../engine.ts';

const saturation = 1.2;
const lengthNorm = 0.75;

/** BM25 as in textbooks: words between blanks, in lower case; title and text are one. The reference for quality. */
export function plainBm25(): Engine {
  const ids: string[] = [];
  const lengths: number[] = [];
  const postings = new Map<string, { document: number; times: number }[]>();
  let total = 0;
  return {
    add({ id, title, text }) {
      const words = wordsOf(`${title} ${text}`);
      const document = ids.push(id) - 1;
      lengths.push(words.length);
      total += words.length;
      for (const [word, times] of countOf(words)) {
        const list = postings.get(word);
        if (list) list.push({ document, times });
        else postings.set(word, [{ document, times }]);
      }
    },
    find({ text }) {
      const scores = new Map<number, number>();
      const average = total / ids.length;
      for (const word of wordsOf(text)) {
        const list = postings.get(word) ?? [];
        const rarity = Math.log(1 + (ids.length - list.length + 0.5) / (list.length + 0.5));
        for (const { document, times } of list) {
          const norm = saturation * (1 - lengthNorm + (lengthNorm * lengths[document]!) / average);
          const gain = (rarity * times * (saturation + 1)) / (times + norm);
          scores.set(document, (scores.get(document) ?? 0) + gain);
        }
      }
      return [...scores]
        .sort((one, other) => other[1] - one[1])
        .slice(0, 10)
        .map(([document]) => ids[document]!);
    },
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

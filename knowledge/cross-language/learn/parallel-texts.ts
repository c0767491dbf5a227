import type { Language } from '../../language.ts';
import { analyse } from '../../search-index/analyse.ts';
import type { SentencePair } from './word-alignment.ts';

export interface Text {
  readonly title: string;
  readonly body: string;
}
/** One article in both languages. */
export type ParallelText = Readonly<Record<Language, Text>>;

const titleWeight = 3;
/** Past so many terms a line is a table or a list run together: too vague to learn from. */
const longest = 80;

/**
 * The titles, and the lines of the bodies where both have as many: articles are translated line by line. Lines whose
 * lengths do not fit are left out, and what stands in many articles (« Pour plus d'informations ») counts ever less.
 */
export function sentencePairs(texts: Iterable<ParallelText>): SentencePair[] {
  const found = new Map<string, { source: string[]; target: string[]; times: number }>();
  const add = (french: string, english: string, times: number): void => {
    const source = analyse(french, 'fr');
    const target = analyse(english, 'en');
    if (!fit(source.length, target.length)) return;
    const key = `${source.join(' ')}\t${target.join(' ')}`;
    const known = found.get(key);
    if (known) known.times += times;
    else found.set(key, { source, target, times });
  };
  for (const { fr, en } of texts) {
    add(fr.title, en.title, titleWeight);
    const french = fr.body.split('\n');
    const english = en.body.split('\n');
    if (french.length === english.length) for (const [at, line] of french.entries()) add(line, english[at]!, 1);
  }
  return [...found.values()].map(({ source, target, times }) => ({ source, target, weight: 1 + Math.log2(times) }));
}

function fit(source: number, target: number): boolean {
  if (source === 0 || target === 0 || source > longest || target > longest) return false;
  return source < 3 * target + 3 && target < 3 * source + 3;
}

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '../../language.ts';
import { loadKnowledge } from '../../load.ts';
import { lexiconFile } from '../lexicon.ts';
import { readHelpArticles } from './corpus.ts';
import { isHeldOut } from './held-out.ts';
import { type ParallelText, sentencePairs, type Text } from './parallel-texts.ts';
import { learnTermPairs } from './term-pairs.ts';

// npm run learn:lexicon: learns anew which term of one language says what a term of the other says.
const attribution = `# Learnt by npm run learn:lexicon from Guichet's own articles and from Microsoft 365 help articles, (c) Microsoft,
# CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), changed: words counted, none of their text kept.
# French term, English term, strength in hundredths.
`;

const knowledge = await loadKnowledge([fileURLToPath(new URL('../../', import.meta.url))]);
const own = knowledge.articles.map(({ id, language, title, body }) => ({ id, language, title, body }));
const help = readHelpArticles()
  .filter(({ article }) => !isHeldOut(article))
  .map(({ article, lang, title, text }) => ({ id: `m365 ${article}`, language: lang, title, body: text }));
const texts = inBothLanguages([...own, ...help]);
const sentences = sentencePairs(texts);
const pairs = learnTermPairs(sentences);
const lines = pairs.map(([french, english, strength]) => `${french}\t${english}\t${Math.round(strength * 100)}\n`);
writeFileSync(lexiconFile, attribution + lines.join(''));
console.log(`${texts.length} texts, ${sentences.length} sentences, ${pairs.length} pairs of terms`);

function inBothLanguages(articles: readonly (Text & { id: string; language: Language })[]): ParallelText[] {
  const byId = Map.groupBy(articles, ({ id }) => id);
  return [...byId.values()].flatMap((both) => {
    const fr = both.find(({ language }) => language === 'fr');
    const en = both.find(({ language }) => language === 'en');
    return fr && en ? [{ fr, en }] : [];
  });
}

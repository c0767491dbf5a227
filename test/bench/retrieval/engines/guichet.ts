import { shippedLexicon } from '../../../../knowledge/cross-language/lexicon.ts';
import { createRank, type Rank } from '../../../../knowledge/retrieval/rank.ts';
import { createIndexBuilder } from '../../../../knowledge/search-index/build.ts';
import { analyseArticle } from '../../../../knowledge/search-index/digest.ts';
import { toArticle } from '../../../evaluate/retrieval.ts';
import type { Engine } from '../engine.ts';

export function guichet(): Engine {
  const ids: string[] = [];
  const builder = createIndexBuilder('fr');
  let rank: Rank = () => [];
  return {
    add(row) {
      ids.push(row.id);
      builder.add(analyseArticle(toArticle(row)));
    },
    finish() {
      rank = createRank(builder.finish(), shippedLexicon);
    },
    find: ({ text, lang }) => rank({ text, language: lang }).map(({ document }) => ids[document]!),
  };
}

import type { Article, Passage } from '../types.ts';
import { type Block, blocksOf } from './blocks.ts';

export type UnscoredPassage = Omit<Passage, 'confidence'>;

/** Characters past which a section is cut between two paragraphs; a list is never cut from what introduces it. */
const long = 1500;

/** What stands between two headings is one passage: numbered steps stay together under their heading. */
export function splitIntoPassages(article: Article): UnscoredPassage[] {
  const { id, language, title, families, kind, reviewed } = article;
  const passages: UnscoredPassage[] = [];
  let heading = title;
  let blocks: Block[] = [];

  const close = () => {
    const text = blocks.map((block) => block.text).join('\n\n');
    blocks = [];
    if (text !== '') passages.push({ articleId: id, language, title, heading, text, families, kind, reviewed });
  };

  for (const block of blocksOf(article.body)) {
    if (block.type === 'heading') {
      close();
      heading = block.text;
      continue;
    }
    if (block.type === 'paragraph' && lengthOf(blocks) > long) close();
    blocks.push(block);
  }
  close();
  // What is nothing but a title can still be found.
  if (passages.length === 0)
    passages.push({ articleId: id, language, title, heading: title, text: title, families, kind, reviewed });
  return passages;
}

const lengthOf = (blocks: readonly Block[]): number => blocks.reduce((sum, { text }) => sum + text.length, 0);

import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plainText } from 'mdast-util-to-string';
import type { Article, Passage } from '../types.ts';

export type UnscoredPassage = Omit<Passage, 'confidence'>;

/** Characters past which a section is cut between two paragraphs; a list is never cut from what introduces it. */
const long = 1500;

/** What stands between two headings is one passage: numbered steps stay together under their heading. */
export function splitIntoPassages(article: Article): UnscoredPassage[] {
  const passages: UnscoredPassage[] = [];
  let heading = article.title;
  let blocks: RootContent[] = [];

  const close = () => {
    const text = textOf(blocks, article.body);
    blocks = [];
    if (text === '') return;
    const { id, language, title, families, kind, reviewed } = article;
    passages.push({ articleId: id, language, title, heading, text, families, kind, reviewed });
  };

  for (const block of fromMarkdown(article.body).children) {
    if (block.type === 'heading') {
      close();
      heading = plainText(block);
      continue;
    }
    if (block.type === 'paragraph' && blocks.length > 0 && lengthOf(blocks) > long) close();
    blocks.push(block);
  }
  close();
  return passages;
}

function lengthOf(blocks: readonly RootContent[]): number {
  return (blocks.at(-1)?.position?.end.offset ?? 0) - (blocks[0]?.position?.start.offset ?? 0);
}

/** The Markdown of the blocks as written, without what Guichet never shows. */
function textOf(blocks: readonly RootContent[], source: string): string {
  return blocks
    .filter(({ type }) => type !== 'html' && type !== 'thematicBreak' && type !== 'definition')
    .map(({ position }) => source.slice(position?.start.offset, position?.end.offset))
    .join('\n\n');
}

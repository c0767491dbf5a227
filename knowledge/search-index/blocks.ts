import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plainText } from 'mdast-util-to-string';

/** A piece of Markdown between two blank lines, as written; of a heading, the plain words. */
export interface Block {
  readonly type: 'heading' | 'paragraph' | 'other';
  readonly text: string;
}

/** Underlined headings, rules, fences, HTML, definitions: what only a real parser tells apart. */
const needsParser = /^ {0,3}(?:=+[ \t]*$|[-*_](?:[ \t]*[-*_]){1,}[ \t]*$|`{3}|~{3}|<|\[[^\]\n]+\]:)/m;
const heading = /^ {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
/** A list, a quotation, an indented line: not the beginning of a paragraph. */
const notParagraph = /^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)| {4}|\t| {0,3}>)/;
const inline = /[*_`[\]\\&<!]/;

/** The blocks of a Markdown text, without what Guichet never shows (HTML, rules, definitions). */
export function blocksOf(source: string): Block[] {
  return needsParser.test(source) ? parse(source) : scan(source);
}

function parse(source: string): Block[] {
  return fromMarkdown(source)
    .children.filter(({ type }) => type !== 'html' && type !== 'thematicBreak' && type !== 'definition')
    .map((block) =>
      block.type === 'heading'
        ? { type: 'heading', text: plainText(block) }
        : {
            type: block.type === 'paragraph' ? 'paragraph' : 'other',
            text: source.slice(block.position?.start.offset, block.position?.end.offset),
          },
    );
}

/** Plain Markdown is split at its blank lines, some thirty times as fast as it is parsed. */
function scan(source: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length === 0) return;
    const type = notParagraph.test(lines[0]!) ? 'other' : 'paragraph';
    blocks.push({ type, text: lines.join('\n').trim() });
    lines = [];
  };
  for (const line of source.split('\n')) {
    const found = line.includes('#') ? heading.exec(line) : null;
    if (found) {
      close();
      const words = found[1] ?? '';
      blocks.push({ type: 'heading', text: inline.test(words) ? plainText(fromMarkdown(words)) : words });
    } else if (line.trim() === '') close();
    else lines.push(line);
  }
  close();
  return blocks;
}

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { afterAll, describe, expect, test } from 'vitest';
import { createLexicon } from '../../knowledge/cross-language/lexicon.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { createRank } from '../../knowledge/retrieval/rank.ts';
import { blocksOf } from '../../knowledge/search-index/blocks.ts';
import { createIndexBuilder } from '../../knowledge/search-index/build.ts';
import { analyseArticle } from '../../knowledge/search-index/digest.ts';
import { readIndex, writeIndex } from '../../knowledge/search-index/index-file.ts';
import { frequencyOf } from '../../knowledge/search-index/search-index.ts';
import { toArticle } from '../evaluate/retrieval.ts';
import { frenchCorpus, rewordedQueries } from '../retrieval/help-corpus.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'search-index-'));
afterAll(() => rmSync(folder, { recursive: true }));
const noLexicon = () => createLexicon([]);

describe('an index', () => {
  const builder = createIndexBuilder('fr');
  for (const row of frenchCorpus(2000, 1)) builder.add(analyseArticle(toArticle(row)));
  const index = builder.finish();

  test('read from its file it answers as before', () => {
    const file = path.join(folder, 'whole.index');
    writeIndex(index, file);
    const read = readIndex(file);
    expect(read).toEqual(index);
    const [before, after] = [createRank(index, noLexicon), createRank(read, noLexicon)];
    for (const { text } of rewordedQueries().slice(0, 40)) {
      expect(after({ text, language: 'fr' })).toEqual(before({ text, language: 'fr' }));
    }
  });

  test('a file that is something else, or ends early, is refused', () => {
    const file = path.join(folder, 'broken.index');
    writeFileSync(file, 'something else, quite long');
    expect(() => readIndex(file)).toThrow(/no search index of this version/);
    writeIndex(index, file);
    truncateSync(file, 100_000);
    expect(() => readIndex(file)).toThrow(/ends early/);
  });

  test('every document that holds a term is among its postings, once, in order', () => {
    for (const term of [index.numberOf.get('outlook')!, index.numberOf.get('licenc')!]) {
      const documents = [...index.postings.subarray(index.postingsAt[term], index.postingsAt[term + 1])].map(
        (posting) => posting >>> 8,
      );
      expect(documents).toEqual([...new Set(documents)].sort((one, other) => one - other));
      const holding = Array.from({ length: index.documentCount }, (_, document) => document).filter((document) =>
        index.sequence.subarray(index.documentAt[document], index.documentAt[document + 1]).includes(term),
      );
      expect(documents).toEqual(holding);
      expect(frequencyOf(index, term)).toBe(holding.length);
    }
  });

  test('questions asked after each other do not touch each other', () => {
    const rank = createRank(index, noLexicon);
    const question = { text: 'transférer le courrier', language: 'fr' } as const;
    const before = rank(question);
    rank({ text: 'attribuer une licence à un utilisateur', language: 'fr' });
    expect(rank(question)).toEqual(before);
  });

  test('an empty index, an empty question', () => {
    const empty = createRank(createIndexBuilder('en').finish(), noLexicon);
    expect(empty({ text: 'printer', language: 'en' })).toEqual([]);
    expect(createRank(index, noLexicon)({ text: '???', language: 'fr' })).toEqual([]);
  });
});

describe('blocks', () => {
  test('plain Markdown is split as a parser would', async () => {
    const { articles } = await loadKnowledge([new URL('../../knowledge', import.meta.url).pathname]);
    const shape = (text: string): string => text.replace(/\s+/g, '');
    for (const { body } of articles) {
      const parsed = fromMarkdown(body).children.filter(({ type }) => type !== 'heading');
      const expected = parsed.map(({ position }) => body.slice(position?.start.offset, position?.end.offset)).join('');
      const found = blocksOf(body).filter(({ type }) => type !== 'heading');
      expect(shape(found.map(({ text }) => text).join(''))).toBe(shape(expected));
    }
  });

  test.each([
    ['## A `code` heading #', [{ type: 'heading', text: 'A code heading' }]],
    ['Title\n=====\n\nText', ['heading Title', 'paragraph Text'].map(named)],
    ['<div>no</div>\n\nText', [named('paragraph Text')]],
    ['Text\n\n- one\n- two\n\n---', [named('paragraph Text'), { type: 'other', text: '- one\n- two' }]],
    ['```\n# not a heading\n```', [{ type: 'other', text: '```\n# not a heading\n```' }]],
    ['#hashtag', [{ type: 'paragraph', text: '#hashtag' }]],
  ])('%j', (source, blocks) => expect(blocksOf(source)).toEqual(blocks));
});

function named(line: string) {
  const [type, text] = line.split(' ');
  return { type, text };
}

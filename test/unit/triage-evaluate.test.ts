import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { evaluate } from '../evaluate/main.ts';
import { measureRedaction } from '../evaluate/redaction.ts';
import { measureRouting } from '../evaluate/routing.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, ...rows: readonly unknown[]): string {
  const where = path.join(folder, name);
  writeFileSync(where, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
  return where;
}

describe('npm run evaluate', () => {
  test('routing prints a line a row with --rows, then the measures of DESIGN §9', async () => {
    const rows = file(
      'routing.jsonl',
      { id: 'a', lang: 'fr', text: 'mon imprimante est bloquée', accept: ['printing'] },
      { id: 'b', lang: 'en', text: 'I want a human', accept: ['command:human'] },
      { id: 'c', lang: 'en', text: 'hello', accept: ['none'] },
    );
    const lines = (await evaluate(['routing', rows, '--rows'])).map((line) => JSON.parse(line));
    expect(lines.slice(0, 3).map(({ id, predicted }) => [id, predicted])).toEqual([
      ['a', 'printing'],
      ['b', 'command:human'],
      ['c', 'none'],
    ]);
    expect(Object.keys(lines[0])).toEqual(['id', 'predicted', 'confidence', 'alternatives']);
    expect(lines[0].alternatives).not.toContain('printing');
    expect(lines[3]).toEqual({ accuracy: 1, top3: 1, none_recall: 1, none_precision: 1, by_lang: { en: 1, fr: 1 } });
    expect(await evaluate(['routing', rows])).toHaveLength(1);
  });

  test('retrieval indexes the corpus as articles', async () => {
    const corpus = file(
      'corpus.jsonl',
      {
        id: 'x#fr',
        lang: 'fr',
        title: 'Imprimer en recto verso',
        text: 'Ouvrez les préférences et choisissez recto verso.',
      },
      {
        id: 'y#fr',
        lang: 'fr',
        title: 'Changer sa signature',
        text: 'Dans Outlook, ouvrez les options puis Signatures.',
      },
    );
    const queries = file('queries.jsonl', {
      id: 'q',
      lang: 'fr',
      text: 'imprimer recto verso',
      relevant_fr: ['x#fr'],
      relevant_en: [],
    });
    const [line] = await evaluate([
      'retrieval',
      '--corpus',
      corpus,
      '--queries',
      queries,
      '--lang',
      'fr',
      '--against',
      'fr',
    ]);
    expect(JSON.parse(line ?? '{}')).toMatchObject({ n: 1, 'recall@1': 1, 'recall@5': 1, 'mrr@10': 1 });
  });

  describe('retrieval across languages', () => {
    const title = (id: string, lang: string, words: string) => ({ id, lang, title: words, text: words });
    const corpus = () =>
      file(
        'both.jsonl',
        title('x#fr', 'fr', 'Partager une imprimante'),
        title('y#fr', 'fr', 'Modifier le mot de passe'),
        title('x#en', 'en', 'Share a printer'),
        title('y#en', 'en', 'Change the password'),
      );
    const queries = () =>
      file(
        'both-queries.jsonl',
        { id: 'p', lang: 'en', text: 'sharing a printer', relevant_fr: ['x#fr'], relevant_en: ['x#en'] },
        { id: 'q', lang: 'fr', text: 'changer le mot de passe', relevant_fr: ['y#fr'], relevant_en: ['y#en'] },
      );
    const ask = async (...more: string[]) => {
      const lines = await evaluate(['retrieval', '--corpus', corpus(), '--queries', queries(), ...more]);
      return lines.map((line) => JSON.parse(line));
    };

    test('--against: only documents of that language are searched, and only they count', async () => {
      const [english, french, measures] = await ask('--against', 'fr', '--rows');
      expect(english).toMatchObject({ id: 'p', found: ['x#fr'] });
      expect(french).toMatchObject({ id: 'q', found: ['y#fr'] });
      expect(measures).toMatchObject({ n: 2, 'recall@1': 1 });
    });

    test('--lang: documents of that language; beside --against another, the queries of that language', async () => {
      expect(await ask('--lang', 'en')).toMatchObject([{ n: 2, 'recall@1': 1 }]);
      expect(await ask('--lang', 'en', '--against', 'fr')).toMatchObject([{ n: 1, 'recall@1': 1 }]);
    });

    test('without either, both languages are searched', async () => {
      const [english, french] = await ask('--rows');
      expect(english.found.slice(0, 2).sort()).toEqual(['x#en', 'x#fr']);
      expect(french.found.slice(0, 2).sort()).toEqual(['y#en', 'y#fr']);
    });

    test('prints the measures of DESIGN §9', async () => {
      const [measures] = await ask();
      expect(Object.keys(measures)).toEqual([
        'n',
        'recall@1',
        'recall@5',
        'mrr@10',
        'p50_ms',
        'p95_ms',
        'index_s',
        'rss_mb',
      ]);
    });
  });

  test.each([
    ['a row that is no JSON', () => ['routing', file('bad.jsonl', '{"id":')], /bad\.jsonl:1: not JSON/],
    [
      'a row without a field',
      () => ['routing', file('field.jsonl', { id: 'a', lang: 'fr', text: 'x', accept: ['none'] }, { id: 'b' })],
      /field\.jsonl:2: lang/,
    ],
    [
      'a span that ends before it starts',
      () => ['redaction', file('span.jsonl', { text: 'x', spans: [{ start: 3, end: 1, type: 'code' }] })],
      /span\.jsonl:1: spans\.0: end/,
    ],
    [
      'a file that is not there',
      () => ['routing', path.join(folder, 'absent.jsonl')],
      /absent\.jsonl: cannot be read \(ENOENT\)/,
    ],
    ['no file', () => ['routing'], /npm run evaluate/],
    ['an unknown option', () => ['routing', 'x', '--nope'], /nope/],
    [
      'an unknown language',
      () => ['retrieval', '--corpus', file('c.jsonl'), '--queries', file('q.jsonl'), '--lang', 'de'],
      /--lang de/,
    ],
  ])('%s is told with its place', async (_, args, message) => {
    await expect(evaluate(args())).rejects.toThrow(message);
  });
});

test('routing measures count what they say', () => {
  const rows = [
    { id: '1', lang: 'fr', text: '', accept: ['printing'] },
    { id: '2', lang: 'fr', text: '', accept: ['none'] },
    { id: '3', lang: 'en', text: '', accept: ['network.vpn'] },
    { id: '4', lang: 'en', text: '', accept: ['none'] },
  ];
  const said = (predicted: string, alternatives: string[]) => ({ id: '', predicted, confidence: 1, alternatives });
  expect(
    measureRouting(rows, [
      said('printing', []),
      said('none', []),
      said('none', ['printing', 'network.vpn']),
      said('printing', ['a', 'b', 'none']),
    ]),
  ).toEqual({ accuracy: 0.5, top3: 0.75, none_recall: 0.5, none_precision: 0.5, by_lang: { en: 0, fr: 1 } });
});

test('redaction measures: whole secrets count, and masks that touch none count against', () => {
  const text = 'mdp: Soleil2024! et pwd: hunter2';
  const rows = [
    { text, spans: [{ start: 5, end: 16, type: 'password' }] },
    { text: 'rien ici', spans: [{ start: 0, end: 4, type: 'card' }] },
  ];
  expect(measureRedaction(rows)).toEqual({
    recall: 0.5,
    precision: 0.5,
    by_type: { card: { recall: 0, precision: null }, password: { recall: 1, precision: 0.5 } },
  });
});

import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isHeldOut } from '../../knowledge/cross-language/learn/held-out.ts';
import { sentencePairs } from '../../knowledge/cross-language/learn/parallel-texts.ts';
import { learnTermPairs } from '../../knowledge/cross-language/learn/term-pairs.ts';
import { createLexicon, lexiconFile, shippedLexicon } from '../../knowledge/cross-language/lexicon.ts';
import { type Article, createSearch } from '../../knowledge/index.ts';

const text = (title: string, body = '') => ({ title, body });

describe('learning', () => {
  const texts = [
    { fr: text('Imprimante rouge'), en: text('Red printer') },
    { fr: text('Écran rouge'), en: text('Red screen') },
    { fr: text('Écran vert'), en: text('Green screen') },
    { fr: text('Imprimante verte', 'Papier'), en: text('Green printer', 'Paper\nToner') },
  ];

  test('finds what translates what from sentences alone, whatever their order of words', () => {
    const best = new Map(
      learnTermPairs(sentencePairs(texts))
        .toReversed()
        .map(([french, english]) => [french, english]),
    );
    expect(Object.fromEntries(best)).toMatchObject({
      imprimante: 'printer',
      ecran: 'screen',
      roug: 'red',
      vert: 'green',
    });
  });

  test('takes bodies only where both have as many lines', () => {
    expect(sentencePairs(texts)).toHaveLength(4);
    const whole = [...texts, { fr: text('Toner', 'Papier'), en: text('Toner', 'Paper') }];
    expect(sentencePairs(whole).map(({ source }) => source.join(' '))).toContain('papi');
  });

  test('what is said in many articles counts ever less', () => {
    const often = Array.from({ length: 8 }, () => ({ fr: text('Papier', 'Toner'), en: text('Paper', 'Toner') }));
    const weights = sentencePairs(often).map(({ weight }) => weight);
    expect(weights).toEqual([1 + Math.log2(24), 1 + Math.log2(8)]);
  });

  test('a fifth of the articles is held out, always the same', () => {
    const names = Array.from({ length: 2000 }, (_, number) => `article-${number}`);
    const held = names.filter(isHeldOut);
    expect(held.length / names.length).toBeCloseTo(0.2, 1);
    expect(names.filter(isHeldOut)).toEqual(held);
  });
});

describe('the lexicon', () => {
  const lexicon = createLexicon([
    ['supprim', 'delet', 0.8],
    ['supprim', 'remov', 0.5],
    ['enlev', 'remov', 0.6],
  ]);

  test('translates both ways, likeliest first', () => {
    expect(lexicon.translations('supprim', 'fr').map(({ word }) => word)).toEqual(['delet', 'remov']);
    expect(lexicon.translations('remov', 'en').map(({ word }) => word)).toEqual(['enlev', 'supprim']);
    expect(lexicon.translations('rien', 'fr')).toEqual([]);
  });

  test('knows what is translated alike', () => {
    expect(lexicon.synonyms('enlev', 'fr')).toEqual([{ word: 'supprim', likeness: expect.closeTo(0.3) }]);
    expect(lexicon.synonyms('delet', 'en').map(({ word }) => word)).toEqual(['remov']);
  });

  test('ships small, with its attribution', () => {
    expect(statSync(lexiconFile).size).toBeLessThan(2_000_000);
    expect(readFileSync(lexiconFile, 'utf8')).toMatch(/Microsoft 365 help articles, \(c\) Microsoft,\n# CC BY 4\.0/);
  });

  test.each([
    ['boite-aux-lettres', 'mailbox'],
    ['licenc', 'licens'],
    ['reunion', 'meet'],
    ['imprimante', 'printer'],
  ])('knows the words of the trade: %s, %s', (french, english) => {
    expect(shippedLexicon().translations(french, 'fr')[0]?.word).toBe(english);
  });
});

test('a French question finds an article that is only in English, and the reverse', () => {
  const article = (id: string, language: 'fr' | 'en', title: string, body: string): Article => ({
    ...{ id, language, title, body, audience: 'employees', families: [], kind: 'how-to', reviewed: '2026-10-03' },
    ...{ owner: 'Service desk', file: `${id}.md` },
  });
  const search = createSearch([
    article('quarantine', 'en', 'Release a message from quarantine', 'Open the security portal, then release it.'),
    article('licence', 'fr', 'Attribuer une licence à un utilisateur', "Ouvrez le centre d'administration."),
    article('calendrier', 'fr', 'Partager son calendrier', 'Ouvrez Outlook puis le calendrier.'),
    ...Array.from({ length: 6 }, (_, at) => article(`other-${at}`, 'en', `Note ${at}`, 'Nothing of that kind.')),
  ]);
  const ask = (text: string, language: 'fr' | 'en') => search({ text, language, audience: 'employees' })[0]?.articleId;
  expect(ask('libérer un message mis en quarantaine', 'fr')).toBe('quarantine');
  expect(ask('assign a license to a user', 'en')).toBe('licence');
  expect(ask('recette de la tarte aux pommes', 'fr')).toBeUndefined();
});

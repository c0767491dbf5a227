import { describe, expect, test } from 'vitest';
import type { QuestioningScript, ScriptFact } from '../../dialogs/scripts/schema.ts';
import { isOnlyMoment, readPast, saysWhen } from '../../dialogs/triage/entities/moment.ts';
import { misfits, readForOthers } from '../../dialogs/triage/index.ts';

const text = { fr: '-', en: '-' };
const ask = (id: string, fits: ScriptFact['fits']): ScriptFact => ({ id, label: text, kind: 'text', ask: text, fits });
const scope: ScriptFact = {
  id: 'scope',
  label: text,
  kind: 'choice',
  options: [
    { id: 'me', label: { fr: 'Seulement moi', en: 'Only me' }, words: { fr: ['que moi'], en: ['just me'] } },
    { id: 'all', label: { fr: 'Tout le monde', en: 'Everyone' } },
  ],
};
const facts = [ask('when', 'moment'), ask('how-many', 'people'), ask('where', 'place'), ask('who', 'name'), scope];
const script = { facts } as unknown as QuestioningScript;
const fact = (id: string) => facts.find((each) => each.id === id)!;

describe('an answer is of the kind that was asked', () => {
  test.each([
    ['how-many', 'hier à 18h'],
    ['how-many', 'un labo externe'],
    ['when', 'un labo externe'],
    ['when', '300 people'],
    ['when', '250'],
    ['where', '300 personnes'],
    ['where', 'que moi'],
    ['who', 'everyone'],
    ['who', 'mardi matin'],
    ['who', '250'],
  ])('%s: « %s » is none', (id, words) => {
    expect(misfits(words, fact(id), script)).toBe(true);
  });

  test.each([
    ['how-many', 'une centaine'],
    ['how-many', 'entre 200 et 300'],
    ['how-many', 'tout le service'],
    ['how-many', 'just one'],
    ['when', 'vers 15 h, vu ce matin'],
    ['when', 'dès que possible'],
    ['when', 'le 15'],
    ['when', 'quand j’ai ouvert le mail'],
    ['when', 'around two weeks ago'],
    ['where', 'hier soir dans le tram'],
    ['where', 'hier à 18h'],
    ['who', 'Mme Roux, le 12'],
    ['who', 'un labo externe'],
  ])('%s: « %s » is one', (id, words) => {
    expect(misfits(words, fact(id), script)).toBe(false);
  });

  test('what it answers is another question of the script', () => {
    expect(readForOthers('hier à 18h', fact('how-many'), script)).toEqual([{ id: 'when', value: 'hier à 18h' }]);
    expect(readForOthers('250', fact('who'), script)).toEqual([{ id: 'how-many', value: '250' }]);
    expect(readForOthers('un labo externe', fact('when'), script)).toEqual([]);
  });
});

test.each([
  ['hier à 18h je l’ai envoyé', 'hier à 18h'],
  ['I sent it two days ago', 'two days ago'],
  ['il me le faut demain', undefined],
])('« %s » happened: %s', (words, when) => {
  expect(readPast(words)).toBe(when);
});

test('a message that says more than when is no bare moment', () => {
  expect(isOnlyMoment('depuis hier matin')).toBe(true);
  expect(isOnlyMoment('le mail de hier')).toBe(false);
  expect(saysWhen('je ne l’ai pas vu')).toBe(false);
});

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadScripts } from '../../dialogs/scripts/load.ts';
import type { QuestioningScript } from '../../dialogs/scripts/schema.ts';
import { loadTaxonomy } from '../../dialogs/taxonomy.ts';
import { createRouter, type Router } from '../../dialogs/triage/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { shippedRouter } from '../evaluate/main.ts';
import { measureRouting, predict, routingRow } from '../evaluate/routing.ts';
import { readRows } from '../evaluate/rows.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const fixture = (name: string) =>
  readRows(fileURLToPath(new URL(`../fixtures/routing/${name}.jsonl`, import.meta.url)), routingRow);
const firstSix = ['account.locked', 'backup.restore', 'email.client', 'network.vpn', 'printing', 'security.phishing'];

let scripts: readonly QuestioningScript[];
let withSix: Router;
let router: Router;
beforeAll(async () => {
  const knowledge = await loadKnowledge([folder('knowledge')]);
  scripts = [...loadScripts([folder('dialogs/scripts')], knowledge, loadTaxonomy()).scripts.values()];
  router = createRouter({ scripts, articles: knowledge.articles });
  const six = scripts.filter(({ code }) => firstSix.includes(code));
  withSix = createRouter({ scripts: six, articles: knowledge.articles });
});

describe('routing of first messages', () => {
  test.each([
    ["bjr l'imprimante du 2e sort des feuilles blanches depuis lundi", 'printing'],
    ['limprimente marche pa', 'printing'],
    ['my printer is not wokring', 'printing'],
    ['GlobalProtect drops every ten min since I moved flat, board presentation at 4pm!!', 'network.vpn'],
    ['cant conect to the vpn', 'network.vpn'],
    ['mon compte est veruillé', 'account.locked'],
    ['outlok ne souvre plus', 'email.client'],
    ["j'ai reçu un mail bizarre de la banque", 'security.phishing'],
    ['I deleted the budget folder by mistake', 'backup.restore'],
    ['le meeting Outlook ne se sync plus dans mon calendar', 'email.client'],
  ])('« %s » is %s', (text, code) => {
    const routing = router.route(text);
    expect(routing.predicted).toBe(code);
    expect(routing.candidates[0]?.code).toBe(code);
  });

  test.each(['bonjour', 'raconte-moi une blague', "what's the weather tomorrow", '🙂', 'merci beaucoup', ''])(
    '« %s » is no family',
    (text) => {
      expect(router.route(text)).toMatchObject({ predicted: 'none', reading: 'none' });
    },
  );

  test('small talk is named', () => {
    expect(router.route('bonjour').smallTalk).toBe('greeting');
  });

  test('a family that has no script yet is not taken for one that has, and keeps its category', () => {
    expect(withSix.route('le wifi ne marche pas dans la salle de réunion')).toMatchObject({
      predicted: 'none',
      reading: 'unsure',
      category: 'network.wifi',
    });
  });

  test('every family with a script is a candidate, best first, and confidences are shares', () => {
    const { candidates } = router.route('mon imprimante est bloquée');
    expect(candidates.map(({ code }) => code).sort()).toEqual(scripts.map(({ code }) => code).sort());
    const confidences = candidates.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((one, other) => other - one));
    expect(confidences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1.000001);
  });

  test('100,000 characters, right-to-left text and nonsense are read too', () => {
    for (const text of ['imprimante '.repeat(10_000), 'مرحبا الطابعة لا تعمل', 'ß'.repeat(5000), '\u0000\uffff']) {
      expect(['sure', 'either', 'unsure', 'none']).toContain(router.route(text).reading);
    }
  });

  test('the same content makes the same router', async () => {
    const other = await shippedRouter();
    const text = 'je ne peux plus ouvrir mes pièces jointes';
    expect(other.route(text)).toEqual(router.route(text));
  });
});

/** Floors stand a little below what was measured when they were written. */
describe('routing measured on messages written apart from the scripts', () => {
  test.each(['fr', 'en'])('every family that has a script, in %s', (lang) => {
    const codes = scripts.map(({ code }) => code);
    const rows = fixture('families').filter(
      (row) => row.lang === lang && row.accept.some((code) => codes.includes(code)),
    );
    const measures = measureRouting(
      rows,
      rows.map((row) => predict(router, row)),
    );
    expect(measures.accuracy).toBeGreaterThanOrEqual(0.9);
    expect(measures.top3).toBeGreaterThanOrEqual(0.96);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse, editDistance, fold, type Language, tokenise, weightOf } from '../../knowledge/index.ts';

describe('folding', () => {
  test.each([
    ['L’Écran\u00a0bleu', "l'ecran bleu"],
    ['Œuvre cœur ÆON', 'oeuvre coeur aeon'],
    ['ne\u0301e', 'nee'],
    ['ﬁchier', 'fichier'],
    ['Wi‑Fi', 'wi-fi'],
  ])('%s gives %s', (text, folded) => expect(fold(text)).toBe(folded));

  test('folding twice changes nothing more', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe('words', () => {
  test.each<[string, Language, string[]]>([
    ["l'imprimante d’Odile jusqu'à qu'elle", 'fr', ['imprimante', 'odile', 'a', 'elle']],
    ["aujourd'hui", 'fr', ['aujourdhui']],
    ["the printer's tray, don't", 'en', ['the', 'printer', 'tray', 'dont']],
    ['0x8007000E', 'en', ['0x8007000e']],
    ['GU-2026-000123, LT-0231', 'fr', ['gu-2026-000123', 'lt-0231']],
    ['erreur 5.7.750 à 10.0.0.1.', 'fr', ['erreur', '5.7.750', 'a', '10.0.0.1']],
    ['ERR_CERT_DATE_INVALID', 'en', ['err_cert_date_invalid']],
    ['??? 👍', 'en', []],
  ])('%s (%s)', (text, language, words) => expect(tokenise(text, language)).toEqual(words));
});

describe('analysis', () => {
  test('accents, apostrophes and inflection do not matter in French', () => {
    const term = analyse('les imprimantes bloquées', 'fr');
    for (const other of ['l’imprimante bloquée', 'imprimantes bloquees', "l'IMPRIMANTE BLOQUÉ", 'imprimante bloque'])
      expect(analyse(other, 'fr')).toEqual(term);
  });

  test('inflection does not matter in English', () => {
    expect(analyse('printing blocked jobs', 'en')).toEqual(analyse('print blocking job', 'en'));
  });

  test.each<[Language, string[]]>([
    ['fr', ['mot de passe', 'Mots de passe', 'mot-de-passe', 'mdp', 'password']],
    ['fr', ['boîte aux lettres', 'boite mail', 'boîtes de réception', 'mailbox']],
    ['fr', ['double authentification', 'MFA', 'authentification multifacteur']],
    ['en', ['sign in', 'signing in', 'signed in', 'log in', 'login', 'sign-in']],
    ['en', ['wi-fi', 'wifi', 'Wi Fi', 'WIFI']],
    ['fr', ['Wi-Fi', 'wifi', 'wi fi']],
    ['en', ['OneDrive', 'one drive', 'onedrive']],
    ['en', ['multi-factor authentication', '2FA', 'two-factor authentication']],
  ])('one term in %s: %j', (language, forms) => {
    const [first, ...others] = forms.map((form) => analyse(form, language));
    expect(first).toHaveLength(1);
    for (const other of others) expect(other).toEqual(first);
  });

  test('product names, references and error codes are kept whole', () => {
    expect(analyse('Teams Windows OneDrive 0x8007000e AADSTS50053 GU-2026-000123', 'en')).toEqual([
      'teams',
      'windows',
      'onedrive',
      '0x8007000e',
      'aadsts50053',
      'gu-2026-000123',
    ]);
  });

  test('words without a subject are dropped', () => {
    expect(analyse("Bonjour, je n'y arrive pas, merci", 'fr')).toEqual(analyse('arrive', 'fr'));
    expect(analyse("Hello, it's me, thanks", 'en')).toEqual([]);
  });

  test('words said about any problem weigh little', () => {
    expect(weightOf(analyse('marche', 'fr')[0]!, 'fr')).toBeLessThan(weightOf(analyse('imprimante', 'fr')[0]!, 'fr'));
    expect(weightOf(analyse('problème', 'fr')[0]!, 'fr')).toBe(weightOf(analyse('pb', 'fr')[0]!, 'fr'));
  });

  test('any text is analysed, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom<Language>('fr', 'en'), (text, language) =>
        analyse(text, language).every((term) => term.length > 0),
      ),
    );
  });
});

describe('edit distance', () => {
  test.each([
    ['imprimante', 'imprimente', 1],
    ['working', 'wokring', 1],
    ['compte', 'cmopte', 1],
    ['vpn', 'vpn', 0],
    ['reseau', 'rezo', 3],
  ])('%s, %s: %i (3 stands for more than 2)', (a, b, distance) => expect(editDistance(a, b, 2)).toBe(distance));

  test('it is the same both ways', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(fc.property(word, word, (a, b) => editDistance(a, b, 2) === editDistance(b, a, 2)));
  });
});

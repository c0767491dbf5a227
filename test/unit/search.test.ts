import { describe, expect, test } from 'vitest';
import { type Article, confidenceFloor, createSearch, type SearchQuery } from '../../knowledge/index.ts';

const article = (
  id: string,
  language: 'fr' | 'en',
  title: string,
  body: string,
  more: Partial<Article> = {},
): Article => ({
  id,
  language,
  title,
  body,
  audience: 'employees',
  families: [],
  kind: 'solution',
  reviewed: '2026-10-03',
  owner: 'Service desk',
  file: `knowledge/articles/${id}/${language}.md`,
  ...more,
});

const articles: readonly Article[] = [
  article(
    'print-pale',
    'fr',
    'Impression pâle ou blanche',
    "Une page pâle vient souvent du mode économie de toner.\n\n## Désactiver l'économie de toner\n\n1. Ouvrez **Préférences**.\n2. Onglet **Qualité** : décochez **Économie de toner**.\n3. Imprimez une page.\n\n## Changer la cartouche\n\nAppelez le support si le voyant reste orange.",
    { families: ['printing'] },
  ),
  article(
    'print-pale',
    'en',
    'Pale or blank pages',
    'A pale page often comes from the toner saving mode.\n\n## Turn off toner saving\n\n1. Open **Preferences**.\n2. Clear **Toner saving**.',
    { families: ['printing'] },
  ),
  article('vpn-drops', 'fr', 'Le VPN se coupe à la maison', 'Rapprochez-vous de la box, ou branchez un câble.', {
    families: ['network.vpn'],
  }),
  article('vpn-drops', 'en', 'The VPN drops at home', 'Move closer to the router, or plug in a cable.', {
    families: ['network.vpn'],
  }),
  article(
    'password-change',
    'fr',
    'Changer son mot de passe',
    'Ouvrez le portail et choisissez un nouveau mot de passe.',
    { families: ['account.password'] },
  ),
  article('password-change', 'en', 'Change your password', 'Open the portal and choose a new password.', {
    families: ['account.password'],
  }),
  article('aadsts', 'en', 'Error AADSTS50053', 'The account is locked after too many attempts.', {
    families: ['account.locked'],
  }),
  article('unlock', 'fr', 'Déverrouiller un compte dans Active Directory', 'Utilisez Unlock-ADAccount.', {
    audience: 'technicians',
    families: ['account.locked'],
  }),
  article('toner-order', 'fr', 'Commander du toner', 'Le toner se commande au secrétariat.', {
    families: ['device.order'],
  }),
];
const others = (language: 'fr' | 'en') =>
  ['Téléphone', 'Congés', 'Badge', 'Agenda', 'Écran', 'Souris'].map((title) => article(title, language, title, title));
const search = createSearch(articles);
const ask = (text: string, more: Partial<SearchQuery> = {}) =>
  search({ text, language: 'fr', audience: 'employees', ...more });

describe('search', () => {
  test('finds the passage, with what is needed to cite it', () => {
    const [first] = ask("comment enlever l'économie de toner");
    expect(first).toMatchObject({
      articleId: 'print-pale',
      language: 'fr',
      title: 'Impression pâle ou blanche',
      heading: "Désactiver l'économie de toner",
      kind: 'solution',
      reviewed: '2026-10-03',
    });
    expect(first!.text).toBe(
      '1. Ouvrez **Préférences**.\n2. Onglet **Qualité** : décochez **Économie de toner**.\n3. Imprimez une page.',
    );
  });

  test('gives at most one passage an article', () => {
    const ids = ask('toner page pâle imprimer voyant orange', { limit: 10 }).map(({ articleId }) => articleId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    ['mot de pase oublie', 'password-change'],
    ['chnager mon mdp', 'password-change'],
    ['impresion trop pale', 'print-pale'],
    ['le vpn coupe tout le temps chez moi', 'vpn-drops'],
  ])('forgives typing and accents: %s', (text, id) => expect(ask(text)[0]?.articleId).toBe(id));

  test.each([
    'recette de la tarte aux pommes',
    'qui a gagné le match hier soir',
    '',
    '???',
    'bonjour',
    'ça ne marche pas',
    'aide',
  ])('says honestly that nothing was found: "%s"', (text) => expect(ask(text)).toEqual([]));

  test('a word that stands there exactly outranks one that nearly does', () => {
    const nearly = createSearch([
      ...others('fr'),
      article('a', 'fr', 'Routeur du site', 'Le routeur du site, le routeur et encore le routeur.'),
      article('b', 'fr', 'Autre chose', 'Le rouleur est dans le bureau. Ce rouleur est gris.'),
    ]);
    const found = nearly({ text: 'rouleur', language: 'fr', audience: 'employees' });
    expect(found[0]!.articleId).toBe('b');
    expect(found.map(({ articleId }) => articleId)).not.toContain('a');
  });

  test('words that stand together in the question count more where they stand together', () => {
    const two = createSearch([
      ...others('en'),
      article('apart', 'en', 'Notes', 'The shared cupboard is grey. Each desk has a lamp and one folder.'),
      article(
        'together',
        'en',
        'Notes',
        'Each desk has a lamp and one cupboard. The folder shared here is grey: a grey folder lamp.',
      ),
    ]);
    expect(two({ text: 'folder lamp', language: 'en', audience: 'employees' })[0]!.articleId).toBe('together');
  });

  test("technicians' articles never reach employees, not even through a mistyped word", () => {
    expect(ask('Unlock-ADAccount Active Directory')).toEqual([]);
    expect(ask('Unlock-ADAccount Active Directory', { audience: 'technicians' })[0]?.articleId).toBe('unlock');
  });

  test('the other language stands in only when it is clearly better', () => {
    expect(ask('erreur AADSTS50053')[0]).toMatchObject({ articleId: 'aadsts', language: 'en' });
    expect(ask('VPN', { limit: 10 }).map(({ language }) => language)).not.toContain('en');
    expect(ask('I want to change my password')[0]).toMatchObject({ articleId: 'password-change', language: 'en' });
  });

  test('articles of the families in question come first', () => {
    expect(ask('toner', { families: ['printing'] })[0]!.articleId).toBe('print-pale');
    expect(ask('toner', { families: ['device.order'] })[0]!.articleId).toBe('toner-order');
  });

  test('confidence lies between the floor and 1, and falls with what is missing', () => {
    const sure = ask('changer mot de passe')[0]!.confidence;
    const less = ask('changer mot de passe pendant le déménagement du laboratoire')[0]!.confidence;
    expect(sure).toBeLessThanOrEqual(1);
    expect(less).toBeLessThan(sure);
    expect(less).toBeGreaterThanOrEqual(confidenceFloor);
  });

  test('limit bounds the answer; nothing indexed gives nothing', () => {
    expect(ask('toner', { limit: 1 })).toHaveLength(1);
    expect(createSearch([])({ text: 'toner', language: 'fr', audience: 'employees' })).toEqual([]);
  });
});

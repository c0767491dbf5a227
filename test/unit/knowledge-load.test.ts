import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContentError, loadKnowledge, parseArticle, readKnowledge } from '../../knowledge/index.ts';

const organisation = `name: Test Town
timeZone: Europe/Paris
supportHours: { days: [monday], from: '08:00', to: '18:00' }
closedDays: [2026-12-25]
sites: [{ id: hall, name: Hall }]
groups: [{ id: workplace, name: { fr: Postes, en: Workplace } }]
defaultGroup: workplace
phones: { serviceDesk: '1', security: '2', emergency: '112' }
values:
  vpnName: TestVPN
  hours: { fr: '8 h', en: '8 am' }
serviceLevels:
  P1: { own: 1, resolve: 2 }
  P2: { own: 1, resolve: 2 }
  P3: { own: 1, resolve: 2 }
  P4: { own: 1, resolve: 2 }
  P5: { own: 1, resolve: 2 }
retention: { transcriptDays: 1, ticketDays: 2 }
`;
const glossary = `- id: vpn
  words: { fr: [VPN, réseau privé virtuel], en: [VPN, virtual private network] }
  text: { fr: 'Un tunnel ({organisation.vpnName}).', en: 'A tunnel ({organisation.vpnName}).' }
- id: spooler
  words: { fr: ["file d'attente", file d'impression], en: [print queue] }
  text: { fr: 'La liste des documents à imprimer.', en: 'The list of documents to print.' }
- id: access-point
  words: { fr: [borne], en: [access point] }
  text: { fr: 'Un boîtier qui émet le Wi-Fi.', en: 'A box that gives Wi-Fi.' }
`;
const markdown = (title: string, body: string) =>
  `---\ntitle: ${title}\naudience: employees\nfamilies: [network.vpn]\nkind: how-to\nreviewed: 2026-10-03\nowner: Network\n---\n${body}\n`;

let root: string;
const write = async (file: string, text: string) => {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
};
const folder = (name: string) => path.join(root, name);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'guichet-knowledge-'));
  await write('shipped/organisation.yaml', organisation);
  await write('shipped/glossary.yaml', glossary);
  await write(
    'shipped/articles/vpn/fr.md',
    markdown('Se connecter', 'Ouvrez {organisation.vpnName} à {organisation.hours}.'),
  );
  await write(
    'shipped/articles/vpn/en.md',
    markdown('Connect', 'Open {organisation.vpnName} at {organisation.hours}.'),
  );
});
afterEach(() => rm(root, { recursive: true }));

describe('loading', () => {
  test("articles carry the organisation's names", async () => {
    const knowledge = await loadKnowledge([folder('shipped')]);
    expect(knowledge.findArticle('vpn', 'fr')?.body).toBe('Ouvrez TestVPN à 8 h.');
    expect(knowledge.findArticle('vpn', 'en')).toMatchObject({ body: 'Open TestVPN at 8 am.', kind: 'how-to' });
    expect(knowledge.findArticle('none', 'en')).toBeUndefined();
    expect(knowledge.organisationValue('hours', 'en')).toBe('8 am');
    expect(knowledge.organisationValue('name', 'en')).toBe('Test Town');
    expect(knowledge.organisationValue('toString', 'en')).toBeUndefined();
  });

  test("an organisation's own folder adds, and replaces by id", async () => {
    await write('own/organisation.yaml', organisation.replace('TestVPN', 'OwnVPN'));
    await write('own/articles/vpn/fr.md', markdown('Le nôtre', 'Texte.'));
    await write('own/articles/vpn/en.md', markdown('Ours', 'With {organisation.vpnName}.'));
    await write('own/articles/badge/fr.md', markdown('Badge', 'Texte.'));
    await write('own/articles/badge/en.md', markdown('Badge', 'Text.'));
    await write(
      'own/glossary.yaml',
      "- id: vpn\n  words: { fr: [VPN], en: [VPN] }\n  text: { fr: 'À nous.', en: 'Ours.' }\n",
    );
    const knowledge = await loadKnowledge([folder('shipped'), folder('own')]);
    expect(knowledge.articles.map(({ id, title }) => `${id} ${title}`)).toEqual([
      'vpn Le nôtre',
      'vpn Ours',
      'badge Badge',
      'badge Badge',
    ]);
    expect(knowledge.findArticle('vpn', 'en')?.body).toBe('With OwnVPN.');
    expect(knowledge.explain('vpn', 'en')?.text).toBe('Ours.');
    expect(knowledge.explain('print queue', 'en')?.text).toBe('The list of documents to print.');
  });

  test('preparing changes nothing but the time of the first search', async () => {
    const query = { text: 'se connecter', language: 'fr', audience: 'employees' } as const;
    const [prepared, plain] = await Promise.all([
      loadKnowledge([folder('shipped')]),
      loadKnowledge([folder('shipped')]),
    ]);
    await prepared.prepare();
    expect(prepared.search(query)).toHaveLength(1);
    expect(prepared.search(query)).toEqual(plain.search(query));
  });

  test('every problem is gathered, with file, line, field and mend', async () => {
    await write(
      'shipped/articles/vpn/fr.md',
      markdown('Se connecter', 'Ouvrez {organisation.nope}.').replace('how-to', 'tale'),
    );
    await write('shipped/articles/half/en.md', markdown('Half', 'Open {organisation.nope}.\n\n<b>bold</b>'));
    await write('shipped/glossary.yaml', glossary.replace('id: spooler', 'id: vpn'));
    const error = await loadKnowledge([folder('shipped')]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ContentError);
    const lines = (error as ContentError).message.replaceAll(root, '').split('\n');
    expect(lines).toHaveLength(6);
    expect((error as ContentError).problems.every(({ file, mend }) => file && mend)).toBe(true);
    const all = lines.join('\n');
    expect(all).toContain('/shipped/articles/half/fr.md — the article "half" has no French text. Mend: write fr.md');
    expect(all).toContain(
      '/shipped/articles/half/en.md:9 {organisation.nope} — organisation.yaml has no value "nope". Mend:',
    );
    expect(all).toContain('/shipped/articles/half/en.md:11 — holds an image or HTML');
    expect(all).toContain('/shipped/articles/vpn/fr.md:5 kind — "tale" is not one of "solution", "workaround"');
    expect(all).toContain('/shipped/glossary.yaml:4 [1].id — "vpn" stands twice. Mend:');
  });

  test('no organisation is a problem that says what to write', async () => {
    const { problems, knowledge } = await readKnowledge([folder('nowhere')]);
    expect(knowledge).toBeUndefined();
    expect(problems[0]).toMatchObject({ file: expect.stringContaining('organisation.yaml'), problem: 'is missing' });
  });

  test.each([
    ['defaultGroup: workplace', 'defaultGroup: nobody', 7, 'defaultGroup'],
    ['timeZone: Europe/Paris', 'timeZone: Europe/Nowhere', 2, 'timeZone'],
    ["from: '08:00'", "from: '25:00'", 3, 'supportHours.from'],
    ['sites: [{ id: hall', 'sites: [{ id: hall, name: Twin }, { id: hall', 5, 'sites[1].id'],
    ['name: Test Town\n', '', 1, 'name'],
    ['values:', 'values:\n  vpnName: Twice', 11, undefined],
  ])('organisation.yaml: %s becomes %s', async (before, after, line, field) => {
    await write('shipped/organisation.yaml', organisation.replace(before, after));
    const { problems } = await readKnowledge([folder('shipped')]);
    expect(problems).toContainEqual(
      expect.objectContaining({ line, ...(field ? { field } : {}), mend: expect.any(String) }),
    );
  });

  test.each([
    ['no front matter', 'Text', 1, undefined],
    ['a day that does not exist', markdown('T', 'x').replace('2026-10-03', '2026-02-30'), 6, 'reviewed'],
    ['a review in the future', markdown('T', 'x').replace('2026-10-03', '2999-01-01'), 6, 'reviewed'],
    ['an unknown field', markdown('T', 'x').replace('owner:', 'author: me\nowner:'), 7, 'author'],
    ['no owner', markdown('T', 'x').replace('owner: Network\n', ''), undefined, 'owner'],
    ['an empty body', markdown('T', ''), undefined, undefined],
    ['broken YAML', markdown('T: [', 'x'), undefined, undefined],
  ])('an article with %s', (_, text, line, field) => {
    const { problems } = parseArticle(text, { id: 'a', language: 'en', file: 'a/en.md' });
    expect(problems[0]).toMatchObject({
      file: 'a/en.md',
      line: line ?? expect.any(Number),
      ...(field ? { field } : {}),
      mend: expect.any(String),
    });
  });
});

describe('the glossary', () => {
  test.each([
    ['vpn', 'fr', 'Un tunnel (TestVPN).'],
    ['un réseau prive virtuel', 'fr', 'Un tunnel (TestVPN).'],
    ['VPNs', 'en', 'A tunnel (TestVPN).'],
    ["files d'attente", 'fr', 'La liste des documents à imprimer.'],
    ['print qeue', 'en', 'The list of documents to print.'],
    ['bornes', 'fr', 'Un boîtier qui émet le Wi-Fi.'],
    ['access point', 'fr', 'Un boîtier qui émet le Wi-Fi.'],
  ] as const)('explains "%s" (%s)', async (word, language, text) => {
    const { explain } = await loadKnowledge([folder('shipped')]);
    expect(explain(word, language)?.text).toBe(text);
  });

  test.each(['', 'xyz', 'tarte', 'le'])('does not know "%s"', async (word) => {
    const { explain } = await loadKnowledge([folder('shipped')]);
    expect(explain(word, 'fr')).toBeUndefined();
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkCampaign, checkLaunch } from '../../../dialogs/campaigns/check.ts';
import { parseCampaign } from '../../../dialogs/campaigns/read.ts';
import type { CampaignSurroundings, LaunchFacts } from '../../../dialogs/campaigns/types.ts';
import { loadTaxonomy } from '../../../dialogs/taxonomy.ts';
import { readKnowledge } from '../../../knowledge/index.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const shipped = readFileSync(folder('dialogs/campaigns/mfa-fatigue.yaml'), 'utf8');
const noon = Date.UTC(2026, 10, 27, 12);
const fine: LaunchFacts = {
  now: noon,
  unknownGroups: [],
  unknownDepartments: [],
  audienceSize: 40,
  leastDrawn: 10,
};

let surroundings: CampaignSurroundings;
beforeAll(async () => {
  const { knowledge } = await readKnowledge([folder('knowledge')]);
  surroundings = { organisation: knowledge!.organisation, taxonomy: loadTaxonomy(), findPicture: () => undefined };
});

/** Problems of the shipped campaign with one thing changed, as « line field: problem ». */
function problemsWith(change: (text: string) => string, facts?: Partial<LaunchFacts>): string[] {
  const text = change(shipped);
  const { campaign, source, problems } = parseCampaign(text, 'mfa-fatigue.yaml');
  const found = campaign
    ? [
        ...checkCampaign({ campaign, source }, surroundings),
        ...checkLaunch({ campaign, source }, { ...fine, ...facts }),
      ]
    : problems;
  for (const { mend, file } of found) expect([mend.length > 5, file]).toEqual([true, 'mfa-fatigue.yaml']);
  return found.map(({ line, field, problem }) => `${line} ${field}: ${problem}`);
}
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

test('the shipped campaign has nothing against it', () => {
  expect(problemsWith((text) => text, {})).toEqual([]);
});

describe('refused before launch, naming the line and the mend', () => {
  test('bad YAML', () => {
    expect(problemsWith((text) => text.replace('minutes: 3', 'minutes: [3'))[0]).toMatch(/^\d+ undefined: is not read/);
  });

  test('an unknown group', () => {
    const change = (text: string) => text.replace('{ everyone: true }', '{ groups: [Finance, Nobody] }');
    expect(problemsWith(change, { unknownGroups: ['Nobody'] })).toEqual([
      `${lineOf(shipped, 'audience:')} audience.groups[1]: the directory has no group "Nobody"`,
    ]);
  });

  test('an empty audience: nobody named, or nobody there', () => {
    expect(problemsWith((text) => text.replace('{ everyone: true }', '{}'))).toEqual([
      `${lineOf(shipped, 'audience:')} audience: reaches nobody`,
    ]);
    expect(problemsWith((text) => text, { audienceSize: 0 })).toEqual([
      `${lineOf(shipped, 'audience:')} audience: nobody would receive it`,
    ]);
  });

  test('a past date', () => {
    const change = (text: string) => text.replace('schedule:\n', 'schedule:\n  start: 2026-11-25\n');
    expect(problemsWith(change)).toEqual([`${lineOf(shipped, 'schedule:') + 1} schedule.start: 2026-11-25 is past`]);
    expect(problemsWith((text) => text.replace('schedule:\n', 'schedule:\n  start: 2026-11-27\n'))).toEqual([]);
  });

  test('a missing language', () => {
    const change = (text: string) => text.replace(/\n {2}en: "A sign-in request[^\n]*/, '');
    expect(problemsWith(change)).toEqual([`${lineOf(shipped, 'title:')} title.en: the English text is missing`]);
  });

  test('a picture without alternative text, or one that is not there', () => {
    const bare = (text: string) =>
      text.replace('- id: what-it-means\n', '- id: what-it-means\n    picture: { file: prompt.png }\n');
    const line = lineOf(shipped, '- id: what-it-means') + 1;
    expect(problemsWith(bare)).toEqual([`${line} screens[1].picture.alternative: is missing`]);
    const told = (text: string) =>
      bare(text).replace(
        '{ file: prompt.png }',
        '{ file: prompt.png, alternative: { fr: Un téléphone, en: A telephone } }',
      );
    expect(problemsWith(told)).toEqual([`${line} screens[1].picture.file: there is no picture "prompt.png"`]);
  });

  test('an audience drawn from support history: small, or of a protected family (R36)', () => {
    const met = (families: string) => (text: string) =>
      text.replace('{ everyone: true }', `{ met: { families: [${families}], withinDays: 30 } }`);
    const line = lineOf(shipped, 'audience:');
    expect(problemsWith(met('printing'), { audienceSize: 9 })).toEqual([
      `${line} audience.met: fewer than 10 people would receive it`,
    ]);
    expect(problemsWith(met('security.phishing'))).toEqual([
      `${line} audience.met.families[0]: "security.phishing" may not choose an audience`,
    ]);
  });

  test('a question with two right answers, a retest that pairs with nothing, a French mistake', () => {
    expect(problemsWith((text) => text.replace('- id: approve\n', '- id: approve\n        right: true\n'))).toEqual([
      `${lineOf(shipped, 'answers:')} screens[0].answers: 2 answers are right`,
    ]);
    const unpaired = problemsWith((text) =>
      text.replace(/measures: approval-fatigue\n(?![\s\S]*measures: approval-fatigue)/, 'measures: other\n'),
    );
    expect(unpaired).toEqual([expect.stringContaining('pairs with no question of the main part')]);
    expect(problemsWith((text) => text.replace('à toute heure', 'tres tard'))).toEqual([
      expect.stringContaining('"tres" lacks an accent'),
    ]);
  });

  test('an unknown owner, site or organisation value', () => {
    expect(problemsWith((text) => text.replace('owner: security', 'owner: nobody'))).toEqual([
      `${lineOf(shipped, 'owner:')} owner: organisation.yaml has no group "nobody"`,
    ]);
    expect(problemsWith((text) => text.replace('{ everyone: true }', '{ sites: [moon] }'))).toEqual([
      `${lineOf(shipped, 'audience:')} audience.sites[0]: organisation.yaml has no site "moon"`,
    ]);
    expect(
      problemsWith((text) => text.replaceAll('{organisation.passwordPortal}', '{organisation.nowhere}')),
    ).toHaveLength(2);
  });
});

test('a fraud shown as an example leads nowhere', () => {
  const spot = `screens:
  - id: mail
    type: spot
    question: { fr: Que voyez-vous ?, en: What do you see? }
    why: { fr: Voilà., en: There. }
    parts:
      - { id: from, part: sender, text: { fr: "Support <it@micros0ft.com>", en: "Support <it@micros0ft.example>" }, clue: { fr: Faux., en: Fake. } }
      - { id: file, part: attachment, text: { fr: facture.pdf, en: invoice.pdf } }
      - { id: end, part: text, text: { fr: Merci, en: Thanks } }
`;
  const change = (text: string) =>
    text.slice(0, text.indexOf('screens:')).replace('kind: lesson', 'kind: phish') + spot;
  expect(problemsWith(change)).toEqual([expect.stringContaining('"micros0ft.com" could be a real address')]);
});

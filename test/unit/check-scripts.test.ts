import { describe, expect, test } from 'vitest';
import { checkScript } from '../../dialogs/scripts/check-script.ts';
import { checkExamples } from '../../dialogs/scripts/check-texts.ts';
import { findFrenchMistake } from '../../dialogs/scripts/french-typography.ts';
import { type LoadedScript, parseScript, type ScriptSurroundings } from '../../dialogs/scripts/read.ts';
import { loadTaxonomy } from '../../dialogs/taxonomy.ts';
import { formatProblem } from '../../knowledge/index.ts';
import { organisation } from '../fixtures/organisation.ts';

const surroundings: ScriptSurroundings = {
  organisation: { ...organisation, values: { portal: 'portal.example' } },
  findArticle: (id, language) =>
    id === 'print-queue'
      ? {
          id,
          language,
          title: id,
          audience: 'employees',
          families: ['printing'],
          kind: 'solution',
          reviewed: '2026-01-01',
          owner: 'x',
          body: 'x',
          file: 'x',
        }
      : undefined,
};
const group = organisation.groups[0]!.id;

/** A small sound script; each test breaks one thing. */
const sound = `code: printing
group: ${group}
title: { fr: un problème d'impression, en: a printing problem }
budget: 20
examples:
  fr: [rien ne sort un, rien ne sort deux, rien ne sort trois, rien ne sort quatre, rien ne sort cinq, rien ne sort six, rien ne sort sept, rien ne sort huit, rien ne sort neuf, rien ne sort dix, rien ne sort onze, rien ne sort douze]
  en: [nothing one, nothing two, nothing three, nothing four, nothing five, nothing six, nothing seven, nothing eight, nothing nine, nothing ten, nothing eleven, nothing twelve]
facts:
  - id: symptom
    label: { fr: Symptôme, en: Symptom }
    kind: choice
    ask: { fr: Que voyez-vous ?, en: What do you see? }
    options:
      - { id: blank, label: { fr: Page blanche, en: Blank page } }
      - { id: nothing, label: { fr: Rien, en: Nothing } }
  - id: light
    label: { fr: Voyant, en: Light }
    kind: yes-no
    when: { symptom: nothing }
    ask: { fr: Le voyant est-il allumé ?, en: Is the light on? }
  - id: half
    label: { fr: Moitié, en: Half }
    kind: text
infer:
  - { when: { symptom: blank }, fact: half, value: printer }
steps:
  - id: other-document
    kind: test
    when: { symptom: blank }
    instruction: { fr: Imprimez un autre document., en: Print another document. }
    learns: { worked: { half: workstation }, didNotWork: { half: printer } }
  - id: power
    when: { light: 'no' }
    instruction: { fr: Allumez-la., en: Switch it on. }
    solution: definitive
    resolved: { fr: L'imprimante était éteinte., en: The printer was off. }
    article: print-queue
impact:
  - { value: 3 }
urgency:
  - { when: { light: 'no' }, value: 2 }
  - { value: 3 }
ticketTitle: { fr: 'Impression : {symptom}', en: 'Printing: {symptom}' }
articles: [print-queue]
`;

const taxonomy = loadTaxonomy();
const load = (text: string, file = 'scripts/printing.yaml') => parseScript(text, file, taxonomy);
const loaded = (text: string, file?: string): LoadedScript => {
  const { script, source, problems } = load(text, file);
  if (!script) throw new Error(problems.map(formatProblem).join('\n'));
  return { script, source };
};
const problemsOf = (text: string, file?: string) => {
  const { script, source, problems } = load(text, file);
  return script ? checkScript({ script, source }, surroundings).problems : problems;
};
const lineOf = (text: string, mark: string) => text.slice(0, text.indexOf(mark)).split('\n').length;

test('a sound script has neither problems nor warnings', () => {
  const report = checkScript(loaded(sound), surroundings);
  expect(report.problems.map(formatProblem)).toEqual([]);
  expect(report.warnings.map(formatProblem)).toEqual([]);
  expect(report.questions).toEqual({ least: 1, median: expect.any(Number), most: 2 });
});

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly field: string;
  readonly problem: RegExp;
  /** Where the problem stands, found by its text in the broken script; default: where the change begins. */
  readonly at?: string;
}

const cases: readonly Case[] = [
  {
    name: 'an unknown field',
    before: 'budget: 20',
    after: 'budget: 20\nbudgets: 3',
    field: 'budgets',
    problem: /does not exist here/,
    at: 'budgets',
  },
  { name: 'a missing field', before: 'budget: 20\n', after: '', field: 'budget', problem: /is missing/, at: 'code' },
  {
    name: 'a wrong kind of value',
    before: 'budget: 20',
    after: 'budget: long',
    field: 'budget',
    problem: /"long" is not a number/,
  },
  {
    name: 'a missing language',
    before: '{ fr: Voyant, en: Light }',
    after: '{ fr: Voyant }',
    field: 'facts[1].label.en',
    problem: /the English text is missing/,
    at: 'label: { fr: Voyant }',
  },
  { name: 'an empty text', before: 'en: Light }', after: "en: '' }", field: 'facts[1].label.en', problem: /is empty/ },
  {
    name: 'too few examples',
    before: ', nothing twelve',
    after: '',
    field: 'examples.en',
    problem: /too short a list: at least 12/,
    at: '  en: [nothing one',
  },
  {
    name: 'a value outside its list',
    before: 'solution: definitive',
    after: 'solution: magic',
    field: 'steps[1].solution',
    problem: /"magic" is not one of "definitive"/,
  },
  {
    name: 'a malformed condition',
    before: "{ when: { light: 'no' }, value: 2 }",
    after: '{ when: { light: { atLeast: many } }, value: 2 }',
    field: 'urgency[0].when.light.atLeast',
    problem: /"many" is not a number/,
  },
  {
    name: 'broken YAML',
    before: 'budget: 20',
    after: 'budget: [20',
    field: '',
    problem: /not readable YAML/,
    at: 'examples',
  },
  {
    name: 'a code that is not the file name',
    before: 'code: printing',
    after: 'code: telephony',
    field: 'code',
    problem: /not the file's name/,
  },
  {
    name: 'an unknown fact in a condition',
    before: 'when: { symptom: nothing }',
    after: 'when: { symptome: nothing }',
    field: 'facts[1].when.symptome',
    problem: /no fact has the id "symptome"/,
  },
  {
    name: 'an unknown option in a condition',
    before: 'when: { symptom: nothing }',
    after: 'when: { symptom: noting }',
    field: 'facts[1].when.symptom',
    problem: /never has the value "noting"/,
  },
  {
    name: 'an unknown option among several',
    before: 'when: { symptom: nothing }',
    after: 'when: [{ symptom: nothing }, { symptom: { not: [blnk] } }]',
    field: 'facts[1].when[1].symptom',
    problem: /never has the value "blnk"/,
  },
  {
    name: 'an unknown fact tested as known',
    before: "{ when: { light: 'no' }, value: 2 }",
    after: '{ when: { lamp: { known: true } }, value: 2 }',
    field: 'urgency[0].when.lamp',
    problem: /no fact has the id "lamp"/,
  },
  {
    name: 'an unknown fact inferred',
    before: 'fact: half, value: printer }',
    after: 'fact: hlf, value: printer }',
    field: 'infer[0]',
    problem: /no fact has the id "hlf"/,
  },
  {
    name: 'an unknown fact learnt',
    before: 'didNotWork: { half:',
    after: 'didNotWork: { hlf:',
    field: 'steps[0].learns.didNotWork.hlf',
    problem: /no fact has the id "hlf"/,
  },
  {
    name: 'an unknown group',
    before: `group: ${group}`,
    after: 'group: nobody',
    field: 'group',
    problem: /no group "nobody"/,
  },
  {
    name: 'an unknown article',
    before: 'articles: [print-queue]',
    after: 'articles: [print-queue, print-qeue]',
    field: 'articles[1]',
    problem: /no article "print-qeue"/,
  },
  {
    name: 'an unknown article in a step',
    before: 'article: print-queue',
    after: 'article: nothing',
    field: 'steps[1].article',
    problem: /no article "nothing"/,
  },
  {
    name: 'an unknown organisation value',
    before: 'fr: Allumez-la.',
    after: "fr: 'Allumez-la ({organisation.nope}).'",
    field: 'steps[1].instruction.fr',
    problem: /no value "nope"/,
  },
  {
    name: 'an unknown placeholder',
    before: 'en: Switch it on.',
    after: "en: 'Switch {device} on.'",
    field: 'steps[1].instruction.en',
    problem: /\{device\} names no fact/,
  },
  {
    name: 'a fact id twice',
    before: '- id: half',
    after: '- id: light',
    field: 'facts[2].id',
    problem: /"light" stands twice/,
    at: '- id: light\n    label: { fr: Moitié',
  },
  {
    name: 'an option id twice',
    before: '{ id: nothing, label',
    after: '{ id: blank, label',
    field: 'facts[0].options[1].id',
    problem: /"blank" stands twice/,
    at: '{ id: blank, label: { fr: Rien',
  },
  {
    name: 'a step id twice',
    before: '- id: power',
    after: '- id: other-document',
    field: 'steps[1].id',
    problem: /"other-document" stands twice/,
    at: '- id: other-document\n    when: { light',
  },
  {
    name: 'a question never asked',
    before: 'when: { symptom: nothing }',
    after: 'when: { half: toner }',
    field: 'facts[1].when',
    problem: /can never be asked.*nothing gives "half" such a value/,
  },
  {
    name: 'a question whose reasons exclude each other',
    before: 'kind: text\ninfer',
    after:
      "kind: text\n  - { id: colour, label: { fr: Couleur, en: Colour }, kind: yes-no, ask: { fr: De quelle couleur ?, en: Which colour? }, when: { light: 'yes', symptom: blank } }\ninfer",
    field: 'facts[3].when',
    problem: /can never be asked/,
    at: '  - { id: colour',
  },
  {
    name: 'a step never reached',
    before: "when: { light: 'no' }\n    instruction",
    after: "when: { light: 'no', symptom: blank }\n    instruction",
    field: 'steps[1].when',
    problem: /can never be reached/,
  },
  {
    name: 'a dead end',
    before: sound.slice(sound.indexOf('steps:'), sound.indexOf('impact:')),
    after: 'steps: []\n',
    field: 'steps',
    problem: /dead end/,
  },
  {
    name: 'a fix without its kind of solution',
    before: '    solution: definitive\n',
    after: '',
    field: 'steps[1].solution',
    problem: /does not say what kind of solution/,
    at: '- id: power',
  },
  {
    name: 'a fix that says nothing when it worked',
    before: "    resolved: { fr: L'imprimante était éteinte., en: The printer was off. }\n",
    after: '',
    field: 'steps[1].resolved',
    problem: /nothing to say/,
    at: '- id: power',
  },
  {
    name: 'a test that solves',
    before: '    learns:',
    after: '    solution: temporary\n    learns:',
    field: 'steps[0].solution',
    problem: /solves nothing/,
  },
  {
    name: 'a test that tells nothing',
    before: '    learns: { worked: { half: workstation }, didNotWork: { half: printer } }\n',
    after: '',
    field: 'steps[0].learns',
    problem: /tells nothing/,
    at: '- id: other-document',
  },
  {
    name: 'impact that may not apply',
    before: '  - { value: 3 }\nurgency',
    after: "  - { when: { light: 'yes' }, value: 3 }\nurgency",
    field: 'impact[0].when',
    problem: /does not always apply/,
  },
  {
    name: 'a rule after the last',
    before: '  - { value: 3 }\nticketTitle',
    after: '  - { value: 3 }\n  - { value: 1 }\nticketTitle',
    field: 'urgency[2]',
    problem: /never used/,
    at: '  - { value: 1 }',
  },
  {
    name: 'a choice without options',
    before: 'kind: yes-no',
    after: 'kind: choice',
    field: 'facts[1].options',
    problem: /has no options/,
    at: '  - id: light',
  },
  {
    name: 'a title too long',
    before: 'Page blanche',
    after: 'Une page entièrement blanche sortie du grand copieur du deuxième étage de la mairie',
    field: 'ticketTitle.fr',
    problem: /reaches 9\d characters/,
    at: 'ticketTitle',
  },
  {
    name: 'straight quotation marks in French',
    before: 'Imprimez un autre document.',
    after: 'Imprimez "autre chose".',
    field: 'steps[0].instruction.fr',
    problem: /straight quotation marks/,
  },
];

describe('the checker names file, line, field and mend of', () => {
  test.each(cases)('$name', ({ before, after, field, problem, at }) => {
    expect(sound).toContain(before);
    const broken = sound.replace(before, after);
    const found = problemsOf(broken);
    const match = found.find((each) => problem.test(each.problem) && (each.field ?? '') === field);
    expect(match, found.map(formatProblem).join('\n')).toBeDefined();
    expect(match!.file).toBe('scripts/printing.yaml');
    expect(match!.line).toBe(lineOf(broken, at ?? after));
    expect(match!.mend.length).toBeGreaterThan(5);
    expect(formatProblem(match!)).toMatch(/^scripts\/printing\.yaml:\d+ .*— .*\. Mend: .+\.$/);
  });

  test('a code outside the service catalogue', () => {
    const [problem] = problemsOf(sound.replace('code: printing', 'code: cooking'), 'scripts/cooking.yaml');
    expect(formatProblem(problem!)).toBe(
      'scripts/cooking.yaml:1 code — "cooking" is not a family of the service catalogue. Mend: use a code of dialogs/taxonomy.yaml.',
    );
  });

  test('an example that stands in two scripts, or twice in one', () => {
    const other = sound
      .replace('code: printing', 'code: telephony')
      .replace('rien ne sort deux', "'Rien ne sort, un !'")
      .replaceAll('nothing', 'silence')
      .replace(/rien ne sort (?!, )/g, 'aucun son ');
    const found = checkExamples([loaded(sound), loaded(other, 'scripts/telephony.yaml')]);
    expect(found.map(formatProblem)).toEqual([
      'scripts/telephony.yaml:6 examples.fr[1] — "Rien ne sort, un !" stands at scripts/printing.yaml:6 already. Mend: keep it where it belongs, and write another one here.',
    ]);
  });
});

describe('conditions that can hold are left alone', () => {
  test.each([
    [
      'after a look-up',
      '{ id: disk, label: { fr: D, en: D }, kind: text, lookUp: device }',
      "{ disk: LT-1, light: 'no' }",
    ],
    [
      "in the employee's own words, whatever would be asked",
      '{ id: loud, label: { fr: D, en: D }, kind: yes-no, when: { symptom: blank }, yes: { fr: [fort], en: [loud] } }',
      "{ loud: 'yes', light: 'no' }",
    ],
    ['after an inference', '{ id: free, label: { fr: D, en: D }, kind: text }', '{ half: printer }'],
    [
      'while a fact is unknown',
      '{ id: free, label: { fr: D, en: D }, kind: text, entity: file }',
      '{ symptom: blank, free: { not: x } }',
    ],
    [
      'of a number',
      '{ id: count, label: { fr: D, en: D }, kind: number, ask: { fr: Combien ?, en: How many? } }',
      '{ count: { atLeast: 5 }, symptom: blank }',
    ],
  ])('%s', (_, fact, when) => {
    const text = sound
      .replace('kind: text\ninfer', `kind: text\n  - ${fact}\ninfer`)
      .replace('urgency:\n', `urgency:\n  - { when: ${when}, value: 1 }\n`);
    expect(problemsOf(text).filter(({ problem }) => problem.includes('can never'))).toEqual([]);
  });
});

describe('warnings', () => {
  test('a text that is the same in both languages', () => {
    const same = sound
      .replace('fr: Le voyant est-il allumé ?', 'fr: Is the light on?')
      .replace('Que voyez-vous ?', 'What do you see?');
    expect(checkScript(loaded(same), surroundings).warnings.map(({ field }) => field)).toEqual([
      'facts[0].ask',
      'facts[1].ask',
    ]);
  });

  test('more than five questions for half of the people', () => {
    const extra = Array.from(
      { length: 6 },
      (_, at) =>
        `  - { id: more-${at}, label: { fr: Plus, en: More }, kind: yes-no, ask: { fr: Et ${at} ?, en: 'And ${at}?' } }\n`,
    ).join('');
    const report = checkScript(loaded(sound.replace('infer:', `${extra}infer:`)), surroundings);
    expect(report.questions.median).toBeGreaterThan(5);
    expect(report.warnings.map(formatProblem)).toEqual([
      expect.stringMatching(
        /^scripts\/printing\.yaml:8 facts — half of the people are asked [78] questions or more\. Mend: ask only/,
      ),
    ]);
  });
});

describe('French typography', () => {
  test.each([
    ['Votre ecran est noir', /lacks an accent/],
    ['Regardez votre ecran.', /lacks an accent/],
    ['Ça va?', /no space before "\?"/],
    ['Voici: un', /no space before ":"/],
    ['Il dit «oui»', /inside « »/],
    ['Deux  espaces', /two spaces/],
    ['Un mot , puis', /before a comma/],
  ])('%s', (text, problem) => expect(findFrenchMistake(text)?.problem).toMatch(problem));

  test.each([
    'Ouvrez https://aka.ms/sspr?x=1 : entrez votre nom.',
    'À 8:00, dites « un humain » ; c\u2019est tout\u00a0!',
    'Le chemin \\\\impression.saint-aubin.example, puis **Qualité** : décochez.',
    'Écrivez à securite@saint-aubin.example.',
    'Un fichier .docx',
    'Ouvrez intranet.securite.example',
  ])('leaves alone: %s', (text) => expect(findFrenchMistake(text)).toBeUndefined());
});

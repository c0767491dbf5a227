import { describe, expect, test } from 'vitest';
import {
  mentionsUrgency,
  readAnswer,
  readChoice,
  readFacts,
  readOutcome,
  readYesNo,
} from '../../dialogs/triage/index.ts';
import {
  deadlineFact,
  findOptionFact,
  numberFact,
  printerFact,
  scopeFact,
  symptomFact,
  textFact,
  urgentFact,
} from '../support/triage-facts.ts';

describe('yes, no, unknown', () => {
  test.each([
    ['oui', 'yes'],
    ['ouais', 'yes'],
    ['c ça', 'yes'],
    ['Exact !', 'yes'],
    ['oui tout à fait', 'yes'],
    ['yep', 'yes'],
    ['ouiiii', 'yes'],
    ['ouii', 'yes'],
    ['oiu', 'yes'],
    ['yse', 'yes'],
    ['nonn', 'no'],
    ['nno', 'no'],
    ['nom', undefined],
    ['noon', undefined],
    ['ouïe', undefined],
    ['KO', undefined],
    ['yen', undefined],
    ["c'est bien ça", 'yes'],
    ["that's right", 'yes'],
    ['yes please', 'yes'],
    ['sure', 'yes'],
    ['ok', 'yes'],
    ['👍', 'yes'],
    ['tt a fait', 'yes'],
    ['non', 'no'],
    ['pas tout à fait', 'no'],
    ['nope', 'no'],
    ['not quite', 'no'],
    ['no thanks', 'no'],
    ["c'est pas ça", 'no'],
    ['nan', 'no'],
    ['non pas vraiment', 'no'],
    ["that's not it", 'no'],
    ['absolument pas', 'no'],
    ['je sais pas', 'unknown'],
    ['je ne sais pas', 'unknown'],
    ['aucune idée', 'unknown'],
    ["I don't know", 'unknown'],
    ['idk', 'unknown'],
    ['no idea', 'unknown'],
    ['chais pas', 'unknown'],
    ['not sure', 'unknown'],
  ] as const)('%s is %s', (text, expected) => {
    expect(readYesNo(text)).toBe(expected);
  });
  test.each(['bonjour', 'la Konica du 2e', "c'est quoi un pdf", 'my printer is jammed', ''])(
    '%s is neither',
    (text) => {
      expect(readYesNo(text)).toBeUndefined();
    },
  );
});

describe('what became of a step', () => {
  test.each([
    ['nickel', 'worked'],
    ['ça marche', 'worked'],
    ['sorted thanks', 'worked'],
    ["c'est réglé merci", 'worked'],
    ['oui', 'worked'],
    ['parfait merci !', 'worked'],
    ['it works now', 'worked'],
    ['that did the trick', 'worked'],
    ['ca remarche', 'worked'],
    ["I'm in", 'worked'],
    ['all good now thanks', 'worked'],
    ['ça a marché', 'worked'],
    ["c'est mieux", 'worked'],
    ['fixed', 'worked'],
    ['super ça fonctionne', 'worked'],
    ['toujours pareil', 'did_not_work'],
    ['toujour pareil', 'did_not_work'],
    ['toujours pareille', 'did_not_work'],
    ['no the sme', 'did_not_work'],
    ['didnt wrok', 'did_not_work'],
    ['pa marché', 'did_not_work'],
    ['its fixd', 'worked'],
    ['ca marhce', 'worked'],
    ['the march report', undefined],
    ['choose a file', undefined],
    ['ça marche pas', 'did_not_work'],
    ['ca ne marche toujours pas', 'did_not_work'],
    ['still nothing', 'did_not_work'],
    ['non', 'did_not_work'],
    ['rien ne change', 'did_not_work'],
    ["it didn't help", 'did_not_work'],
    ['same error', 'did_not_work'],
    ['its still not wokring', 'did_not_work'],
    ['ça n’a rien changé', 'did_not_work'],
    ['pas mieux', 'did_not_work'],
    ['no change', 'did_not_work'],
    ["ça n'imprime toujours pas", 'did_not_work'],
    ['je trouve pas le menu', 'could_not'],
    ["I can't do that", 'could_not'],
    ['je ne peux pas faire ça', 'could_not'],
    ["I can't find it", 'could_not'],
    ["je n'ai pas les droits", 'could_not'],
    ["c'est grisé", 'could_not'],
    ["there's no such option", 'could_not'],
    ['je vois pas de bouton', 'could_not'],
    ['où est ce menu', undefined],
    ["c'est quoi un pdf", undefined],
    ['bonjour', undefined],
  ] as const)('%s: %s', (text, expected) => {
    expect(readOutcome(text)).toBe(expected);
  });
});

describe('a choice', () => {
  const choices = [
    { id: 'everyone', labels: ['Tout le monde', 'Everyone'] },
    { id: 'me', labels: ['Seulement moi', 'Only me'] },
    { id: 'unknown', labels: ['Je ne sais pas', "I don't know"] },
  ];
  test.each([
    ['1', 'everyone'],
    ['le premier', 'everyone'],
    ['2nd one', 'me'],
    ['n° 3', 'unknown'],
    ['le dernier', 'unknown'],
    ['la deuxième', 'me'],
    ['tout le monde', 'everyone'],
    ['tou le monde', 'everyone'],
    ['que moi', 'me'],
    ['seulemnt moi', 'me'],
    ['only me I think', 'me'],
    ['everybody', 'everyone'],
  ] as const)('%s is %s', (text, id) => {
    expect(readChoice(text, choices)?.id).toBe(id);
  });
  test.each(['4', 'la Konica', 'peut-être le vôtre', ''])('%s is none', (text) => {
    expect(readChoice(text, choices)).toBeUndefined();
  });
});

describe('the answer to a question', () => {
  test.each([
    ['toutes blanches', symptomFact, 'blank'],
    ['elles sont pâles', symptomFact, 'pale'],
    ['3', symptomFact, 'jam'],
    ['bourage', symptomFact, 'jam'],
    ['pas blanches, plutôt pâles', symptomFact, 'pale'],
    ['je sais pas', symptomFact, 'unknown'],
    ['que moi je crois', scopeFact, 'me'],
    ['tout le service', scopeFact, 'everyone'],
    ['everybody', scopeFact, 'everyone'],
    ['oui', urgentFact, 'yes'],
    ['je ne peux plus travailler', urgentFact, 'yes'],
    ['ça peut attendre', urgentFact, 'no'],
    ['no', urgentFact, 'no'],
    ['une dizaine', numberFact, '10'],
    ['about five', numberFact, '5'],
    ['12', numberFact, '12'],
    ['vingt-deux', numberFact, '22'],
    ['que moi', numberFact, '1'],
    ["c'est la Konica du 2e", printerFact, 'la Konica du 2e'],
    ['MAIRIE-2-COULEUR', printerFact, 'MAIRIE-2-COULEUR'],
    ['je ne sais pas', printerFact, 'unknown'],
    ["c'est le logiciel des élections, merci", textFact, 'le logiciel des élections'],
    ['it says paper tray empty', textFact, 'paper tray empty'],
    ['no rush', deadlineFact, 'unknown'],
    ["rien d'urgent", deadlineFact, 'unknown'],
    ['quand vous pouvez', deadlineFact, 'unknown'],
    ['no rush, before Friday is fine', deadlineFact, 'before Friday'],
    ['pas pressé, pour demain', deadlineFact, 'pour demain'],
    ['no rush', urgentFact, 'no'],
  ] as const)('%s', (text, fact, value) => {
    expect(readAnswer(text, fact)?.value).toBe(value);
  });
  test.each([
    ["c'est quoi un pilote ?", textFact],
    ['pourquoi vous demandez ça ?', textFact],
    ['comment on fait ?', textFact],
    ['je veux parler à quelqu’un', textFact],
    ['un humain svp', printerFact],
    ['merci', textFact],
    ["what's a gateway?", symptomFact],
    ['why do you ask?', scopeFact],
  ] as const)('%s is no answer', (text, fact) => {
    expect(readAnswer(text, fact)).toBeUndefined();
  });
  test('an option that is not like any other is found by its words', () => {
    expect(readAnswer('elle clignote', findOptionFact)?.value).toBe('light');
  });
});

describe('how pressed someone is', () => {
  test.each([
    ['urgent svp', 'deadline'],
    ['il me le faut avant 17h', 'deadline'],
    ['non, urgent', 'deadline'],
    ['no rush', undefined],
    ["ce n'est pas urgent du tout", undefined],
    ['not urgent, whenever you can', undefined],
    ['ça fait trois fois, ras le bol', 'angry'],
  ] as const)('« %s » is %s', (text, tone) => {
    expect(mentionsUrgency(text)).toBe(tone);
  });
  const script = { facts: [{ ...urgentFact, no: { fr: [], en: [] } }] } as unknown as Parameters<typeof readFacts>[1];
  test.each(['no rush', 'rien ne presse', 'take your time'])('« %s » says that nothing is stopped', (text) => {
    expect(readFacts(text, script, 'fr')).toEqual([{ id: 'blocking', value: 'no' }]);
  });
  test.each(['it crashes whenever I print', "ça plante n'importe quand", 'please wait'])(
    '« %s » says nothing',
    (text) => {
      expect(readFacts(text, script, 'fr')).toEqual([]);
    },
  );
});

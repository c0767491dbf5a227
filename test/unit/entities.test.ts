import { describe, expect, test } from 'vitest';
import type { EntityKind, QuestioningScript } from '../../dialogs/scripts/schema.ts';
import { readCorrection, readEntity, readFacts } from '../../dialogs/triage/index.ts';
import {
  clickedFact,
  deadlineFact,
  floorFact,
  printerFact,
  scopeFact,
  sinceFact,
  symptomFact,
  urgentFact,
} from '../support/triage-facts.ts';

const sites = [
  { id: 'mairie', name: 'Mairie', words: ['hôtel de ville'] },
  { id: 'lyon-lab', name: 'Lyon Lab', words: ['labo'] },
];

describe('values in free text', () => {
  test.each<[EntityKind, string, string | undefined]>([
    ['printer', 'bjr MAIRIE-2-COULEUR sort des feuilles blanches', 'MAIRIE-2-COULEUR'],
    ['printer', "la Konica du 2e n'imprime plus", 'la Konica du 2e'],
    ['printer', "l'imprimante du 2e sort des feuilles blanches", "l'imprimante du 2e"],
    ['printer', 'the printer on the third floor is jammed', 'the printer on the third floor'],
    ['printer', 'mon imprimante ne marche pas', undefined],
    ['printer', 'LT-0231 ne démarre pas', undefined],
    ['device', 'my laptop lt-0231 is dead', 'LT-0231'],
    ['device', 'GU-2026-000123', undefined],
    ['since', "l'imprimante sort des pages blanches depuis ce matin", 'depuis ce matin'],
    ['since', 'depuis lundi 16', 'depuis lundi 16'],
    ['since', 'broken since Monday', 'since Monday'],
    ['since', 'VPN drops every ten min since I moved flat, board presentation at 4pm', 'since you moved flat'],
    ['since', 'depuis que j’ai déménagé', 'depuis que vous avez déménagé'],
    ['since', 'ça fait deux jours que ça coupe', 'depuis deux jours'],
    ['since', 'depuis le 12/03/2026', 'depuis le 12/03/2026'],
    ['since', 'since March 3rd it fails', 'since March 3rd'],
    ['since', 'outlook is slow since yesterday afternoon', 'since yesterday afternoon'],
    ['since', 'ce matin plus rien', 'depuis ce matin'],
    ['since', 'it stopped working last week', 'since last week'],
    ['since', 'for two days now', 'for two days'],
    ['since', 'outlook is slow', undefined],
    ['deadline', 'il me le faut avant 17h', 'avant 17h'],
    ['deadline', 'board presentation at 4pm!!', 'at 4pm'],
    ['deadline', 'réunion à 16h', 'à 16h'],
    ['deadline', "c'est pour demain", 'pour demain'],
    ['deadline', 'need it before noon', 'before noon'],
    ['deadline', 'it drops every ten min', undefined],
    ['floor', "l'imprimante du 2e étage", '2'],
    ['floor', 'third floor copier', '3'],
    ['floor', 'au rez-de-chaussée', '0'],
    ['floor', 'la Konica du 2e', '2'],
    ['room', 'en salle 204', '204'],
    ['room', 'room B12 has no network', 'B12'],
    ['site', "je suis à l'hôtel de ville", 'Mairie'],
    ['site', 'at lyon lab today', 'Lyon Lab'],
    ['error-code', 'erreur 0x80070005 à l’impression', '0x80070005'],
    ['error-code', 'AADSTS50126: invalid username', 'AADSTS50126'],
    ['error-code', 'stop code CRITICAL_PROCESS_DIED', 'CRITICAL_PROCESS_DIED'],
    ['error-code', 'HTTP 503', '503'],
    ['error-code', 'error code 720', '720'],
    ['error-code', 'il est 12h30', undefined],
    ['people', 'nous sommes 5 à être bloqués', '5'],
    ['people', 'une dizaine de personnes', '10'],
    ['people', 'three colleagues have it too', '3'],
    ['people', 'que moi', '1'],
    ['application', 'je suis sur globalprotect', 'GlobalProtect'],
    ['application', 'outlok plante', 'Outlook'],
    ['phone', 'rappelez-moi au 06 12 34 56 78', '06 12 34 56 78'],
    ['phone', 'my ext. 4512', '4512'],
    ['email-address', 'from Jean.Dupont@Ville.fr please', 'jean.dupont@ville.fr'],
    ['file', "j'ai supprimé budget_2026.xlsx hier", 'budget_2026.xlsx'],
    ['file', 'le fichier « Compte rendu mars.docx »', 'Compte rendu mars.docx'],
    ['date', 'supprimé le 12 mars', '12 mars'],
    ['date', 'deleted on March 12', 'March 12'],
  ])('%s in « %s »', (kind, text, value) => {
    expect(readEntity(kind, text, sites)).toBe(value);
  });
});

const script = {
  facts: [symptomFact, scopeFact, printerFact, sinceFact, deadlineFact, floorFact, urgentFact, clickedFact],
} as unknown as QuestioningScript;
const factsOf = (text: string) => Object.fromEntries(readFacts(text, script, 'fr').map(({ id, value }) => [id, value]));

describe('facts said unprompted', () => {
  test('the first message of a printing problem says four', () => {
    expect(factsOf("bjr l'imprimante du 2e sort des feuilles blanches depuis lundi")).toEqual({
      symptom: 'blank',
      printer: "l'imprimante du 2e",
      since: 'depuis lundi',
      floor: '2',
    });
  });
  test.each([
    ['tout le monde sauf moi', {}],
    ['tout le monde imprime sauf moi', { scope: 'me' }],
    ["j'ai pas cliqué", { clicked: 'no' }],
    ["j'ai cliqué sur le lien", { clicked: 'yes' }],
    ['pas de bourrage', {}],
    ['not urgent', { blocking: 'no' }],
    ["c'est pas blanc c'est très pâle", { symptom: 'pale' }],
    ['bonjour', {}],
  ])('%s', (text, facts) => {
    expect(factsOf(text)).toEqual(facts);
  });
});

describe('corrections of an earlier answer', () => {
  const known = new Set(['symptom', 'scope', 'floor']);
  test.each([
    ["en fait c'est pas blanc c'est très pâle", { id: 'symptom', value: 'pale' }],
    ["c'est pas blanc, c'est très pâle", { id: 'symptom', value: 'pale' }],
    ['finalement tout le service est touché', { id: 'scope', value: 'everyone' }],
    ['sorry, I meant the whole team', { id: 'scope', value: 'everyone' }],
    ['actually it is a paper jam', { id: 'symptom', value: 'jam' }],
    ["je me suis trompé, c'est au 3e étage", { id: 'floor', value: '3' }],
    ['no wait, only me', { id: 'scope', value: 'me' }],
  ])('%s', (text, change) => {
    expect(readCorrection(text, script, known)).toEqual(change);
  });
  test.each(['pâle', 'oui', 'tout le monde', 'en fait je sais pas'])('%s is none', (text) => {
    expect(readCorrection(text, script, known)).toBeUndefined();
  });
});

import type { ScriptFact } from '../../dialogs/scripts/schema.ts';

const text = (said: string) => ({ fr: said, en: said });

/** Facts such as scripts declare, for the tests of triage. */
export const symptomFact: ScriptFact = {
  id: 'symptom',
  label: text('Symptom'),
  kind: 'choice',
  options: [
    {
      id: 'blank',
      label: { fr: 'Pages blanches', en: 'Blank pages' },
      words: { fr: ['blanc', 'feuilles blanches'], en: ['blank', 'white pages'] },
    },
    {
      id: 'pale',
      label: { fr: 'Impression pâle', en: 'Faint print' },
      words: { fr: ['pâle', 'délavé'], en: ['faint', 'pale'] },
    },
    {
      id: 'jam',
      label: { fr: 'Bourrage papier', en: 'Paper jam' },
      words: { fr: ['bourrage', 'papier coincé'], en: ['jam', 'paper stuck'] },
    },
  ],
};
export const scopeFact: ScriptFact = {
  id: 'scope',
  label: text('Scope'),
  kind: 'choice',
  options: [
    {
      id: 'everyone',
      label: { fr: 'Tout le monde', en: 'Everyone' },
      words: { fr: ['mes collègues aussi', 'tout le service'], en: ['everybody', 'whole team'] },
    },
    {
      id: 'me',
      label: { fr: 'Seulement moi', en: 'Only me' },
      words: { fr: ['que moi', 'moi', 'juste moi'], en: ['just me', 'me'] },
    },
  ],
};
export const urgentFact: ScriptFact = {
  id: 'blocking',
  label: text('Blocking'),
  kind: 'yes-no',
  yes: { fr: ['urgent', 'je ne peux plus travailler'], en: ['urgent', "can't work"] },
  no: { fr: ['pas urgent', 'ça peut attendre'], en: ['not urgent', 'can wait'] },
};
export const clickedFact: ScriptFact = {
  id: 'clicked',
  label: text('Clicked'),
  kind: 'yes-no',
  yes: { fr: ["j'ai cliqué", 'cliqué sur le lien'], en: ['I clicked', 'clicked the link'] },
  no: { fr: ['rien cliqué'], en: ['clicked nothing'] },
};
export const numberFact: ScriptFact = { id: 'count', label: text('Count'), kind: 'number' };
export const printerFact: ScriptFact = { id: 'printer', label: text('Printer'), kind: 'text', entity: 'printer' };
export const sinceFact: ScriptFact = { id: 'since', label: text('Since'), kind: 'text', entity: 'since' };
export const deadlineFact: ScriptFact = { id: 'deadline', label: text('Deadline'), kind: 'text', entity: 'deadline' };
export const floorFact: ScriptFact = { id: 'floor', label: text('Floor'), kind: 'text', entity: 'floor' };
export const textFact: ScriptFact = { id: 'message', label: text('Message'), kind: 'text' };
export const findOptionFact: ScriptFact = {
  id: 'sign',
  label: text('Sign'),
  kind: 'choice',
  options: [
    {
      id: 'light',
      label: { fr: 'Un voyant', en: 'A light' },
      words: { fr: ['clignote', 'lumière rouge'], en: ['blinks'] },
    },
    { id: 'noise', label: { fr: 'Un bruit', en: 'A noise' }, words: { fr: ['grince'], en: ['grinds'] } },
  ],
};

import { readChoice, readYesNo } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import type { Turn } from './turn.ts';
import type { Choice } from './types.ts';

/** The choices of the question that is being asked. */
export function currentChoices(turn: Turn): readonly Choice[] {
  const before = turn.effects.length;
  askPrompt(turn);
  const asked = turn.effects.splice(before).find((effect) => effect.type === 'ask');
  return asked?.type === 'ask' ? asked.choices : [];
}

/** Other ways of typing a choice, in both languages. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  later: [
    'plus tard',
    'après',
    'ensuite',
    "celui-ci d'abord",
    'later',
    'after',
    'afterwards',
    'this one first',
    'first this one',
  ],
  now: ['tout de suite', "l'autre d'abord", "d'abord l'autre", 'right now', 'the other one first', 'do it first'],
  same: ['le même', "c'est lié", 'same one', 'it is related'],
  send: ['envoyez-le', "c'est bon envoyez", 'send it', 'please send'],
  cancel: ["n'envoyez pas", "ne l'envoyez pas", 'do not send', "don't send it"],
  change: ['modifier', 'corriger', 'ajouter quelque chose', 'edit', 'add something'],
  continue: ['on continue', 'continuons', 'carry on', 'keep going'],
  neither: ['aucun des deux', 'ni un ni autre', 'autre chose', 'none of these', 'something else'],
  add: ['ajoutez-le', 'pour ce ticket', 'add it', 'for that ticket'],
  confirm: ['confirmer', 'je confirme', 'allez-y', 'faites-le', 'i confirm', 'go ahead', 'do it'],
  other: ["c'est autre chose", 'autre chose', 'rien à voir', 'something else', 'it is something else'],
  new: ['un nouveau problème', 'autre chose', 'a new problem', 'something else'],
};

/** The choice that typed words mean, by its label in either language, its number or its place. */
export function readTyped(turn: Turn, words: string, choices = currentChoices(turn)): string | undefined {
  const labelled = choices.map((choice) => ({
    id: choice.id,
    labels: [
      ...(['fr', 'en'] as const).map((language) => turn.kit.write(choice.label, language)),
      ...('key' in choice.label ? (synonyms[choice.id] ?? []) : []),
    ],
  }));
  return readChoice(words, labelled)?.id;
}

/** What yes and no mean where the choices are named otherwise. */
const meanings = {
  yes: ['yes', 'send', 'fixed', 'later', 'add', 'confirm'],
  no: ['no', 'cancel', 'continue', 'not-fixed', 'neither', 'new'],
};

/** The choice that « oui » or « non » means, if any. */
export function readTypedYesNo(turn: Turn, words: string, choices = currentChoices(turn)): string | undefined {
  const said = readYesNo(words);
  if (said !== 'yes' && said !== 'no') return undefined;
  const meant = choices.find((choice) => meanings[said].includes(choice.id))?.id;
  // « oui » to « est-ce votre problème ? », where one outage is named.
  const outages = turn.state.prompt?.kind === 'outage' ? turn.state.prompt.outages : [];
  if (meant !== undefined || outages.length !== 1) return meant;
  return said === 'yes' ? outages[0] : 'other';
}

/** Whether the words are those of a button that is shown: « Non, rien » there is no command. */
export function isLabel(turn: Turn, words: string): boolean {
  const plain = (text: string) => (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).join(' ');
  const said = plain(words);
  return (
    said !== '' &&
    currentChoices(turn).some(({ label }) =>
      (['fr', 'en'] as const).some((language) => plain(turn.kit.write(label, language)) === said),
    )
  );
}

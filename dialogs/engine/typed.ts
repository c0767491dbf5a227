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

/** The choice that typed words mean, by its label in either language, its number or its place. */
export function readTyped(turn: Turn, words: string, choices = currentChoices(turn)): string | undefined {
  const labelled = choices.map((choice) => ({
    id: choice.id,
    labels: (['fr', 'en'] as const).map((language) => turn.kit.write(choice.label, language)),
  }));
  return readChoice(words, labelled)?.id;
}

/** What yes and no mean where the choices are named otherwise. */
const meanings = {
  yes: ['yes', 'send', 'fixed', 'later', 'add'],
  no: ['no', 'cancel', 'continue', 'not-fixed', 'neither', 'new'],
};

/** The choice that « oui » or « non » means, if any. */
export function readTypedYesNo(turn: Turn, words: string, choices = currentChoices(turn)): string | undefined {
  const said = readYesNo(words);
  if (said !== 'yes' && said !== 'no') return undefined;
  return choices.find((choice) => meanings[said].includes(choice.id))?.id;
}

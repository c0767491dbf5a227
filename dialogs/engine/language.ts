import type { Language } from '../../knowledge/index.ts';
import { detectLanguage } from '../triage/index.ts';
import type { Turn } from './turn.ts';

/** How sure it must be that a message is in neither of our languages, to say so. */
const otherAt = 0.7;

/**
 * Follows the employee's language unless they chose one: a clear sentence changes it, a word or two does not. Returns
 * false when the message is plainly in neither of our languages.
 */
export function readLanguage(turn: Turn, message: string, locale: Language | undefined): boolean {
  const { state } = turn;
  const detected = detectLanguage(message);
  if (detected.language === 'other' && detected.confidence > otherAt) return false;
  if (state.languageChosen || copiesAScreen(turn)) return true;
  if (!state.introduced && locale) state.language = locale;
  if (detected.language === 'fr' || detected.language === 'en') {
    if (detected.confidence >= (state.introduced ? 0.8 : 0.5)) state.language = detected.language;
  }
  return true;
}

/** « que lit-on sur l'écran ? »: what is copied from there is no one's language. */
const copiesAScreen = ({ kit, state }: Turn): boolean => {
  const { prompt, active } = state;
  if (prompt?.kind !== 'fact' || active?.code === undefined) return false;
  return kit.scripts.get(active.code)?.facts.find((fact) => fact.id === prompt.factId)?.kind === 'text';
};

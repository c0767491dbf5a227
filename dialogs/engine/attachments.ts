import { answerFact } from './questions.ts';
import { say, scriptOf, type Turn } from './turn.ts';

/** Files stay with the request, or wait for it. Returns whether they were the answer to the question. */
export function keepAttachments(turn: Turn, names: readonly string[], words: string): boolean {
  const { state } = turn;
  const { active, prompt } = state;
  if (active) active.attachments.push(...names);
  else state.attachments = [...(state.attachments ?? []), ...names];
  const shown = { data: names.join(', ') };
  say(turn, active ? 'attachment.kept' : 'attachment.keptForLater', { names: shown, count: names.length });
  // A picture of the screen answers « que lit-on sur l'écran ? ».
  const fact = scriptOf(turn, active)?.facts.find((each) => prompt?.kind === 'fact' && each.id === prompt.factId);
  if (!active || words.trim() !== '' || fact?.kind !== 'text') return false;
  answerFact(turn, active, fact.id, names.join(', '));
  return true;
}

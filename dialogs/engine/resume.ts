import { askPrompt } from './ask.ts';
import { hasSaid, scriptOf, type Turn, text } from './turn.ts';
import type { SupportRequest, Text } from './types.ts';
import { recapClauses } from './wording.ts';

/** After a digression or a command: one line that says where we were, then the same question. */
export function resume(turn: Turn): void {
  const { active, prompt } = turn.state;
  if (!prompt) return;
  // These questions say themselves where we are.
  const plain =
    prompt.kind === 'reformulation' ||
    prompt.kind === 'ticket' ||
    prompt.kind === 'secondProblem' ||
    prompt.kind === 'actionConfirm' ||
    prompt.kind === 'actionHelped';
  if (active && !plain) recallThread(turn);
  askPrompt(turn, true);
}

/** One line that says where we are, once a turn. */
export function recallThread(turn: Turn): void {
  const { active, prompt } = turn.state;
  if (!active || prompt?.kind === 'reformulation') return;
  if (hasSaid(turn, 'recap') || hasSaid(turn, 'recap.unknown')) return;
  turn.effects.push({ type: 'say', text: recap(turn, active) });
}

function recap(turn: Turn, request: SupportRequest): Text {
  const script = scriptOf(turn, request);
  if (!script) return text('recap.unknown');
  const { main, complements } = recapClauses(script, request.facts);
  return text('recap', { problem: { all: [main, ...complements], separator: ', ' } });
}

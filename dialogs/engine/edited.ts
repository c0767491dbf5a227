import { advance } from './advance.ts';
import { learn } from './answers.ts';
import { askPrompt } from './ask.ts';
import { expect, type Turn } from './turn.ts';

/** An edited message: what its new words change is taken up; otherwise the thread stays where it is. */
export function edited(turn: Turn, words: string): void {
  const { active, prompt } = turn.state;
  if (!active || !prompt || prompt.kind === 'describe') return;
  if (!learn(turn, active, words)) return;
  if (prompt.kind !== 'ticket' && prompt.kind !== 'change') return advance(turn);
  expect(turn, { kind: 'ticket' });
  askPrompt(turn);
}

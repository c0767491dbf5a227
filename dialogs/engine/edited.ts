import { advance } from './advance.ts';
import { askPrompt } from './ask.ts';
import { takeIn } from './fact-changes.ts';
import { scriptOf, type Turn } from './turn.ts';
import type { SupportRequest } from './types.ts';

/**
 * An edited message: what its new words change is taken up, the ticket quotes them, and otherwise the thread stays where
 * it is. Which message it was is not known: what the first description said already is no news, so that an edit of
 * it does not undo later answers.
 */
export function edited(turn: Turn, words: string): void {
  const { active, prompt } = turn.state;
  const script = scriptOf(turn, active);
  if (!active || !script || !prompt) return;
  const read = (text: string) => turn.kit.readFacts(text, script, turn.state.language);
  const before = read(active.words);
  replaceWords(active, words);
  const news = read(words).filter(({ id, value }) => !before.some((fact) => fact.id === id && fact.value === value));
  if (!takeIn(turn, active, news)) return;
  if (prompt.kind === 'fact' || prompt.kind === 'step') return advance(turn);
  askPrompt(turn);
}

/** The description or a note that the new words resemble is replaced by them. */
function replaceWords(request: SupportRequest, words: string): void {
  if (resembles(request.words, words)) {
    request.words = words.trim();
    return;
  }
  const index = request.notes.findIndex((note) => resembles(note, words));
  if (index >= 0) request.notes = request.notes.map((note, at) => (at === index ? words.trim() : note));
}

/** Most of the old words are still there. */
function resembles(old: string, edited: string): boolean {
  const split = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []);
  const [before, after] = [split(old), split(edited)];
  const common = [...before].filter((word) => after.has(word)).length;
  return common >= 2 && common * 2 > before.size;
}

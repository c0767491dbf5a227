import { setTimeout } from 'node:timers/promises';
import { matches } from '../support/play-matching.ts';
import type { ConversationTurn } from '../support/play-schema.ts';
import type { PlaygroundPage } from './playground-driver.ts';

/**
 * Plays turns of a conversation file in the client, as a person would: types, presses, waits for an answer that has
 * all that is expected. `pause`, ms, comes before each turn. Gives the answers' texts. Throws with all that was shown
 * when one does not come.
 */
export async function playInClient(
  page: PlaygroundPage,
  turns: readonly ConversationTurn[],
  pause = 0,
): Promise<string[]> {
  const answers: string[] = [];
  for (const turn of turns) {
    await setTimeout(pause);
    await act(page, turn);
    const shown = [...(turn.expect ?? []), ...(turn.choices ?? [])];
    answers.push(
      await page.waitForReply(
        (text) =>
          shown.every((pattern) => matches(text, pattern)) &&
          !(turn.not ?? []).some((pattern) => matches(text, pattern)),
      ),
    );
  }
  return answers;
}

async function act(page: PlaygroundPage, turn: ConversationTurn): Promise<void> {
  if (turn.say !== undefined) return page.say(turn.say);
  if (turn.press !== undefined) return page.press(turn.press);
  throw new Error(`only what is said and pressed can be played in the client: ${JSON.stringify(turn)}`);
}

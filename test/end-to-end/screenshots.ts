import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConversation } from '../support/play.ts';
import { freePort } from './free-port.ts';
import { playInClient } from './play-in-client.ts';
import { openPlayground } from './playground-driver.ts';
import { startGuichet } from './start-command.ts';

/** `npm run screenshots`: takes the pictures of the README anew, from conversations that the tests play too. */
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const turnsOf = (name: string) => loadConversation(path(`../conversations/straight-line/${name}.yaml`)).turns;
const pictures = path('../../docs/pictures');
const picture = (name: string) => join(pictures, `${name}.png`);

/** ms. The client mixes up the order of messages that follow one another faster than anybody writes. */
const pause = 800;

mkdirSync(pictures, { recursive: true });
const dataFolder = mkdtempSync(join(tmpdir(), 'guichet-screenshots-'));
const guichet = await startGuichet({ dataFolder, port: await freePort(), playgroundPort: await freePort() });
try {
  // High enough for a whole conversation.
  const page = await openPlayground(guichet.playgroundUrl, { width: 1100, height: 1730, locale: 'en-GB' });
  await playInClient(page, turnsOf('resolved-fr'), pause);
  await page.screenshot(picture('conversation-fr'), 'conversation');
  const answers = await playInClient(page, turnsOf('escalated-en'), pause);
  const reference = /GU-\d{4}-\d{6}/.exec(answers.at(-1) ?? '')?.[0];
  if (!reference) throw new Error('the conversation led to no ticket');

  const desk = await page.visit(guichet.deskLink);
  await desk.follow(reference);
  await desk.screenshot(picture('ticket-en'));
  await page.close();
  console.log(`Pictures taken: look at them, in ${pictures}`);
} finally {
  await guichet.kill();
  rmSync(dataFolder, { recursive: true, force: true });
}

import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { NewJob, Queue } from '../../adapters/queue/port.ts';
import type { Language } from '../../knowledge/index.ts';
import type { Connector } from '../channel/connector.ts';
import { destinationOf } from '../delivery/destination.ts';
import { renderSignIn } from '../rendering/sign-in-card.ts';
import type { Texts } from '../rendering/texts.ts';
import type { SignIn } from '../sign-in.ts';

interface Payload {
  readonly conversationKey: string;
  readonly language: Language;
  readonly plain: boolean;
  /** epoch ms */
  readonly askedAt: number;
}

/** ms; a card that comes later than that answers nothing any more. */
const patience = 60_000;

/** The card that signs somebody in, sent after the turn that asks for it: making one asks the token service (R9). */
export const signInJob = (conversationKey: string, language: Language, plain: boolean, askedAt: number): NewJob => ({
  kind: 'signIn.ask',
  dedupeKey: `signIn.ask:${randomUUID()}`,
  payload: { conversationKey, language, plain, askedAt } satisfies Payload,
});

export interface SignInJobOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly connector: Connector;
  readonly signIn: SignIn;
  readonly texts: Texts;
  readonly typedCode: boolean;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Posted at once and kept nowhere: a link to sign in is good for whoever holds it. */
export function handleSignInJobs(options: SignInJobOptions): void {
  const { database, queue, connector, signIn, texts, typedCode, logger, now } = options;
  queue.handle('signIn.ask', async ({ payload }, signal) => {
    const { conversationKey, language, plain, askedAt } = payload as Payload;
    const reference = await findReference(database.queries, conversationKey);
    // Only in the person's own chat.
    if (!reference?.installed || reference.conversationType !== 'personal') return;
    const write = (key: string) => texts.write({ key }, { language, as: 'markdown', now: now() });
    try {
      if (now() - askedAt > patience) throw new Error('too late');
      const resource = await signIn.start(reference);
      const card = renderSignIn(texts, { language, plain, resource, typedCode, now: now() });
      await connector.send(destinationOf(reference), card, signal);
    } catch (error) {
      logger.warn({ error }, 'a sign-in card could not be sent');
      const said = { type: 'message', textFormat: 'markdown', text: write('signIn.unavailable') };
      await connector.send(destinationOf(reference), said, signal);
    }
  });
}

import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import {
  type ActionRequest,
  findActionRequest,
  noteShown,
} from '../../adapters/database/repositories/action-requests.ts';
import { findReference } from '../../adapters/database/repositories/conversation-references.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import type { ActionOutcome } from '../../dialogs/self-service/action.ts';
import type { Connector } from '../channel/connector.ts';
import { destinationOf } from '../delivery/destination.ts';
import type { Texts } from '../rendering/texts.ts';

/** Posts a pass or a key at once; false when nobody knows whether it arrived, or when there is no chat to post it in. */
export type ShowSecret = (request: ActionRequest, secret: NonNullable<ActionOutcome['secret']>) => Promise<boolean>;

export interface SecretsOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly connector: Connector;
  readonly texts: Texts;
  readonly logger: Logger;
  readonly now: () => number;
}

/**
 * The only way by which a secret leaves Guichet (R29): straight to the one-to-one chat, past the outbox, the transcript
 * and the queue, none of which may hold it. What is kept is the id of the message, to take it away again.
 */
export function createShowSecret(options: SecretsOptions): ShowSecret {
  const { database, queue, connector, texts, logger, now } = options;
  return async (request, { text, until }) => {
    const { id, conversationKey, language } = request;
    const reference = await findReference(database.queries, conversationKey);
    if (!reference?.installed || reference.conversationType !== 'personal') return false;
    const words = texts.write(text, { language, as: 'markdown', now: now() });
    let activityId: string;
    try {
      const destination = destinationOf(reference);
      activityId = (await connector.send(destination, { type: 'message', textFormat: 'markdown', text: words })).id;
    } catch (cause) {
      // Not the cause itself: it may quote what was posted.
      logger.warn({ code: (cause as { code?: string }).code ?? 'unknown' }, 'a secret could not be shown');
      return false;
    }
    await database.transaction(async (db) => {
      await noteShown(db, id, activityId);
      const payload = { id };
      await queue.enqueue(db, { kind: 'action.hide', dedupeKey: `action.hide:${id}`, payload, runAt: until });
    });
    return true;
  };
}

/** Takes away what was shown, once it is of no use any more (R28). */
export function handleHideJobs({ database, queue, connector, texts, now }: SecretsOptions): void {
  queue.handle('action.hide', async ({ payload }, signal) => {
    const { id } = payload as { id: string };
    const request = await findActionRequest(database.queries, id);
    const reference = request && (await findReference(database.queries, request.conversationKey));
    if (!request?.shownActivityId || !reference?.installed) return;
    const text = texts.write({ key: 'action.hidden' }, { language: request.language, as: 'markdown', now: now() });
    const activity = { type: 'message', textFormat: 'markdown', text };
    await connector.update(destinationOf(reference), request.shownActivityId, activity, signal);
    await noteShown(database.queries, id, undefined);
  });
}

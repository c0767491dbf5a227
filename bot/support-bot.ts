import { TeamsActivityHandler, type TurnContext } from 'botbuilder';
import { type Receipt, receiptKey } from './channel/receipt.ts';
import { maskedKey } from './middleware/redaction-middleware.ts';
import type { Acknowledge } from './runner/acknowledge.ts';
import type { ReadActivity } from './runner/read-activity.ts';

/**
 * The Bot Framework's side of a turn: which activities mean something to Guichet. Everything else is the runner's, which
 * answers once the turn is committed.
 */
export class SupportBot extends TeamsActivityHandler {
  constructor(readActivity: ReadActivity, acknowledge: Acknowledge) {
    super();
    const take = async (context: TurnContext, next: () => Promise<void>): Promise<void> => {
      const receipt: Receipt = context.turnState.get(receiptKey);
      try {
        const incoming = await readActivity(context.activity, receipt, context.turnState.get(maskedKey) ?? []);
        // Nothing of the context is touched after this: the SDK revokes it when the turn is acknowledged early (R1).
        if (incoming) await acknowledge(incoming);
      } finally {
        // A place that was not filled must not hold up the conversation.
        receipt.release();
      }
      await next();
    };
    this.onMessage(take);
    this.onInstallationUpdate(take);
    this.onTeamsMessageEditEvent(take);
    this.onTeamsMessageUndeleteEvent(take);
    this.onTeamsMessageSoftDeleteEvent(take);
    // Whatever no handler took gives its place up, so that the conversation goes on.
    this.onUnrecognizedActivityType(async (context, next) => {
      release(context);
      await next();
    });
    this.onTurn(async (context, next) => {
      await next();
      release(context);
    });
  }
}

const release = (context: TurnContext): void => (context.turnState.get(receiptKey) as Receipt | undefined)?.release();

import type { Middleware, TurnContext } from 'botbuilder';
import { redactActivity } from './redaction.ts';

/** Where the kinds of what was masked are found in `TurnContext.turnState`. */
export const maskedKey = Symbol('masked');

/** Before anything is stored, logged or read: what comes after this sees the masked activity only (R30). */
export const redactionMiddleware: Middleware = {
  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { activity, kinds } = redactActivity(context.activity);
    Object.assign(context.activity, activity);
    context.turnState.set(maskedKey, kinds);
    await next();
  },
};

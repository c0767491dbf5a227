import type { Middleware, TurnContext } from 'botbuilder';
import { isSignInInvoke, type SignInInvoke, type SignInInvokeName } from '../sign-in.ts';

/** Where the invoke of a sign-in is found in `TurnContext.turnState`. */
export const signInKey = Symbol('signIn');
/** Where six digits that may be a sign-in code are found, as they were typed. */
export const codeKey = Symbol('code');

/**
 * Before redaction, which would mask what signing in needs: takes the token or the code out of the activity, so that
 * nothing that comes after it can store or log it (R30).
 */
export const signInMiddleware: Middleware = {
  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { activity } = context;
    if (isSignInInvoke(activity)) {
      const invoke: SignInInvoke = { name: activity.name as SignInInvokeName, value: activity.value };
      context.turnState.set(signInKey, invoke);
      activity.value = undefined;
    }
    const code = activity.type === 'message' && /^\s*(\d{6})\s*$/.exec(activity.text ?? '')?.[1];
    if (code) context.turnState.set(codeKey, code);
    await next();
  },
};

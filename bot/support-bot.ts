import { createHash } from 'node:crypto';
import { type Activity, type InvokeResponse, TeamsActivityHandler, type TurnContext } from 'botbuilder';
import { feedbackInvoke, type TakeFeedback } from './answering/feedback.ts';
import { type Receipt, receiptKey } from './channel/receipt.ts';
import { maskedKey } from './middleware/redaction-middleware.ts';
import { codeKey, signInKey } from './middleware/sign-in-middleware.ts';
import type { Acknowledge } from './runner/acknowledge.ts';
import { type ReadActivity, signedInEvent } from './runner/read-activity.ts';
import type { SignIn, SignInInvoke } from './sign-in.ts';

/**
 * The Bot Framework's side of a turn: which activities mean something to Guichet. Everything else is the runner's, which
 * answers once the turn is committed.
 */
export class SupportBot extends TeamsActivityHandler {
  readonly #signIn: SignIn;
  readonly #takeFeedback: TakeFeedback | undefined;
  readonly #accept: (context: TurnContext, activity: Activity) => Promise<void>;

  constructor(readActivity: ReadActivity, acknowledge: Acknowledge, signIn: SignIn, takeFeedback?: TakeFeedback) {
    super();
    this.#takeFeedback = takeFeedback;
    this.#signIn = signIn;
    this.#accept = async (context, activity) => {
      const receipt: Receipt = context.turnState.get(receiptKey);
      try {
        const incoming = await readActivity(activity, receipt, context.turnState.get(maskedKey) ?? []);
        // Nothing of the context is touched after this: the SDK revokes it when the turn is acknowledged early (R1).
        if (incoming) await acknowledge(incoming);
      } finally {
        // A place that was not filled must not hold up the conversation.
        receipt.release();
      }
    };
    const take = async (context: TurnContext, next: () => Promise<void>): Promise<void> => {
      await this.#accept(context, (await this.#redeemed(context)) ?? context.activity);
      await next();
    };
    this.onMessage(take);
    // A sign-in that waits to be taken up again (R1).
    this.onEvent(take);
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

  /** Teams' answers to a sign-in card; what waited for it goes on once it succeeded. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const invoke: SignInInvoke | undefined = context.turnState.get(signInKey);
    if (context.activity.name === feedbackInvoke && this.#takeFeedback) {
      await this.#takeFeedback(context.activity);
      return { status: 200, body: {} };
    }
    if (!invoke) return super.onInvokeActivity(context);
    const { response, signedIn } = await this.#signIn.answer(userOf(context.activity), invoke);
    if (signedIn !== undefined) await this.#accept(context, signedInActivity(context.activity, signedIn));
    return response;
  }

  /** Six digits that the token service knows are a sign-in and no message. */
  async #redeemed(context: TurnContext): Promise<Activity | undefined> {
    const code: string | undefined = context.turnState.get(codeKey);
    if (!code || context.activity.conversation.isGroup) return undefined;
    const known = await this.#signIn.redeem(userOf(context.activity), code).catch(() => false);
    return known ? signedInActivity(context.activity, code) : undefined;
  }
}

const userOf = ({ from, channelId }: Activity) => ({ userId: from.id, channelId });

/**
 * What is left of a sign-in once it is done: neither token nor code. Its id follows from what was answered, so that the
 * answers of a person's several clients to one card are one event (R2).
 */
function signedInActivity(activity: Activity, answered: string): Activity {
  const id = createHash('sha256').update(answered).digest('base64url').slice(0, 22);
  const { text: _text, value: _value, attachments: _attachments, entities: _entities, ...rest } = activity;
  return { ...rest, type: 'event', name: signedInEvent, id: `signIn:${id}` } as Activity;
}

const release = (context: TurnContext): void => (context.turnState.get(receiptKey) as Receipt | undefined)?.release();

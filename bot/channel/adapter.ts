import { type Activity, CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import type { AuthenticateRequestResult } from 'botframework-connector';
import type { ChannelAuthentication } from './authentication.ts';
import { keepEntityProperties } from './entity-mapper.ts';
import { type Receipt, receiptKey } from './receipt.ts';

export type TurnLogic = (context: TurnContext) => Promise<void>;

/**
 * CloudAdapter without its HTTP half: `process` prints errors and tells the caller about them, so the server reads the
 * request and answers it, and hands over what was read.
 */
export class ChannelAdapter extends CloudAdapter {
  readonly #authentication: ChannelAuthentication;
  readonly #receipts = new WeakMap<Partial<Activity>, Receipt>();

  constructor(authentication: ChannelAuthentication) {
    super(authentication);
    this.#authentication = authentication;
    keepEntityProperties();
  }

  /**
   * Authenticates, then runs middleware and logic; they find the receipt in `turnState` under `receiptKey`, and it is
   * released here if they are never reached. Resolves to the answer of an invoke.
   * @throws AuthenticationFailed, and whatever the turn throws where no `onTurnError` is set
   */
  async receive(
    header: string,
    activity: Partial<Activity>,
    logic: TurnLogic,
    receipt?: Receipt,
  ): Promise<InvokeResponse | undefined> {
    if (receipt) this.#receipts.set(activity, receipt);
    try {
      return await this.processActivity(header, activity as Activity, logic);
    } finally {
      // Still there: the turn was never reached.
      if (this.#receipts.delete(activity)) receipt?.release();
    }
  }

  /** Takes up an activity that was authenticated and acknowledged earlier (R1), under the receipt it was given then. */
  async resume(activity: Partial<Activity>, logic: TurnLogic, receipt?: Receipt): Promise<void> {
    if (receipt) this.#receipts.set(activity, receipt);
    await this.processActivityDirect(this.#authentication.resume(activity), activity as Activity, logic);
  }

  /** The SDK's turns every failure into a new Error that holds the stack as text; this one lets it through as it is. */
  override async processActivityDirect(
    authorization: string | AuthenticateRequestResult,
    activity: Activity,
    logic: TurnLogic,
  ): Promise<void> {
    if (typeof authorization === 'string') await this.processActivity(authorization, activity, logic);
    else await this.processActivity(authorization, activity, logic);
  }

  protected override async runMiddleware(context: TurnContext, next: TurnLogic): Promise<void> {
    const receipt = this.#receipts.get(context.activity);
    if (receipt) {
      this.#receipts.delete(context.activity);
      context.turnState.set(receiptKey, receipt);
    }
    await super.runMiddleware(context, next);
  }
}

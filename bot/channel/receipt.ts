import type { Activity } from 'botbuilder';

/**
 * The place of one activity in its conversation. Numbers are given in the order of receipt, before anything is awaited,
 * so that authentication cannot reorder two messages (R4).
 */
export interface Receipt {
  readonly number: number;
  /** Gives the place up: nothing will come for it. Releasing twice is harmless. */
  release(): void;
}

export interface ReceiptOrder {
  /** Synchronous. */
  receive(activity: Partial<Activity>): Receipt;
}

/** Where the receipt is found in `TurnContext.turnState`, middleware included. */
export const receiptKey = Symbol('receipt');
